"""What is a question; the pages of tests/site/faq-* show the forms that they come in."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dom import parse
from crawler.faq import faqs
from crawler.pages import Page
from crawler.records import Channel
from crawler.site import SiteIdentity
from crawler.testimonials import testimonials as said

SITE = SiteIdentity(start_urls=("https://x.test/",))
LD = (
    '<script type="application/ld+json">{"@type":"FAQPage","mainEntity":[{"@type":"Question",'
    '"name":"%s","acceptedAnswer":{"@type":"Answer","text":"%s"}}]}</script>'
)


def page(html: str, path: str = "") -> Page:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Page(url=f"https://x.test/{path}", html=html, fetched_at=now)


def questions(html: str, path: str = "") -> list[str]:
    return [f.question for f in faqs(parse(page(html, path)), SITE)]


def test_a_lone_question_heading_is_prose():
    assert questions("<h2>What is a barrel vault?</h2><p>A row of arches.</p>") == []


def test_a_lone_question_heading_counts_where_markup_says_so():
    html = LD % ("What is a barrel vault?", "A row of arches.")
    found = faqs(
        parse(page(f"{html}<h2>What is a barrel vault?</h2><p>A row of arches.</p>")), SITE
    )
    assert [f.sources[0].channel for f in found] == [Channel.VISIBLE, Channel.JSONLD]


def test_a_page_called_faq_holds_questions():
    html = "<h3>Is there a lift?</h3><p>No.</p><h3>Is there a ramp?</h3><p>Yes, at the back.</p>"
    assert questions(html) == []
    assert questions(html, "faq.html") == ["Is there a lift?", "Is there a ramp?"]


def test_a_reworded_twin_takes_the_visible_question():
    html = LD % ("Do I need an appointment for a visit?", "Yes, by phone.")
    html += "<h2>FAQ</h2><h3>Do I need an appointment to visit?</h3><p>Yes, call us.</p>"
    html += "<h3>Is there parking?</h3><p>Yes.</p>"
    assert questions(html).count("Do I need an appointment to visit?") == 2


def test_poisoned_answers_are_capped():
    html = LD % ("Is it safe?", "a " * 9000)
    assert questions(html) == []


NAMES = "p h2 h3 details summary dl dt dd blockquote cite figure figcaption li a b label button"
TAGS = st.sampled_from(NAMES.split(" "))
WORDS = st.sampled_from(
    ["Why?", "FAQ", "“Great work by all of you.”", "★★★★★", "Ann Lee, CEO", "", "&amp;", "?", "»"]
)
SNIPPET = st.tuples(st.sampled_from(["<", "</"]), TAGS, WORDS).map(lambda t: f"{t[0]}{t[1]}>{t[2]}")


@settings(max_examples=60, deadline=None)
@given(st.lists(SNIPPET, max_size=40).map("".join))
def test_no_markup_breaks_reading(html):
    document = parse(page(html))
    for record in (*faqs(document, SITE), *said(document, SITE)):
        assert record.sources
