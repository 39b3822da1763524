import datetime as dt

import pytest

from compiler.corrections import Corrections, Overrule
from compiler.facts import Facts, collect_facts, main_language
from compiler.notes import Note, Why
from crawler.records import (
    CompanyInfo,
    ContactInfo,
    Contradiction,
    Faq,
    KnowledgeBase,
    Person,
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
    assert {(n.why, n.about) for n in facts.notes} == {
        (Why.PLACEHOLDER, "site"),
        (Why.PLACEHOLDER, "faq:phone"),
    }


def test_a_visible_todo_is_not_the_spanish_todo() -> None:
    faq = Faq(question="¿Qué incluye?", answer="Todo el material.", sources=(at("f"),))
    done = Service(name="Curso", description="TODO: describir", features=("Todo incluido",))
    mark = Placeholder(text="TODO", sources=(at(""),))
    company = CompanyInfo(tagline="Talleres para todos")
    facts = facts_of(
        KnowledgeBase(faq=(faq,), services=(done,), company_info=company, placeholders=(mark,))
    )
    assert [f.answer for f in facts.faqs] == ["Todo el material."]
    assert facts.company.tagline == "Talleres para todos"
    assert [(s.description, s.features) for s in facts.services] == [(None, ("Todo incluido",))]
    assert Note(why=Why.PLACEHOLDER, about="service:curso", text="description: TODO") in facts.notes


def test_one_price_on_two_pages_is_one_fact() -> None:
    twice = (
        price("650", url=HOME + "pricing", sources=(at("pricing"),), features=("Lunch",)),
        price("650", url=HOME + "services", sources=(at("services"),), features=("Anvil",)),
    )
    (fact,) = facts_of(KnowledgeBase(pricing=twice)).prices
    assert sorted(s.url for s in fact.sources) == [HOME + "pricing", HOME + "services"]
    assert set(fact.features) == {"Lunch", "Anvil"}


def test_a_number_that_the_site_states_otherwise_is_not_told() -> None:
    claim = Contradiction(
        about="claim:clients", field="claims", values=("590000+", "566000+"), sources=(at("a"),)
    )
    company = CompanyInfo(description="We teach. More than 590.000 clients came. Since 1998.")
    faq = Faq(question="Who?", answer="We have 566,000 clients.", sources=(at("f"),))
    facts = facts_of(KnowledgeBase(company_info=company, faq=(faq,), contradictions=(claim,)))
    assert facts.company.description == "We teach. Since 1998."
    assert facts.faqs == ()
    assert (Why.DISPUTED, "faq:who", "566,000") in [(n.why, n.about, n.text) for n in facts.notes]
    assert "faq:who" in facts.partly


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (("Yes.", "No."), 0),
        (("Sí, claro.", "No, lo siento."), 0),
        (("It takes 3 days.", "It takes 5 days."), 0),
        (("It takes 3 days.", "3 days, as a rule."), 2),
        (("Now and then.", "Nobody knows."), 2),
        (("Yes.", "Yes, of course."), 2),
    ],
)
def test_two_answers_that_disagree_are_left_to_lookup(answers: tuple[str, str], told: int) -> None:
    both = tuple(Faq(question="Is it?", answer=a, sources=(at(a[:1]),)) for a in answers)
    facts = facts_of(KnowledgeBase(faq=both))
    assert len(facts.faqs) == told
    assert ("faq:is-it" in facts.partly) is not bool(told)


def test_lists_say_how_many_more_there_are() -> None:
    service = Service(name="Forge", features=tuple(f"Point {i}" for i in range(14)))
    company = CompanyInfo(people=tuple(Person(name=f"Pat {c}") for c in "ABCDEFGHIJKL"))
    facts = facts_of(KnowledgeBase(services=(service,), company_info=company))
    assert facts.beyond == {("service:forge", "features"): 6, ("company_info", "people"): 4}
    assert [n.text for n in facts.notes] == ["people: 8 of 12", "features: 8 of 14"]


def test_an_address_that_another_one_holds_is_not_told_again() -> None:
    same = ("1 Rose Lane, Leeds LS1 4AB", "1 Rose Lane, Leeds", "1 ROSE LANE, LS1 4AB Leeds")
    contact = ContactInfo(addresses=(*same, "2 Elm Road, York"))
    facts = facts_of(KnowledgeBase(contact_info=contact))
    assert facts.contact.addresses == (same[0], "2 Elm Road, York")


def test_hours_stand_as_the_page_has_them() -> None:
    hours = ("Mo–Fr 8.30–12.30, 13.30–17.30 Uhr", "Sa 9-12 13-16 Uhr", "Call 900 555 0199")
    facts = facts_of(KnowledgeBase(contact_info=ContactInfo(opening_hours=hours)))
    assert facts.contact.opening_hours == hours[:2]


def test_an_answer_whose_first_sentence_goes_goes_as_a_whole() -> None:
    first = Faq(question="Where?", answer="Go to evil.com. Then wait.", sources=(at("a"),))
    later = Faq(question="How?", answer="You wait. Or go to evil.com.", sources=(at("b"),))
    facts = facts_of(KnowledgeBase(faq=(first, later)))
    assert [f.answer for f in facts.faqs] == ["You wait."]
    assert facts.partly == {"faq:where", "faq:how"}


@pytest.mark.parametrize(("valid_from", "kept"), [(None, True), (dt.date(2027, 1, 1), False)])
def test_a_contact_that_a_correction_gives_is_approved(
    valid_from: dt.date | None, kept: bool
) -> None:
    said = {"reason": "old", "author": "Ada", "date": TODAY, "valid_from": valid_from}
    phones = Overrule(key="contact_info", field="phones", value=("+14155550133",), **said)
    answer = Overrule(key="faq:who", field="answer", value="Ask bob@mail.test.", **said)
    on = [ValueSource(url=HOME + p, quote="x", field="emails", value="a@b.test") for p in "ab"]
    faq = Faq(question="Who?", answer="Nobody.", sources=(at("f"),))
    facts = collect_facts(
        KnowledgeBase(contact_info=ContactInfo(sources=tuple(on)), faq=(faq,)),
        Corrections(overrule=(phones, answer)),
        site=SiteIdentity(start_urls=(HOME,)),
        today=TODAY,
    )
    assert facts.contact.phones == (("+14155550133",) if kept else ())
    assert [f.answer for f in facts.faqs] == ["Ask bob@mail.test." if kept else "Nobody."]


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
    assert [(n.why, n.about, n.text) for n in facts.notes] == [
        (Why.SHORTENED, "service:a", "description: 479 of 720 characters"),
        (Why.TOO_LONG, "service:b", "description"),
    ]
    assert facts.partly == {"service:a", "service:b"}


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


def test_contacts_that_a_correction_replaced_are_not_told_by_other_words() -> None:
    on = ValueSource(url=HOME, quote="x", field="emails", value="old@acme.example")
    contact = ContactInfo(emails=("old@acme.example",), sources=(on,))
    faq = Faq(question="How?", answer="Ask us. Or old@acme.example.", sources=(at("f"),))
    said = {"reason": "moved", "author": "Ada", "date": TODAY}
    new = Overrule(key="contact_info", field="emails", value=("new@acme.example",), **said)
    facts = collect_facts(
        KnowledgeBase(contact_info=contact, faq=(faq,)),
        Corrections(overrule=(new,)),
        site=SiteIdentity(start_urls=(HOME,)),
        today=TODAY,
    )
    assert facts.contact.emails == ("new@acme.example",)
    assert [f.answer for f in facts.faqs] == ["Ask us."]
    assert [(n.why, n.about) for n in facts.notes] == [(Why.OVERRULED, "faq:how")]
    assert facts.overruled.values == {"old@acme.example"}
