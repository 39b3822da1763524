import datetime as dt

import pytest

from compiler.corrections import Corrections
from compiler.facts import Facts, collect_facts, main_language
from compiler.notes import Why
from crawler.records import (
    ContactInfo,
    Contradiction,
    Faq,
    KnowledgeBase,
    Placeholder,
    Price,
    Service,
    Source,
    ValueSource,
)
from crawler.site import SiteIdentity

HOME = "https://acme.example/"
TODAY = dt.date(2026, 11, 22)


def at(path: str, quote: str = "words") -> Source:
    return Source(url=HOME + path, quote=quote)


def facts_of(known: KnowledgeBase, approved: tuple[str, ...] = ()) -> Facts:
    site = SiteIdentity(start_urls=(HOME,))
    return collect_facts(known, Corrections(), site=site, today=TODAY, approved_contacts=approved)


def price(amount: str, **fields: object) -> Price:
    values = {"name": "Course", "amount": amount, "currency": "EUR", "sources": (at("p"),)}
    return Price.model_validate(values | fields)


def test_sorted_and_once(knowledge: KnowledgeBase, site: SiteIdentity) -> None:
    turned = knowledge.model_copy(
        update={"pricing": (*reversed(knowledge.pricing), *knowledge.pricing)}
    )
    plain = collect_facts(knowledge, Corrections(), site=site, today=TODAY)
    assert collect_facts(turned, Corrections(), site=site, today=TODAY).prices == plain.prices
    assert [p.key for p in plain.prices] == sorted(p.key for p in plain.prices)


def test_a_disputed_price_is_left_out_and_noted() -> None:
    dispute = Contradiction(
        about="price:course", field="amount", values=("1", "2"), sources=(at("a"), at("b"))
    )
    facts = facts_of(KnowledgeBase(pricing=(price("1"),), contradictions=(dispute,)))
    assert facts.prices == ()
    assert [(n.why, n.about, n.text) for n in facts.notes] == [
        (Why.DISPUTED, "price:course", "amount: 1 / 2")
    ]


def test_an_overruled_statement_disputes_nothing() -> None:
    told = Contradiction(
        about="price:course", field="amount", values=("1", "2"), sources=(at("a"),), overruled=True
    )
    facts = facts_of(KnowledgeBase(pricing=(price("1"),), contradictions=(told,)))
    assert [p.amount for p in facts.prices] == ["1"]


def test_two_amounts_that_nobody_listed_are_a_dispute() -> None:
    facts = facts_of(KnowledgeBase(pricing=(price("1"), price("2"))))
    assert facts.prices == ()
    assert facts.notes[0].why is Why.DISPUTED


def test_two_periods_are_two_prices() -> None:
    both = (price("10", period="month"), price("100", period="year"))
    assert len(facts_of(KnowledgeBase(pricing=both)).prices) == 2


def test_a_disputed_field_goes_and_the_record_stays() -> None:
    service = Service(name="Course", description="Good.", duration="3 days", sources=(at("s"),))
    dispute = Contradiction(
        about="service:course", field="duration", values=("3 days", "4 days"), sources=(at("a"),)
    )
    facts = facts_of(KnowledgeBase(services=(service,), contradictions=(dispute,)))
    assert [(s.description, s.duration) for s in facts.services] == [("Good.", None)]


def test_a_disputed_phone_is_left_out() -> None:
    phones = ("+14155550133", "+14155550134")
    on = [ValueSource(url=HOME + p, quote=v, field="phones", value=v) for v in phones for p in "ab"]
    dispute = Contradiction(
        about="contact_info.phones", field="phones", values=phones, sources=(at("a"),)
    )
    contact = ContactInfo(phones=phones, sources=tuple(on))
    assert facts_of(KnowledgeBase(contact_info=contact)).contact.phones == phones
    disputed = KnowledgeBase(contact_info=contact, contradictions=(dispute,))
    assert facts_of(disputed).contact.phones == ()


def test_placeholders_are_left_out() -> None:
    faq = Faq(question="Phone?", answer="Call XXX-XXXX.", sources=(at("f"),))
    mark = Placeholder(text="XXX-XXXX", sources=(at("f"),))
    facts = facts_of(KnowledgeBase(faq=(faq,), placeholders=(mark,)))
    assert facts.faqs == ()
    assert facts.notes[0].why is Why.PLACEHOLDER


@pytest.mark.parametrize(
    ("value", "pages", "approved", "kept"),
    [
        ("info@acme.example", ("a",), (), True),
        ("acme@mail.test", ("a",), (), False),
        ("acme@mail.test", ("a", "b"), (), True),
        ("acme@mail.test", ("a",), ("acme@mail.test",), True),
        ("acme@mail.test", ("contact/",), (), True),
        ("acme@mail.test", ("de/kontakt.html",), (), True),
        ("acme@mail.test", ("blog/contact-lenses/",), (), False),
    ],
)
def test_a_mail_needs_an_own_domain_a_contact_page_two_pages_or_an_approval(
    value: str, pages: tuple[str, ...], approved: tuple[str, ...], kept: bool
) -> None:
    on = [ValueSource(url=HOME + p, quote=value, field="emails", value=value) for p in pages]
    elsewhere = ValueSource(url=HOME, quote="x", field="addresses", value="x")
    contact = ContactInfo(emails=(value,), sources=(*on, elsewhere))
    facts = facts_of(KnowledgeBase(contact_info=contact), approved)
    assert facts.contact.emails == ((value,) if kept else ())
    assert [n.why for n in facts.notes] == ([] if kept else [Why.FOREIGN])


def test_a_site_of_one_page_bears_its_own_contacts_out() -> None:
    on = ValueSource(url=HOME, quote="Call", field="phones", value="+14155550133")
    contact = ContactInfo(phones=("+14155550133",), sources=(on,))
    assert facts_of(KnowledgeBase(contact_info=contact)).contact.phones == ("+14155550133",)


def test_caps_leave_whole_sentences_and_say_so() -> None:
    long = "A sentence. " * 60
    endless = "word " * 200
    services = (
        Service(name="A", description=long, sources=(at("a"),)),
        Service(name="B", description=endless, sources=(at("b"),)),
    )
    facts = facts_of(KnowledgeBase(services=services))
    first, second = facts.services
    assert first.description is not None
    assert first.description.endswith("A sentence.")
    assert len(first.description) <= 480
    assert second.description is None
    assert [(n.why, n.about) for n in facts.notes] == [(Why.TOO_LONG, "service:b")]


def test_a_record_keeps_the_id_of_what_was_read() -> None:
    service = Service(name="A <b>", description="x | y", sources=(at("a"),))
    (fact,) = facts_of(KnowledgeBase(services=(service,))).services
    assert fact.description == "x / y"
    assert fact.id == service.id
    assert fact.key == service.key


def test_main_language() -> None:
    tags = ("de", "fr", "fr", None)
    records = tuple(Faq(question=str(i), answer="a", language=t) for i, t in enumerate(tags))
    assert main_language(KnowledgeBase(faq=records)) == "fr"
    assert main_language(KnowledgeBase()) is None


def test_half_an_answer_is_no_answer() -> None:
    faq = Faq(question="How?", answer="First this. " + "Then more of it. " * 50, sources=(at("f"),))
    facts = facts_of(KnowledgeBase(faq=(faq,)))
    assert facts.faqs == ()
    assert [(n.why, n.about, n.text) for n in facts.notes] == [(Why.TOO_LONG, "faq:how", "answer")]
