"""Reading pages: all kinds at once, on all cores, and what a stumbling extractor costs."""

from datetime import UTC, datetime

import pytest

from crawler import extract
from crawler.extract import extractor_version, read_despite_faults, read_page, read_pages
from crawler.pages import Page
from crawler.site import SiteIdentity

SITE = SiteIdentity(start_urls=("https://site.example/",))


def a_page(n: int = 0) -> Page:
    html = f"""<title>Page {n}</title><main><h1>Frequently asked questions</h1>
        <details><summary>Do you deliver?</summary><p>Yes, within two days.</p></details></main>"""
    return Page(
        url=f"https://site.example/{n}", html=html, fetched_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def test_pages_come_back_in_order_from_all_cores() -> None:
    seen: list[str] = []
    readings = read_pages(
        [a_page(n) for n in range(12)], SITE, on_page=lambda r: seen.append(r.url)
    )
    assert [r.title for r in readings] == [f"Page {n}" for n in range(12)]
    assert seen == [r.url for r in readings]


def test_one_core_reads_the_same() -> None:
    pages = [a_page(n) for n in range(9)]
    assert read_pages(pages, SITE, workers=1) == read_pages(pages, SITE)


def test_a_stumbling_extractor_costs_its_kind_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setitem(extract._READERS, "pricing", stumble)
    with pytest.raises(ZeroDivisionError):
        read_page(a_page(), SITE)
    reading = read_despite_faults(a_page(), SITE)
    assert [question.answer for question in reading.faq] == ["Yes, within two days."]
    assert [t.reason for t in reading.trace] == ["reading pricing failed: ZeroDivisionError"]


def test_version_is_stable_and_short() -> None:
    assert extractor_version() == extractor_version()
    assert len(extractor_version()) == 12
