import datetime as dt

import pytest

from compiler.budget import choose
from compiler.corrected import apply_corrections
from compiler.corrections import Corrections
from compiler.facts import collect_facts
from compiler.lines import fact_lines
from compiler.notes import Why
from compiler.prompts import Prompts
from crawler.records import (
    ContactInfo,
    Contradiction,
    KnowledgeBase,
    Period,
    Person,
    Price,
    Source,
    ValueSource,
)
from crawler.site import SiteIdentity

SIGNED = {"reason": "new price", "author": "Dana Ito", "date": dt.date(2026, 11, 20)}
NOTHING = "found nothing of that key; mend the key or take it out"
WORKSHOP = "price:leadership-workshop"


def corrections(**entries: object) -> Corrections:
    return Corrections.model_validate(entries)


def amount(knowledge: KnowledgeBase, key: str = WORKSHOP) -> list[str | None]:
    return [price.amount for price in knowledge.pricing if price.key == key]


def overrule(**values: object) -> Corrections:
    entry = {"key": WORKSHOP, "field": "amount", "value": "4900", **SIGNED, **values}
    return corrections(overrule=[entry])


def test_a_field_is_overruled_and_the_correction_is_cited(
    knowledge: KnowledgeBase, today: dt.date
) -> None:
    mended, lost = apply_corrections(knowledge, overrule(), today=today)
    assert amount(mended) == ["4900"]
    assert lost == ()
    (price,) = (p for p in mended.pricing if p.key == WORKSHOP)
    assert price.sources[-1].quote == "new price (Dana Ito, 2026-11-20)"


def test_applying_twice_changes_nothing_more(knowledge: KnowledgeBase, today: dt.date) -> None:
    once, _ = apply_corrections(knowledge, overrule(), today=today)
    assert apply_corrections(once, overrule(), today=today)[0] == once


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({}, "4900"),
        ({"valid_from": dt.date(2026, 11, 22)}, "4900"),
        ({"valid_from": dt.date(2026, 11, 23)}, "4200"),
        ({"valid_until": dt.date(2026, 11, 22)}, "4900"),
        ({"valid_until": dt.date(2026, 11, 21)}, "4200"),
    ],
)
def test_dates_switch_by_themselves(
    knowledge: KnowledgeBase, today: dt.date, dates: dict[str, dt.date], expected: str
) -> None:
    mended, _ = apply_corrections(knowledge, overrule(**dates), today=today)
    assert amount(mended) == [expected]


def test_a_contact_list_is_replaced(knowledge: KnowledgeBase, today: dt.date) -> None:
    mended, _ = apply_corrections(
        knowledge,
        overrule(key="contact_info", field="phones", value=("+14155550133",)),
        today=today,
    )
    assert mended.contact_info.phones == ("+14155550133",)


def test_a_record_is_added_hidden_and_kept_once(knowledge: KnowledgeBase, today: dt.date) -> None:
    record = {"question": "Do you speak Portuguese?", "answer": "Two of us do.", "language": "en"}
    key = knowledge.testimonials[0].key
    wanted = corrections(
        add=[{"kind": "faq", "url": "https://q.example/faq/", "record": record, **SIGNED}],
        hide=[{"key": key, **SIGNED}],
    )
    mended, _ = apply_corrections(knowledge, wanted, today=today)
    mended, _ = apply_corrections(mended, wanted, today=today)
    added = [f for f in mended.faq if f.question == "Do you speak Portuguese?"]
    assert [f.sources[0].url for f in added] == ["https://q.example/faq/"]
    assert key not in {t.key for t in mended.testimonials}


def test_overruling_settles_a_dispute(
    knowledge: KnowledgeBase, site: SiteIdentity, today: dt.date
) -> None:
    source = Source(url="https://www.quillhaven.example/", quote="$4,200 … $4,700")
    dispute = Contradiction(
        about=WORKSHOP, field="amount", values=("4200", "4700"), sources=(source,)
    )
    disputed = knowledge.model_copy(update={"contradictions": (dispute,)})
    plain = collect_facts(disputed, Corrections(), site=site, today=today)
    assert WORKSHOP not in {p.key for p in plain.prices}
    settled = collect_facts(disputed, overrule(), site=site, today=today)
    assert [p.amount for p in settled.prices if p.key == WORKSHOP] == ["4900"]


def test_a_record_that_a_person_gives_settles_a_dispute(
    knowledge: KnowledgeBase, site: SiteIdentity, today: dt.date
) -> None:
    page = "https://www.quillhaven.example/"
    source = Source(url=page, quote="$4,200 … $4,700")
    dispute = Contradiction(
        about=WORKSHOP, field="amount", values=("4200", "4700"), sources=(source,)
    )
    disputed = knowledge.model_copy(update={"contradictions": (dispute,)})
    record = {"name": "Leadership Workshop", "amount": "4900", "currency": "USD"}
    given = corrections(add=[{"kind": "price", "url": page, "record": record, **SIGNED}])
    settled = collect_facts(disputed, given, site=site, today=today)
    assert [p.amount for p in settled.prices if p.key == WORKSHOP] == ["4900"]


def test_a_correction_that_finds_nothing_is_noted(
    knowledge: KnowledgeBase, site: SiteIdentity, today: dt.date
) -> None:
    facts = collect_facts(knowledge, overrule(key="price:gone"), site=site, today=today)
    assert [(n.why, n.text) for n in facts.notes] == [
        (
            Why.CORRECTION,
            'correction of "price:gone" found nothing of that key; mend the key or take it out',
        )
    ]


def hide(key: str) -> Corrections:
    return corrections(hide=[{"key": key, **SIGNED}])


def test_what_was_found_is_not_called_lost(
    knowledge: KnowledgeBase, site: SiteIdentity, today: dt.date
) -> None:
    wanted = hide(knowledge.faq[0].key)
    facts = collect_facts(knowledge, wanted, site=site, today=today)
    assert [n for n in facts.notes if n.why is Why.CORRECTION] == []
    assert knowledge.faq[0].key not in {f.key for f in facts.knowledge.faq}


def test_contact_details_are_hidden_whole_or_by_field(
    knowledge: KnowledgeBase, today: dt.date
) -> None:
    whole, lost = apply_corrections(knowledge, hide("contact_info"), today=today)
    assert (whole.contact_info.phones, whole.contact_info.emails, lost) == ((), (), ())
    assert whole.contact_info.sources == ()
    one, lost = apply_corrections(knowledge, hide("contact_info.phones"), today=today)
    assert (one.contact_info.phones, lost) == ((), ())
    assert one.contact_info.emails == knowledge.contact_info.emails
    assert "phones" not in {s.field for s in one.contact_info.sources}


def test_a_pinned_phone_stands_when_there_is_room_for_nothing_else(
    knowledge: KnowledgeBase, site: SiteIdentity, today: dt.date, prompts: Prompts
) -> None:
    for key in ("contact_info", "contact_info.phones"):
        wanted = corrections(pin=[{"key": key, **SIGNED}])
        facts = collect_facts(knowledge, wanted, site=site, today=today)
        assert [n for n in facts.notes if n.why is Why.CORRECTION] == []
        lines = fact_lines(facts, prompts, "en")
        stated = {line.key for line, _ in choose(lines, 120).stated}
        assert "contact_info.phones" in stated, key


def test_a_pin_of_what_is_not_there_is_told(knowledge: KnowledgeBase, today: dt.date) -> None:
    bare = knowledge.model_copy(
        update={"contact_info": knowledge.contact_info.model_copy(update={"phones": ()})}
    )
    wanted = corrections(pin=[{"key": "contact_info.phones", **SIGNED}])
    assert apply_corrections(bare, wanted, today=today)[1] == (
        f'correction of "contact_info.phones" {NOTHING}',
    )


def test_corrected_company_and_contact_values_cite_the_correction(
    knowledge: KnowledgeBase, site: SiteIdentity, today: dt.date, prompts: Prompts
) -> None:
    wanted = corrections(
        overrule=[
            {"key": "company_info", "field": "tagline", "value": "We teach.", **SIGNED},
            {"key": "contact_info", "field": "opening_hours", "value": ["Mon 9-12"], **SIGNED},
            {"key": "company_info", "field": "people", "value": [{"name": "Ada Moor"}], **SIGNED},
        ]
    )
    facts = collect_facts(knowledge, wanted, site=site, today=today)
    assert facts.knowledge.company_info.people == (Person(name="Ada Moor"),)
    cited = {
        line.key: [(s.url, s.quote) for s in line.sources]
        for line in fact_lines(facts, prompts, "en")
    }
    for key, field in (
        ("company_info.tagline", "tagline"),
        ("contact_info.opening_hours", "opening_hours"),
        ("company_info.people", "people"),
    ):
        assert cited[key] == [(f"corrections.toml#{field}", "new price (Dana Ito, 2026-11-20)")]


def test_two_statements_that_a_correction_makes_one(
    knowledge: KnowledgeBase, today: dt.date
) -> None:
    (price,) = (p for p in knowledge.pricing if p.key == WORKSHOP)
    twin = type(price).model_validate(
        dict(price) | {"amount": "4700", "url": "https://www.quillhaven.example/workshop/"}
    )
    disputed = knowledge.model_copy(update={"pricing": (*knowledge.pricing, twin)})
    assert amount(apply_corrections(disputed, overrule(), today=today)[0]) == ["4900"]


def test_the_name_in_site_toml_is_cited(
    knowledge: KnowledgeBase, site: SiteIdentity, today: dt.date, prompts: Prompts
) -> None:
    bare = knowledge.company_info.model_copy(update={"sources": (), "name": site.name})
    named = knowledge.model_copy(update={"company_info": bare})
    facts = collect_facts(named, Corrections(), site=site, today=today)
    (line,) = (x for x in fact_lines(facts, prompts, "en") if x.key == "company_info.name")
    assert [(s.url, s.quote) for s in line.sources] == [("site.toml", '[site] name = "Quillhaven"')]


def test_a_correction_is_no_page_that_could_bear_a_contact_out(today: dt.date) -> None:
    home = "https://acme.example/"
    page = Source(url=home, quote="Course 690 EUR. Write to us@mail.example")
    price = Price(name="Course", amount="690", currency="EUR", sources=(page,))
    mail = ValueSource(**page.model_dump(), field="emails", value="us@mail.example")
    known = KnowledgeBase(
        pricing=(price,), contact_info=ContactInfo(emails=("us@mail.example",), sources=(mail,))
    )
    site = SiteIdentity(start_urls=(home,))
    for wanted in (Corrections(), overrule(key="price:course")):
        facts = collect_facts(known, wanted, site=site, today=today)
        assert facts.contact.emails == ("us@mail.example",)


def test_a_key_with_a_slip_is_told_the_nearest(knowledge: KnowledgeBase, today: dt.date) -> None:
    _, lost = apply_corrections(knowledge, hide("price:leadership-workshp"), today=today)
    assert lost[0].endswith(f'did you mean "{WORKSHOP}"?')


@pytest.mark.parametrize(
    ("period", "expected", "warned"),
    [
        (None, {"month": "29", "year": "290"}, True),
        ("month", {"month": "39", "year": "290"}, False),
        ("year", {"month": "29", "year": "39"}, False),
        ("week", {"month": "29", "year": "290"}, True),
    ],
)
def test_a_price_by_month_and_by_year_is_never_one_amount(
    today: dt.date, period: str | None, expected: dict[str, str], warned: bool
) -> None:
    prices = (
        Price(name="Pro", amount="29", currency="EUR", period=Period.MONTH),
        Price(name="Pro", amount="290", currency="EUR", period=Period.YEAR),
    )
    wanted = overrule(key="price:pro", value="39", period=period)
    mended, lost = apply_corrections(KnowledgeBase(pricing=prices), wanted, today=today)
    assert {str(p.period): p.amount for p in mended.pricing} == expected
    told = ["the site has it with period month and year; write" in line for line in lost]
    assert told == ([True] if warned else [])
