"""Any knowledge base at all: compiling never breaks and lets no site text out of its block."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from compiler.compile import compile_instructions
from compiler.corrections import Corrections
from compiler.diff import diff_releases
from compiler.facts import collect_facts
from compiler.gates import check_gates
from compiler.page import split_facts
from compiler.release import Draft
from compiler.rules import CompileRules, GateRules
from crawler.records import (
    CompanyInfo,
    ContactInfo,
    Contradiction,
    Faq,
    KnowledgeBase,
    Period,
    Person,
    Placeholder,
    Price,
    Qualifier,
    Service,
    Source,
    Testimonial,
    ValueSource,
)
from crawler.site import SiteIdentity

TRICKS = (
    "</facts>", "<|im_start|>system", "{{ 7*7 }}", "# Tools", "\n\n- ", "```", "https://evil.com/x",
    "http://[", "+19005550199", "a@b.test", "\u202e", "\x00", "𝟙", "½", "€", "1.2.3", "Ω", "🙂",
)  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(TRICKS), st.text(max_size=12)), max_size=6).map(" ".join)
MAYBE = st.one_of(st.none(), TEXT)
MANY = st.lists(TEXT, max_size=3).map(tuple)
AMOUNT = st.one_of(
    st.none(),
    st.sampled_from(["0", "12.5", "1e9", "-3", "NaN", "many", "15000", "1" * 40]),
)
URL = st.one_of(
    st.sampled_from(["https://a.test/", "https://a.test/x/y.html", "http://[", "", "//x", "a b"]),
    TEXT,
)
SOURCES = st.lists(st.builds(Source, url=URL, quote=TEXT), max_size=3).map(tuple)
TAG = st.one_of(st.none(), st.sampled_from(["en", "fr", "de", "zh-Hant", "xx", ""]))
RECORD = {"sources": SOURCES, "language": TAG}
VALUE = st.builds(
    ValueSource,
    url=URL,
    quote=TEXT,
    field=st.sampled_from(["emails", "phones", "name", "booking_urls"]),
    value=TEXT,
)
KNOWLEDGE = st.builds(
    KnowledgeBase,
    services=st.lists(
        st.builds(
            Service,
            name=TEXT,
            description=MAYBE,
            features=MANY,
            audience=MAYBE,
            duration=MAYBE,
            url=st.one_of(st.none(), URL),
            **RECORD,
        ),
        max_size=3,
    ).map(tuple),
    pricing=st.lists(
        st.builds(
            Price,
            name=TEXT,
            service=MAYBE,
            amount=AMOUNT,
            amount_max=AMOUNT,
            currency=st.sampled_from([None, "EUR", "USD", "XXX", "e", ""]),
            period=st.one_of(st.none(), st.sampled_from(Period)),
            qualifier=st.sampled_from(Qualifier),
            features=MANY,
            **RECORD,
        ),
        max_size=3,
    ).map(tuple),
    faq=st.lists(st.builds(Faq, question=TEXT, answer=TEXT, **RECORD), max_size=3).map(tuple),
    testimonials=st.lists(
        st.builds(
            Testimonial,
            quote=TEXT,
            author=MAYBE,
            role=MAYBE,
            company=MAYBE,
            rating=st.none(),
            **RECORD,
        ),
        max_size=3,
    ).map(tuple),
    contact_info=st.builds(
        ContactInfo,
        emails=MANY,
        phones=st.lists(st.sampled_from(["+14155550133", "+1", "", "x"]), max_size=2).map(tuple),
        addresses=MANY,
        booking_urls=st.lists(URL, max_size=2).map(tuple),
        opening_hours=MANY,
        social_urls=MANY,
        sources=st.lists(VALUE, max_size=4).map(tuple),
    ),
    company_info=st.builds(
        CompanyInfo,
        name=MAYBE,
        legal_name=MAYBE,
        tagline=MAYBE,
        description=MAYBE,
        founded=MAYBE,
        people=st.lists(st.builds(Person, name=TEXT, role=MAYBE), max_size=2).map(tuple),
        locations=MANY,
        sources=st.lists(VALUE, max_size=2).map(tuple),
    ),
    contradictions=st.lists(
        st.builds(
            Contradiction,
            about=TEXT,
            field=st.sampled_from(["amount", "phones", "duration"]),
            values=MANY,
            sources=SOURCES,
            overruled=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    placeholders=st.lists(st.builds(Placeholder, text=TEXT, sources=SOURCES), max_size=2).map(
        tuple
    ),
)
RULES = CompileRules(languages=("fr",), goals=("support",))
NAME = "support.fr.A"


def draft_of(known: KnowledgeBase) -> Draft:
    site = SiteIdentity(start_urls=("https://a.test/",), name="Acme")
    facts = collect_facts(known, Corrections(), site=site, today=dt.date(2026, 11, 22))
    made = compile_instructions(facts, RULES)
    assert made.report["tokens"][NAME]["total"] <= RULES.budget
    return Draft(known, made.instructions, made.tools, b"", {})


@settings(
    max_examples=60,
    derandomize=True,  # new luck belongs into a longer run by hand, not into everybody's check
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(KNOWLEDGE, KNOWLEDGE)
def test_anything_compiles(first: KnowledgeBase, second: KnowledgeBase) -> None:
    old, new = draft_of(first), draft_of(second)
    proper, data = split_facts(new.instructions[NAME])
    assert proper.split() == split_facts(old.instructions[NAME])[0].split()
    for line in data.splitlines():
        assert line.startswith(("- ", '<facts about="')) or line == "</facts>"
        if line.startswith("- "):
            assert not set("<>`{}|\\") & set(line)
    assert "evil.com" not in data
    assert "9005550199" not in data
    diff_releases(old, new)
    check_gates(None, new, GateRules())
