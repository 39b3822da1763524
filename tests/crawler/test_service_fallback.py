"""Which of the groups that look like offers a site is given, and when."""

from __future__ import annotations

from crawler.reading import Candidate, PageReading
from crawler.records import Channel, Period, Price, Service, Source
from crawler.service_fallback import likely_places

SOURCE = Source(url="https://example.com/", quote="…", channel=Channel.VISIBLE)
NAMES = ("Ylva Storm", "Odd Fjell", "Siv Bakken")


def group(names: tuple[str, ...], likeness: float) -> tuple[Service, ...]:
    return tuple(Service(name=n, confidence=likeness, sources=(SOURCE,)) for n in names)


def page(
    *groups: tuple[Service, ...], people: tuple[str, ...] = (), monthly: bool = False
) -> PageReading:
    price = Price(name="Care", amount="9", period=Period.MONTH, confidence=0.9, sources=(SOURCE,))
    return PageReading(
        url="https://example.com/",
        content_hash="0",
        likely_offers=groups,
        company=tuple(Candidate(field="people", value=n, source=SOURCE) for n in people),
        pricing=(price,) if monthly else (),
    )


def names(readings: list[PageReading], known: int = 0) -> list[str]:
    return [p.name for p in likely_places(readings, known, 0.5)]


def test_the_likeliest_group_of_all_pages_is_taken_as_enough() -> None:
    pages = [page(group(("Reeds", "Oboes"), 0.23)), page(group(("Flutes", "Horns"), 0.43))]
    assert names(pages) == ["Flutes", "Horns"]
    assert {p.confidence for p in likely_places(pages, 0, 0.5)} == {0.5}


def test_groups_of_one_page_that_are_likely_by_themselves_go_together() -> None:
    both = page(group(("Flutes", "Horns"), 0.6), group(("Reeds", "Oboes"), 0.45))
    assert names([both]) == ["Flutes", "Horns", "Reeds", "Oboes"]
    weak = page(group(("Flutes", "Horns"), 0.6), group(("Reeds", "Oboes"), 0.3))
    assert names([weak]) == ["Flutes", "Horns"]


def test_people_of_the_site_are_no_offers() -> None:
    assert names([page(group(NAMES, 0.43)), page(people=NAMES[:1])]) == []
    assert names([page(group(NAMES, 0.43)), page(people=("Somebody Else",))]) == list(NAMES)


def test_a_faint_likeness_is_not_enough_beside_a_known_service_or_a_subscription() -> None:
    faint = group(("Flutes", "Horns", "Reeds"), 0.23)
    assert names([page(faint)]) == ["Flutes", "Horns", "Reeds"]
    assert names([page(faint)], known=1) == []
    assert names([page(faint, monthly=True)]) == []


def test_a_faint_likeness_gives_way_to_a_price_list() -> None:
    faint = [page(group(("Flutes", "Horns", "Reeds"), 0.23))]
    assert likely_places(faint, 0, 0.5, beside_prices=True) == []
    sure = [page(group(("Flutes", "Horns", "Reeds"), 0.46))]
    assert len(likely_places(sure, 0, 0.5, beside_prices=True)) == 3


def test_a_site_without_likely_groups_gets_none() -> None:
    assert names([page()]) == []
