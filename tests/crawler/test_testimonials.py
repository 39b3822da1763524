"""Whose words count; the pages of tests/site/testimonials-* show the forms that they come in."""

from datetime import UTC, datetime

from crawler.dom import parse
from crawler.pages import Page
from crawler.site import SiteIdentity
from crawler.testimonials import SURE
from crawler.testimonials import testimonials as said

SITE = SiteIdentity(start_urls=("https://x.test/",), name="Kranz Boats")
QUOTE = "<blockquote>They built the boat that my father drew, plank by plank.</blockquote>"


def read(html: str) -> list[tuple[str | None, str | None, str | None, float]]:
    page = Page(url="https://x.test/", html=html, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    return [(t.author, t.role, t.company, t.confidence) for t in said(parse(page), SITE)]


def test_without_a_heading_the_author_needs_a_role_or_company():
    assert read(f"<div>{QUOTE}<p>Ann Lee</p></div>") == []
    assert read(f"<div>{QUOTE}<p>Ann Lee, Sailor at Tern Co</p></div>") == [
        ("Ann Lee", "Sailor", "Tern Co", 0.8)
    ]


def test_under_a_heading_a_name_is_enough():
    html = f"<h2>What our customers say</h2><div>{QUOTE}<p>Ann Lee</p></div>"
    assert read(html) == [("Ann Lee", None, None, SURE)]


def test_an_aggregate_rating_is_no_testimonial():
    html = """<script type="application/ld+json">{"@type": "LocalBusiness", "name": "Kranz Boats",
    "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.9", "reviewCount": "80"},
    "review": {"@type": "Review", "reviewBody": "No author here, so nobody."}}</script>"""
    assert read(html) == []


def test_towns_are_no_companies_where_private_people_speak():
    html = "<h2>Reviews</h2>" + "".join(
        f"<div>{QUOTE.replace('plank', wood)}<p>Ann Lee, {town}</p></div>"
        for wood, town in (("oak", "Bexhill"), ("ash", "Rye"))
    )
    assert [company for _, _, company, _ in read(html)] == [None, None]
