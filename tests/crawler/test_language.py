"""The language of a page by its small words."""
# ruff: noqa: E501 - one text a line

import pytest

from crawler.language import language_of

TEXTS = {
    "en": "We repair the shoes that you have worn for years, and we do it with care and at a price that is fair to both of us.",
    "es": "Reparamos los zapatos que has llevado durante años, y lo hacemos con cuidado y por un precio que es justo para los dos.",
    "fr": "Nous réparons les chaussures que vous portez depuis des années, avec soin et pour un prix qui est juste pour nous et pour vous.",
    "de": "Wir reparieren die Schuhe, die Sie seit Jahren tragen, mit Sorgfalt und zu einem Preis, der für uns und auch für Sie gerecht ist.",
    "it": "Ripariamo le scarpe che porti da anni, con cura e a un prezzo che è giusto per noi e per te, come si faceva una volta nel paese.",
    "pt": "Reparamos os sapatos que você usa há anos, com cuidado e por um preço que é justo para nós e para você, como se fazia no passado.",
    "nl": "Wij maken de schoenen die je al jaren draagt met zorg en voor een prijs die voor ons en ook voor jou eerlijk is, want dat is het.",
    "pl": "Naprawiamy buty, które nosisz od lat, z troską i za cenę, która jest uczciwa dla nas i dla ciebie, bo tak to się robi w tym domu.",
    "sv": "Vi lagar skor som du har haft på dig i många år, och det gör vi med omsorg och till ett pris som är rätt för både oss och för dig.",
    "cs": "Opravujeme boty, které nosíte po léta, a děláme to s péčí a za cenu, která je pro nás i pro vás férová, jak se to tu dělá.",
}


@pytest.mark.parametrize("tag", TEXTS)
@pytest.mark.parametrize("declared", [None, "en-US", "de", "xx", ""])
def test_the_text_decides(tag: str, declared: str | None) -> None:
    found = language_of(TEXTS[tag] * 2, declared)
    assert found == (declared if declared == "xx" else tag)


@pytest.mark.parametrize(
    ("text", "declared", "found"),
    [
        ("Menu Kontakt 24/7", "de-CH", "de"),
        ("Menu", None, None),
        ("", "pt_BR", "pt"),
        ("Ласкаво просимо до нас", "uk", "uk"),
        ("Добро пожаловать к нам", "en", "ru"),
        ("ようこそ、私たちの店へ", None, "ja"),
        ("欢迎光临我们的商店", "zh-Hans", "zh"),
    ],
)
def test_little_text_leaves_it_to_the_page(text: str, declared: str, found: str) -> None:
    assert language_of(text, declared) == found


def test_a_few_small_words_overrule_a_language_of_which_there_is_none() -> None:
    text = "Här hittar du oss. Vill du boka en tid eller se vad vi har för priser? Ring till oss."
    assert language_of(text, "en") == "sv"


def test_a_few_names_do_not_overrule_the_declared_language() -> None:
    assert language_of("Playa de la Barrosa, Casa de la Luz, Calle de los Olmos 4", "en") == "en"
    assert language_of("Welcome to the Casa de la Luz and the Playa de la Barrosa", "en") == "en"
