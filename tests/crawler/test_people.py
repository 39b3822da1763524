"""People of the company, told from customers, authors and headings."""
# ruff: noqa: E501 - one case a line

import pytest

from crawler.people import people
from tests.crawler.reading_pages import document


def found(html: str, *, language: str = "en", path: str = "") -> list[tuple[str, str | None]]:
    page = document(html, language=language, url=f"https://example.com/{path}")
    return [(c.value, c.detail) for c in people(page)]


def test_cards_below_a_heading_for_staff() -> None:
    html = (
        "<h2>Our team</h2><div><h4>Priya Nair</h4><h5>Physiotherapist</h5></div>"
        "<div><h4>Gethin Rhys</h4><h5>Clinic Director</h5></div>"
    )
    assert found(html) == [("Priya Nair", "Physiotherapist"), ("Gethin Rhys", "Clinic Director")]


def test_a_long_team_is_read_to_its_end() -> None:
    names = ("Adunola Bisi", "Omolade Eko", "Temidire Alao", "Ayokunle Oni", "Jane Roe", "Ann Lee")
    cards = "".join(f"<div><h3>{n}</h3><p>Associate Solicitor</p></div>" for n in names)
    people_found = found(f"<h2>Our lawyers</h2>{cards}")
    assert [name for name, _ in people_found[-2:]] == ["Jane Roe", "Ann Lee"]
    plain = "".join(f"<h3>{n}</h3><p>Read all about it here.</p>" for n in names)
    assert found(f"<h2>Practice</h2>{plain}") == []


def test_services_below_another_heading_are_no_people() -> None:
    html = (
        "<h2>Our team</h2><h3>Jonas Weber</h3><p>Partner</p><h2>Practice areas</h2>"
        "<h3>Family Law</h3><p>Partners for families</p><h3>Sales Training</h3><p>For managers</p>"
    )
    assert found(html) == [("Jonas Weber", "Partner")]


def test_two_cards_below_a_heading_that_says_nothing() -> None:
    cards = (
        "<h2>Say hello</h2><h3>Bram Visser</h3><p>Yogadocent</p><h3>Sanne Mol</h3><p>Trainer</p>"
    )
    assert [name for name, _ in found(cards, language="nl")] == ["Bram Visser", "Sanne Mol"]
    assert found("<h2>Say hello</h2><h3>Bram Visser</h3><p>Yogadocent</p>", language="nl") == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>Meet Jane Roe</h2><p>Nutrition coach</p>", [("Jane Roe", "Nutrition coach")]),
        ("<p>Alex, Founder</p>", [("Alex", "Founder")]),
        ("<p>Inhaberin: Petra Vogel</p>", [("Petra Vogel", "Inhaberin")]),
        ("<p>CEO Jane Roe</p>", [("Jane Roe", "CEO")]),
        ("<p>Je m'appelle Anna, je vis à Faro.</p>", [("Anna", None)]),
        ("<p>I'm Jane Roe, career coach in Leeds.</p>", [("Jane Roe", "career coach in Leeds")]),
        ("<p>Sarah Lind, CEO of Bexley Foods, came to us.</p>", []),
        ('<p>"The best work that anybody ever did for us."</p><p>Jane Roe</p><p>Teacher</p>', []),
        ("<blockquote><p>Jane Roe, Founder</p></blockquote>", []),
        ("<footer><p>Jane Roe</p><p>Coach</p></footer>", []),
    ],
)
def test_lines(html: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(html) == expected


def test_holder_of_an_imprint() -> None:
    html = "<p>Max Lindner<br>Gartenweg 4<br>04109 Leipzig</p>"
    assert found(html, language="de", path="impressum") == [("Max Lindner", None)]
    assert found(html, language="de", path="kunden") == []


def test_articles_present_nobody() -> None:
    assert found("<p>Jane Roe, Founder</p>", path="blog/sleep") == []


def test_founders_in_structured_data() -> None:
    html = """<script type="application/ld+json">{"@type": "Store", "name": "A", "founder":
      [{"@type": "Person", "name": "Jane Roe", "jobTitle": "Owner"}, "John Poe"]}</script>"""
    assert found(html) == [("Jane Roe", "Owner"), ("John Poe", None)]


NAMESAKE = "<title>Gabinet Anna Nowak – terapia</title>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<figure><img src=a.jpg><figcaption><strong>Anna Nowak</strong></figcaption></figure>", [("Anna Nowak", None)]),
        ("<p><b>ANNA NOWAK</b><br>Terapia par i rodzin</p>", [("Anna Nowak", None)]),
        ("<h2>Anna Nowak, <span>psychoterapeutka</span></h2>", [("Anna Nowak", "psychoterapeutka")]),
        ("<figure><img src=a.jpg><figcaption>Piotr Zając</figcaption></figure>", []),
        ("<h1>Anna Nowak</h1>", []),
        ("<header><b>Anna Nowak</b></header>", []),
        ("<p>Anna Nowak</p>", []),
        ("<h3>Anna Nowak, cennik na rok 2024</h3>", []),
    ],
)  # fmt: skip
def test_the_person_whom_the_site_is_named_after(
    html: str, expected: list[tuple[str, str | None]]
) -> None:
    page = document(html, language="pl", head=NAMESAKE, url="https://example.com/")
    assert [(c.value, c.detail) for c in people(page)] == expected


def test_greetings() -> None:
    text = "<p>Olá, sou Fernanda Lima Prado, Psicóloga (CRP 08/12345), com atuação clínica.</p>"
    assert found(text, language="pt") == [("Fernanda Lima Prado", "Psicóloga, com atuação clínica")]
    assert found("<p>Hej, jag är Anna Berg, terapeut.</p>", language="sv") == [
        ("Anna Berg", "terapeut")
    ]


def test_a_call_to_meet_somebody_is_no_role() -> None:
    html = "<h1><small>Meet your coach</small><br><span>Anna Lee</span></h1><p>Since 2017.</p>"
    assert found(f"<h2>Our team</h2>{html}") == [("Anna Lee", "coach")]


def test_a_licence_belongs_to_the_role() -> None:
    html = "<h2>Equipo</h2><h3>Lucía Sanz</h3><p>Fisioterapeuta, colegiada 1234</p>"
    assert found(html, language="es") == [("Lucía Sanz", "Fisioterapeuta, colegiada 1234")]
    html = "<h2>Team</h2><h3>Jane Roe</h3><p>Coach of the year 2019</p>"
    assert found(html) == [("Jane Roe", None)]
