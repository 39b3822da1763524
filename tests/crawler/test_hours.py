"""Opening hours in the words of eight languages."""
# ruff: noqa: E501 - one case a line

import pytest

from crawler.hours import opening_hours
from tests.crawler.reading_pages import document

LABELS = {
    "en": "Opening hours", "de": "Öffnungszeiten", "fr": "Horaires", "es": "Horario",
    "it": "Orari", "pt": "Horário", "nl": "Openingstijden", "pl": "Godziny otwarcia",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Mon – Sat: 8:15 AM – 6:45 PM"),
        ("en", "Monday to Friday 8.30am–5pm"),
        ("de", "Mo. – Do. 7:30 – 16:30 Uhr"),
        ("de", "Montag bis Freitag 9 bis 12 Uhr und 14 bis 18 Uhr"),
        ("de", "Samstag geschlossen"),
        ("fr", "Du mardi au samedi : 12h-14h et 19h-22h30"),
        ("es", "Lunes a viernes: 10:00 a 14:00 y 17:00 a 20:30"),
        ("es", "L-V 9:00-18:00"),
        ("it", "lun–ven 9:00–13:00 / 14:30–18:30"),
        ("pt", "Segunda a sexta das 9h às 18h"),
        ("nl", "ma t/m vr 9.00 - 17.30 uur"),
        ("pl", "pon.–pt. 8:00–16:00"),
        ("pl", "sobota: nieczynne"),
    ],
)
def test_statements_below_a_label(language: str, line: str) -> None:
    label = LABELS[language]
    page = document(f"<h3>{label}</h3><p>{line}</p>", language=language)
    assert [c.value for c in opening_hours(page)] == [line]


@pytest.mark.parametrize(
    "html",
    [
        "<p>We reply Monday to Friday within 24 hours.</p>",
        "<h2>Puppy class</h2><p>Thursday 14 May, 7pm-8pm</p>",
        "<h2>Timetable</h2><p>Monday 18:00–19:30 Vinyasa with Ana</p>",
        "<p>Do you work on weekends? Sunday is 9-5 for some.</p>",
        "<p>We are great, and 10-20 people agree.</p>",
    ],
)
def test_no_hours(html: str) -> None:
    assert list(opening_hours(document(html, language="en"))) == []


def test_rows_of_a_table() -> None:
    html = (
        "<h3>Hours</h3><table><tr><td>Monday</td><td>9–12</td><td>14–18</td></tr>"
        "<tr><td>Tuesday</td><td>Closed</td></tr></table>"
    )
    found = [c.value for c in opening_hours(document(html, language="en"))]
    assert found == ["Monday 9–12, 14–18", "Tuesday Closed"]


def test_a_sentence_gives_its_statement() -> None:
    html = (
        "<h3>What are your business hours?</h3>"
        "<p>Somebody is in the shop Monday through Friday, 8:00 AM - 6:00 PM CST. Letters may be "
        "answered outside these hours, on most days of the year.</p>"
    )
    found = [c.value for c in opening_hours(document(html, language="en"))]
    assert found == ["Monday through Friday, 8:00 AM - 6:00 PM CST"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Our doors are open all week from 8 AM to 9 PM, so that you find a time.", "all week from 8 AM to 9 PM"),
        ("de", "Wir haben Mo bis Fr 9-12 Uhr geöffnet.", "Mo bis Fr 9-12 Uhr"),
        ("de", "Geöffnet Mo-Fr 9-18. Sa 10-12.", "Geöffnet Mo-Fr 9-18. Sa 10-12"),
        ("es", "Atendemos de lunes a viernes 9:00-18:00. Todos los planes incluyen soporte 24/7.", "lunes a viernes 9:00-18:00"),
    ],
)  # fmt: skip
def test_a_sentence_ends_where_its_hours_do(language: str, text: str, expected: str) -> None:
    page = document(f"<h2>Contact</h2><p>{text}</p>", language=language)
    assert [c.value for c in opening_hours(page)] == [expected]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h3>Hours</h3><p>Open 24/7</p>", ["Open 24/7"]),
        ("<h3>Hours and plans</h3><li>Support 24/7 with priority</li>", []),
        ("<p>Customer service hours</p><li>24/7 priority support</li>", []),
    ],
)
def test_always(html: str, expected: list[str]) -> None:
    assert [c.value for c in opening_hours(document(html, language="en"))] == expected


def test_bare_hours_beside_the_contacts() -> None:
    hours = "<p>Seg-Sex: 9h00-20h00; Sáb: 9h00-13h00</p>"
    near = document(f"<p>(+351) 226 000 111</p>{hours}", language="pt")
    assert [c.value for c in opening_hours(near)] == ["Seg-Sex: 9h00-20h00; Sáb: 9h00-13h00"]
    assert (
        list(
            opening_hours(
                document(f"<p>Yoga</p>{hours}", language="pt", url="https://example.com/aulas")
            )
        )
        == []
    )
