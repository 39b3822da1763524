"""Any page at all is read without an exception, and a long one in reasonable time."""

import time
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dom import parse
from crawler.pages import Page
from crawler.price_merge import merge_prices
from crawler.pricing import prices
from crawler.reading import PageReading
from crawler.service_merge import merge_services
from crawler.services import services
from crawler.site import SiteIdentity

SITE = SiteIdentity(start_urls=("https://a.example/",))
TAGS = (
    "div", "span", "p", "h1", "h2", "h3", "li", "ul", "ol", "table", "tr", "td", "th", "dl", "dt",
    "dd", "a", "button", "s", "sup", "details", "summary", "nav", "section",
)  # fmt: skip
WORDS = (
    "$49", "49 €", "$", "€", "/month", "ab", "from", "free", "on request", "Our services", "99",
    "Learn more", "Basic", "Price", "2 hours", "Save", "Coaching", "Massage", "–", ":", "…", "?",
)  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 40))):
        kind = draw(st.integers(0, 3))
        if kind == 0:
            parts.append(f"<{draw(st.sampled_from(TAGS))}>")
        elif kind == 1:
            parts.append(f"</{draw(st.sampled_from(TAGS))}>")
        else:
            parts.append(draw(st.sampled_from(WORDS)))
    return "".join(parts)


def reading(html: str) -> PageReading:
    page = Page(
        url="https://a.example/services/x",
        html=html,
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    document = parse(page)
    return PageReading(
        url=page.url,
        content_hash=page.content_hash,
        services=services(document, SITE),
        pricing=prices(document, SITE),
    )


@settings(max_examples=150, deadline=None)
@given(pages())
def test_any_page_is_read_and_merged(html: str) -> None:
    found = reading(html)
    merge_prices([found], SITE)
    merge_services([found], SITE)


def test_a_very_long_list_is_read_in_seconds() -> None:
    rows = "".join(f"<li>Thing {n} <b>${n}.50</b></li>" for n in range(3000))
    plain = "".join(f"<div><p>${n}</p></div>" for n in range(3000))
    cards = "".join(
        f"<div class=c><h3>Card {n}x</h3><p>Some words about it.</p></div>" for n in range(3000)
    )
    started = time.process_time()
    found = reading(f"<main><ul>{rows}</ul>{plain}<h2>Services</h2>{cards}</main>")
    assert len(found.pricing) == 3000
    assert time.process_time() - started < 20
