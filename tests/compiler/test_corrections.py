import datetime as dt
from pathlib import Path

import pytest

from compiler.corrections import Corrections, apply_corrections, load_corrections
from compiler.errors import CorrectionsError
from compiler.facts import collect_facts
from compiler.notes import Why
from crawler.records import Contradiction, KnowledgeBase, Source
from crawler.site import SiteIdentity

SIGNED = {"reason": "new price", "author": "Dana Ito", "date": dt.date(2026, 11, 20)}
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


def test_a_correction_that_finds_nothing_is_noted(
    knowledge: KnowledgeBase, site: SiteIdentity, today: dt.date
) -> None:
    facts = collect_facts(knowledge, overrule(key="price:gone"), site=site, today=today)
    assert [(n.why, n.text) for n in facts.notes] == [
        (Why.CORRECTION, 'correction of "price:gone" found no such record')
    ]


def test_the_shipped_file_is_an_empty_example() -> None:
    assert (
        load_corrections(Path(__file__).parents[2] / "data" / "corrections.toml") == Corrections()
    )


def test_the_examples_of_the_shipped_file_are_right(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "data" / "corrections.toml").read_text()
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    start = lines.index("[[overrule]]")
    kept = [x for x in lines[start:] if "=" in x or x.startswith("[[")]
    (tmp_path / "corrections.toml").write_text("\n".join(kept))
    loaded = load_corrections(tmp_path / "corrections.toml")
    assert [len(x) for x in (loaded.overrule, loaded.add, loaded.hide, loaded.pin)] == [2, 1, 1, 1]


def test_no_file_is_no_corrections(tmp_path: Path) -> None:
    assert load_corrections(tmp_path / "none.toml") == Corrections()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[hide]", "cannot read"),
        ('[[hide]]\nkey = "x"', "hide.0.reason"),
        ('[[hide]]\nkey = "x"\nreason = " "\nauthor = "a"\ndate = 2026-01-01', "a few words"),
        ("[[drop]]", "drop"),
        (
            '[[add]]\nkind="faq"\nurl="u"\nreason="r"\nauthor="a"\ndate=2026-01-01\nrecord={ask="?"}',
            "add.0.record.question",
        ),
    ],
)
def test_a_wrong_file_is_named_with_the_entry(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(text)
    with pytest.raises(CorrectionsError, match=message):
        load_corrections(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"field": "colour"}, 'no field "colour"'), ({"field": "period", "value": "ever"}, "period")],
)
def test_a_wrong_value_is_named(
    knowledge: KnowledgeBase, today: dt.date, change: dict[str, str], message: str
) -> None:
    with pytest.raises(CorrectionsError, match=message):
        apply_corrections(knowledge, overrule(**change), today=today)
