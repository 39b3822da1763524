import pytest

from crawler.offer_words import is_call, is_figure, names_nothing, says_call, says_example


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Clear, affordable pricing", "en"),
        ("Simple 3-step process", "en"),
        ("What’s included in Orbit", "en"),
        ("Klare, faire Preise", "de"),
        ("Un tarif clair et transparent", "fr"),
        ("Cómo funciona", "es"),
        ("Wat is inbegrepen", "nl"),
        ("Co oferujemy w Kaliszu", "pl"),
        ("Preços simples e justos", "pt"),
        ("Prezzi chiari, senza sorprese", "it"),
    ],
)
def test_headings_that_name_nothing(text: str, language: str) -> None:
    assert names_nothing(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Website packages", "en"),
        ("Business plan", "en"),
        ("Price review", "en"),
        ("Paartherapie", "de"),
        ("Plan comptable", "fr"),
    ],
)
def test_names_are_names(text: str, language: str) -> None:
    assert not names_nothing(text, language)
    assert not is_call(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Get started for", "en"),
        ("👉 Ready for spring? Start your garden for", "en"),
        ("Pagar", "es"),
        ("Probestunde buchen für", "de"),
        ("Jetzt für", "de"),
        ("Zamawiam za", "pl"),
    ],
)
def test_calls(text: str, language: str) -> None:
    assert is_call(text, language)
    assert says_call(text, language)


@pytest.mark.parametrize("text", ["Start", "Launch", "Start-up coaching", "Book club", "Get fit"])
def test_plan_names_and_services_are_no_calls(text: str) -> None:
    assert not is_call(text, "en")


def test_a_button_calls_by_its_verb_alone() -> None:
    assert says_call("Book the tour", "en")
    assert not says_call("Start", "en")
    assert not says_call("Start-up coaching", "en")


def test_figures_and_examples() -> None:
    assert is_figure("Valor de mercado", "es")
    assert is_figure("Net profit", "en")
    assert not is_figure("Two hours of gardening", "en")
    assert says_example("Rechenbeispiel für ein Haus", "de")
    assert not says_example("Unsere Leistungen", "de")
