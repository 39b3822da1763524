from datetime import UTC, datetime

from crawler.dom import parse
from crawler.pages import Page
from crawler.reading import Candidate, PageReading
from crawler.records import Source
from crawler.site import SiteIdentity
from crawler.testimonial_merge import merge_testimonials
from crawler.testimonials import testimonials as said

SITE = SiteIdentity(start_urls=("https://x.test/",), name="Kranz Boats")
QUOTE = "They built the boat that my father drew, plank by plank."


def reading(html: str, path: str = "", people: tuple[str, ...] = ()) -> PageReading:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    page = Page(url=f"https://x.test/{path}", html=html, fetched_at=now)
    candidates = tuple(
        Candidate(field="people", value=name, source=Source(url=page.url, quote=name))
        for name in people
    )
    found = said(parse(page), SITE)
    return PageReading(url=page.url, content_hash="0", testimonials=found, company=candidates)


def review(quote: str, author: str) -> str:
    return f"<h2>Reviews</h2><div><blockquote>{quote}</blockquote><p>{author}</p></div>"


def test_a_card_on_many_pages_is_one_record():
    readings = [reading(review(QUOTE, "Ann Lee"), p) for p in ("a", "b")]
    (found,), _ = merge_testimonials(readings, SITE)
    assert [s.url[-1] for s in found.sources] == ["a", "b"]


def test_a_name_wins_over_a_description():
    readings = [reading(review(QUOTE, "Happy customer")), reading(review(QUOTE, "Ann Lee"), "b")]
    (found,), _ = merge_testimonials(readings, SITE)
    assert found.author == "Ann Lee"


def test_the_whole_quote_wins_over_a_cut_one():
    readings = [
        reading(review("They built the boat that my father drew.", "Ann Lee")),
        reading(review(QUOTE, "Ann Lee"), "b"),
    ]
    (found,), _ = merge_testimonials(readings, SITE)
    assert found.quote == QUOTE


def test_two_quotes_of_one_author_stay_apart():
    html = review(QUOTE, "Ann Lee") + review("The second boat was even faster.", "Ann Lee")
    found, _ = merge_testimonials([reading(html)], SITE)
    assert len(found) == 2


def test_the_owner_is_no_customer():
    own = "<blockquote>“Wood forgives everything but haste.”</blockquote><p>Uwe Kranz, Chef</p>"
    customer = "<blockquote>“Wood forgives, and so do they.”</blockquote><p>Ann Lee, Chef</p>"
    found, _ = merge_testimonials([reading(own + customer, people=("Uwe Kranz",))], SITE)
    assert [t.author for t in found] == ["Ann Lee"]
