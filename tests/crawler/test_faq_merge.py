from datetime import UTC, datetime

from crawler.dom import parse
from crawler.faq import faqs
from crawler.faq_merge import merge_faqs
from crawler.pages import Page
from crawler.reading import PageReading
from crawler.records import Channel, Faq
from crawler.site import SiteIdentity

SITE = SiteIdentity(start_urls=("https://x.test/",))
LD = (
    '<script type="application/ld+json">{"@type":"FAQPage","mainEntity":[{"@type":"Question",'
    '"name":"%s","acceptedAnswer":{"@type":"Answer","text":"%s"}}]}</script>'
)


def page(html: str, path: str = "") -> Page:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Page(url=f"https://x.test/{path}", html=html, fetched_at=now)


def reading(html: str, path: str = "") -> PageReading:
    found = page(html, path)
    document = parse(found)
    return PageReading(url=found.url, content_hash="0", faq=faqs(document, SITE))


def asked(question: str, answer: str) -> str:
    return f"<h2>FAQ</h2><details><summary>{question}</summary><p>{answer}</p></details>"


def test_one_record_with_every_source():
    readings = [reading(asked("Why?  Really?", "Because."), path) for path in ("a", "b", "c")]
    (faq,), disputes = merge_faqs(readings, SITE)
    assert [s.url[-1] for s in faq.sources] == ["a", "b", "c"]
    assert faq.sources[0].channel is Channel.COLLAPSED
    assert disputes == ()


def test_the_fuller_copy_of_an_answer_wins():
    short = "Two weeks in summer."
    full = "Two weeks in summer. One week in winter, when the shop is quiet."
    readings = [reading(asked("How long is it?", short)), reading(asked("How long is it?", full))]
    (faq,), _ = merge_faqs(readings, SITE)
    assert faq.answer == full


def test_short_questions_about_two_things_stay_apart():
    one = reading(asked("Does it hurt?", "No, scaling is done under a local anaesthetic."), "a")
    two = reading(asked("Does it hurt?", "Bleaching may make teeth sensitive for some days."), "b")
    found, _ = merge_faqs([one, two], SITE)
    assert len(found) == 2


def test_questions_with_other_numbers_stay_apart():
    one = reading(asked("What does a boat for 4 people cost per day?", "Ask for our list."))
    two = reading(asked("What does a boat for 8 people cost per day?", "Ask for our list."))
    found, _ = merge_faqs([one, two], SITE)
    assert len(found) == 2


def test_structured_data_yields_to_the_page_and_is_listed():
    html = LD % ("Do you ship?", "No.") + asked("Do you ship?", "Yes, to all of Europe.")
    (faq,), (dispute,) = merge_faqs([reading(html)], SITE)
    assert faq.answer == "Yes, to all of Europe."
    assert [s.channel for s in faq.sources] == [Channel.COLLAPSED, Channel.JSONLD]
    assert dispute.overruled
    assert dispute.values == ("Yes, to all of Europe.", "No.")


def test_structured_data_alone_is_kept():
    (faq,), disputes = merge_faqs([reading(LD % ("Do you ship?", "Yes."))], SITE)
    assert (faq.answer, faq.sources[0].channel, disputes) == ("Yes.", Channel.JSONLD, ())


def test_long_lists_merge_fast():
    many = tuple(Faq(question=f"What about thing {n}?", answer=f"Answer {n}.") for n in range(1500))
    source = reading(asked("Is it?", "Yes.")).faq[0].sources
    many = tuple(f.model_copy(update={"sources": source}) for f in many)
    found, _ = merge_faqs([PageReading(url="x", content_hash="0", faq=many)], SITE)
    assert len(found) == 1500
