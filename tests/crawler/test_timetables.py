"""Hours as data."""

import pytest

from crawler.structured import items
from crawler.timetables import structured_hours, timetable
from tests.crawler.reading_pages import document


def test_structured_hours() -> None:
    html = """<script type="application/ld+json">{"@type": "Store", "openingHoursSpecification": [
      {"dayOfWeek": ["Monday", "Tuesday", "Wednesday"], "opens": "09:00", "closes": "17:00"},
      {"dayOfWeek": "https://schema.org/Saturday", "opens": "10:00:00", "closes": "12:00:00"},
      {"dayOfWeek": "Sunday", "opens": "00:00", "closes": "00:00"}]}</script>"""
    (store,) = items(document(html))
    assert structured_hours(store) == ["Monday–Wednesday 09:00–17:00", "Saturday 10:00–12:00"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mon – Fri: 9am – 5:30pm", "Monday – Friday: 9am – 5:30pm"),
        ("lunes a viernes, de 8:00 a 20:00", "Lunes a viernes, 8 a 20 h"),
        ("Mar–Sab 9:00–18:00", "Martedì – Sabato: 09:00 – 18:00"),
    ],
)
def test_one_timetable_in_two_wordings(one: str, other: str) -> None:
    assert timetable(one) == timetable(other) is not None


def test_other_days_or_times_are_another_one() -> None:
    assert timetable("Monday 9-17") != timetable("Tuesday 9-17")
    assert timetable("Monday 9-17") != timetable("Monday 9-18")
    assert timetable("Mo-Fr 9-17") is None
    assert timetable("Open 24/7") is None
