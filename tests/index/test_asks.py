import pytest

from index.asks import guess_language, has_value, recorded, understand


@pytest.mark.parametrize(
    ("text", "language", "asks"),
    [
        ("How much is the workshop?", "en", {"price"}),
        ("When are you open on Sunday?", "en", {"hours"}),
        ("Was kostet das?", "de", {"price"}),
        ("Wann haben Sie geöffnet?", "de", {"hours"}),
        ("Welche Telefonnummer haben Sie?", "de", {"phone"}),
        ("Quels sont vos horaires ?", "fr", {"hours"}),
        ("Que disent vos clients ?", "fr", {"testimonial"}),
        ("¿Dónde está la oficina?", "es", {"address"}),
        ("Quanto costa il corso?", "it", {"price"}),
        ("Quem é o dono?", "pt", {"who"}),
        ("Wie is de eigenaar?", "nl", {"who"}),
        ("Ile kosztuje kurs?", "pl", {"price"}),
        ("Jakie są godziny otwarcia?", "pl", {"hours"}),
        ("Do you repair boats?", "en", set()),
        ("How much time does it take?", "en", {"duration"}),
        ("Combien de temps ça dure ?", "fr", {"duration"}),
        ("Kolik to stojí?", "cs", {"price"}),
        ("Hvor ligger I?", "da", {"address"}),
        ("Mennyibe kerül?", "hu", {"price"}),
        ("Quanto mi viene a costare?", "it", {"price"}),
    ],
)
def test_the_shape_of_a_question(text: str, language: str, asks: set[str]) -> None:
    asked = understand(text, [language])
    assert asked.language == language
    assert asked.asks == asks


@pytest.mark.parametrize(
    ("text", "site", "language"),
    [
        ("Wie viel kostet das bei euch?", ["en"], "de"),
        ("¿Cuánto es y cuándo se paga?", ["fr"], "es"),
        ("workshop price", ["pl", "de"], "pl"),
        ("", ["nl"], "nl"),
        ("the price of it", [], "en"),
    ],
)
def test_the_language_of_a_question(text: str, site: list[str], language: str) -> None:
    assert guess_language(text, site) == language


@pytest.mark.parametrize(
    ("ask", "yes", "no"),
    [
        ("price", "It costs 1.290 € a year", "It lasts 3 days"),
        ("price", "$4,200", "route 66"),
        ("price", "Cena: 300 zł", "300 osób"),
        ("free", "The call is free of charge", "The call is short"),
        ("hours", "Mo–Fr 9:00–17:00", "Monday to Friday"),
        ("hours", "from 9 am", "room 9"),
        ("phone", "call +48 600 100 200", "since 1999"),
        ("email", "hello@example.test", "hello at example"),
        ("address", "Kaistraße 12, 20457 Hamburg", "in Hamburg"),
        ("since", "founded in 1999", "founded by Olaf"),
        ("duration", "six sessions of 90 minutes", "a long session"),
        ("date", "starts 12 March 2027", "starts soon"),
        ("who", "Olaf Stern leads it", "we lead it"),
    ],
)
def test_what_a_value_looks_like(ask: str, yes: str, no: str) -> None:
    assert has_value(ask, yes)
    assert not has_value(ask, no)


def test_talk_is_told_from_a_search() -> None:
    assert understand("course for the crew of a boat", ["en"]).small_words == 0
    assert understand("do you have that for us?", ["en"]).small_words > 3


def test_a_record_is_what_is_asked_for() -> None:
    assert recorded("contact", "Phone: +15550100200.") == {"phone"}
    assert recorded("price", "Sail course costs $390.") == {"price"}
    assert recorded("price", "The price of the tour is on request.") == set()
    assert recorded("testimonial", "Well sailed") == {"testimonial"}
