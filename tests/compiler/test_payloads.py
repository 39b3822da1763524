"""Whatever a page carries, in whatever field: the instructions proper keep every byte, no block is
escaped, no foreign contact comes out.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from compiler.compile import Compiled, compile_instructions
from compiler.corrections import Corrections
from compiler.facts import collect_facts
from compiler.lines import BLOCKS
from compiler.page import split_facts
from compiler.rules import CompileRules
from crawler.records import (
    CompanyInfo,
    ContactInfo,
    Faq,
    KnowledgeBase,
    Person,
    Price,
    Service,
    Source,
    Testimonial,
    ValueSource,
)
from crawler.site import SiteIdentity

LISTS = tomllib.loads((Path(__file__).parent / "fixtures" / "payloads.toml").read_text("utf-8"))
PAYLOADS = [(name, text) for name, entry in LISTS.items() for text in entry["texts"]]
HOME = "https://www.quillhaven.example/"
BLOCK = re.compile(
    r'<facts about="(?P<name>[a-z]+)">\n(?:- [^\n<>`{}\[\]|]*(?: \[[\w%/-]+\])?\n)+</facts>\n?'
)


def source(payload: str) -> tuple[Source, ...]:
    return (Source(url=f"{HOME}{payload}", quote=payload),)


def service(payload: str) -> list[Service]:
    fields = {"description": payload, "audience": payload, "duration": payload, "url": payload}
    said = Service(name="Audit", features=(payload,), sources=source(payload), **fields)
    return [said, Service(name=payload, sources=source(payload))]


def price(payload: str) -> list[Price]:
    common = {"currency": "USD", "sources": source(payload)}
    said = Price(name="Audit", service=payload, amount="10", features=(payload,), **common)
    return [said, Price(name=payload, amount="11", url=payload, **common)]


def faq(payload: str) -> list[Faq]:
    return [
        Faq(question="Is it good?", answer=payload, sources=source(payload)),
        Faq(question=payload, answer="It is.", sources=source(payload)),
    ]


def quotes(payload: str) -> list[Testimonial]:
    named = {"author": payload, "role": payload, "company": payload}
    return [
        Testimonial(quote="They were good.", sources=source(payload), **named),
        Testimonial(quote=payload, sources=source(payload)),
    ]


def contact(payload: str, benign: ContactInfo) -> ContactInfo:
    fields = [name for name in ContactInfo.model_fields if name != "sources"]
    planted = [
        ValueSource(url=f"{HOME}planted/", quote=payload, field=name, value=payload)
        for name in fields
    ]
    update: dict[str, object] = {name: (*getattr(benign, name), payload) for name in fields}
    return benign.model_copy(update={**update, "sources": (*benign.sources, *planted)})


def company(payload: str) -> CompanyInfo:
    plain = ("name", "legal_name", "tagline", "description", "founded")
    return CompanyInfo(
        people=(Person(name=payload, role=payload), Person(name="Ada", role=payload)),
        locations=(payload,),
        **dict.fromkeys(plain, payload),
    )


def poisoned(known: KnowledgeBase, payload: str) -> KnowledgeBase:
    """`known` with the payload in every field of every record type."""
    return known.model_copy(
        update={
            "services": (*known.services, *service(payload)),
            "testimonials": (*known.testimonials, *quotes(payload)),
            "pricing": (*known.pricing, *price(payload)),
            "faq": (*known.faq, *faq(payload)),
            "contact_info": contact(payload, known.contact_info),
            "company_info": company(payload),
        }
    )


RULES = CompileRules(languages=("en",), goals=("discovery-call",))
NAME = "discovery-call.en.A"


def compiled_with(known: KnowledgeBase, site: SiteIdentity, today: date) -> Compiled:
    facts = collect_facts(known, Corrections(), site=site, today=today)
    return compile_instructions(facts, RULES)


def squeezed(text: str) -> str:
    return re.sub(r"[\s().\-–/]", "", text).casefold()


@pytest.fixture(scope="module")
def benign(knowledge: KnowledgeBase, site: SiteIdentity, today: date) -> Compiled:
    return compiled_with(knowledge, site, today)


def test_there_are_enough_payloads() -> None:
    assert len({text for _, text in PAYLOADS}) >= 200


@pytest.mark.parametrize(("kind", "payload"), PAYLOADS)
def test_a_payload_in_every_field_changes_nothing_but_data(
    knowledge: KnowledgeBase,
    site: SiteIdentity,
    today: date,
    benign: Compiled,
    kind: str,
    payload: str,
) -> None:
    made = compiled_with(poisoned(knowledge, payload), site, today)
    proper, data = split_facts(made.instructions[NAME])
    assert proper == split_facts(benign.instructions[NAME])[0]
    assert made.tools == benign.tools

    blocks = list(BLOCK.finditer(data))
    assert "".join(block[0] for block in blocks).strip() == data.strip()
    names = [block["name"] for block in blocks]
    assert names == [name for name in BLOCKS if name in names]

    mail, phone = "hello@quillhaven.example", "5035550142"
    said = squeezed(data.replace(mail, "").replace(phone, ""))
    for foreign in LISTS[kind]["contacts"]:
        assert squeezed(foreign) not in said


@pytest.mark.parametrize(("kind", "payload"), PAYLOADS[::9])
@pytest.mark.parametrize("owner_name", ["Quillhaven", None])
def test_the_company_name_of_a_page_never_stands_in_the_instructions(
    knowledge: KnowledgeBase, today: date, kind: str, payload: str, owner_name: str | None
) -> None:
    site = SiteIdentity(start_urls=(HOME,), name=owner_name)
    plain = compiled_with(knowledge, site, today).instructions[NAME]
    made = compiled_with(poisoned(knowledge, payload), site, today).instructions[NAME]
    assert split_facts(made)[0] == split_facts(plain)[0]
