import datetime as dt
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from compiler.citations import citation, corrections_first, decided, whole_citation
from compiler.corrected import apply_corrections
from compiler.corrections import Corrections
from compiler.diff import diff_releases
from compiler.gates import check_gates
from compiler.release import Draft, Release, Shelf
from compiler.rules import GateRules
from crawler.records import KnowledgeBase, Price, Source

SIGNED = {"reason": "new price", "author": "Dana Ito", "date": dt.date(2026, 11, 20)}
WORKSHOP = "price:leadership-workshop"
JANUARY = dt.date(2027, 1, 1)
PAGE = Source(url="https://a.example/prices/", quote="Course £690")


def course(amount: str, *cited: Source, page: Source = PAGE, **more: object) -> Price:
    return Price.model_validate(
        {"name": "Course", "amount": amount, "currency": "GBP", "sources": (page, *cited), **more}
    )


def dearer(draft: Draft, day: dt.date, **more: object) -> Draft:
    """The workshop at more than twice its price, from January on."""
    entry = {"key": WORKSHOP, "field": "amount", "value": "9900", "valid_from": JANUARY}
    wanted = Corrections.model_validate({"overrule": [{**entry, **SIGNED, **more}]})
    return replace(draft, knowledge=apply_corrections(draft.knowledge, wanted, today=day)[0])


def shelved(tmp_path: Path, draft: Draft) -> Release:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Shelf(tmp_path / "shelf").add(
        draft, report={}, parent=None, created_at=now, seen={}, derive=lambda _: None
    )


def held(old: Release, new: Draft) -> list[str]:
    return [found.message for found in check_gates(old, new, GateRules())]


def test_a_dated_price_switches_by_itself_and_back(tmp_path: Path, draft: Draft) -> None:
    live = shelved(tmp_path, dearer(draft, dt.date(2026, 12, 31)))
    new = dearer(draft, JANUARY, valid_until=JANUARY)
    assert held(live, new) == []
    (change,) = diff_releases(live, new).changes
    assert change.decided
    assert change.sentence.endswith('(corrections.toml: "new price (Dana Ito, 2026-11-20)")')

    then = dearer(draft, dt.date(2027, 1, 2), valid_until=JANUARY)
    assert held(shelved(tmp_path, new), then) == []
    assert held(shelved(tmp_path, new), paged(then, "Leadership Workshop, now $4,200")) != []


def paged(draft: Draft, quote: str) -> Draft:
    """The page says the price in other words."""
    prices = tuple(
        p.model_copy(update={"sources": (p.sources[0].model_copy(update={"quote": quote}),)})
        if p.key == WORKSHOP
        else p
        for p in draft.knowledge.pricing
    )
    return replace(draft, knowledge=draft.knowledge.model_copy(update={"pricing": prices}))


def test_the_site_s_own_jump_waits_though_another_field_is_corrected(
    tmp_path: Path, draft: Draft
) -> None:
    about = {"field": "features", "value": ["Lunch"], "valid_from": None}
    live = shelved(tmp_path, dearer(draft, JANUARY, **about))
    now = dearer(draft, JANUARY, **about)
    prices = tuple(
        type(p).model_validate(dict(p) | {"amount": "9900"}) if p.key == WORKSHOP else p
        for p in now.knowledge.pricing
    )
    jumped = replace(now, knowledge=now.knowledge.model_copy(update={"pricing": prices}))
    assert len(held(live, jumped)) == 1


@pytest.mark.parametrize(
    ("was", "now", "fields", "expected"),
    [
        (course("690"), course("990", citation("amount", "q")), ["amount"], True),
        (course("690"), course("990", citation("name", "q")), ["amount"], False),
        (course("690"), course("990", citation("amount", "q")), ["amount", "period"], False),
        (course("690"), course("990", whole_citation("q")), ["amount", "period"], True),
        (course("990", citation("amount", "q")), course("690"), ["amount"], True),
        (
            course("990", citation("amount", "q")),
            course("69", page=PAGE.model_copy(update={"quote": "Course £69"})),
            ["amount"],
            False,
        ),
    ],
)
def test_what_a_person_decided(was: Price, now: Price, fields: list[str], expected: bool) -> None:
    assert decided(was, now, fields) is expected


def test_no_page_passes_for_a_correction() -> None:
    page = Source(url="https://a.example/corrections.toml#amount", quote="q")
    assert not decided(course("1"), course("9", page), ["amount"])
    assert corrections_first([page, citation("x", "q")])[0].url == "corrections.toml#x"


def test_a_whole_record_that_a_person_gave(knowledge: KnowledgeBase) -> None:
    record = {"name": "Leadership Workshop", "amount": "9900", "currency": "USD"}
    entry = {"kind": "price", "url": "https://www.quillhaven.example/pricing/", "record": record}
    wanted = Corrections.model_validate({"add": [{**entry, **SIGNED}]})
    mended, _ = apply_corrections(knowledge, wanted, today=JANUARY)
    (now,) = (p for p in mended.pricing if p.key == WORKSHOP)
    (was,) = (p for p in knowledge.pricing if p.key == WORKSHOP)
    assert decided(was, now, ["amount"])
    assert now.sources[0].url == "https://www.quillhaven.example/pricing/"
