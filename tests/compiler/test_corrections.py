import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from compiler.corrections import Corrections, described, load_corrections
from compiler.errors import CorrectionsError

SIGNED = {"reason": "new price", "author": "Dana Ito", "date": dt.date(2026, 11, 20)}


def corrections(**entries: object) -> Corrections:
    return Corrections.model_validate(entries)


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


SAID = 'reason = "r"\nauthor = "a"\ndate = 2026-11-20\n'


def entry(table: str, text: str) -> str:
    return f"[[{table}]]\n{text}\n{SAID}"


def amount_is(value: str, more: str = "") -> str:
    text = f'key = "price:a"\nfield = "amount"\nvalue = {value}\n{more}'
    return entry("overrule", text)


OTHER_MONTHS = ("valid_until = 2026-12-31", "valid_from = 2027-01-01")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[hide]", "is not TOML"),
        ('[[hide]]\nkey = "price:x"', "[[hide]] 1 (price:x), reason is missing; add it"),
        (
            '[[hide]]\nkey = "faq:x"\nreason = " "\nauthor = "a"\ndate = 2026-01-01',
            'reason = "": say it in a few words',
        ),
        ("[[drop]]", '"drop" is unknown; use [[overrule]], [[add]], [[hide]], [[pin]]'),
        ('[hide]\nkey = "x"', "write [[hide]] before each one"),
        (entry("hide", 'key = "x"'), '[[hide]] 1 (x), key = "x": no such key; keys begin with'),
        (entry("hide", 'key = "faq:x"\ncolour = 3'), "colour = 3 is unknown; take it out"),
        (
            entry("hide", 'key = "faq:x"\nvalid_from = "soon"'),
            'valid_from = "soon" must be a day; write one such as 2027-01-31',
        ),
        (
            entry("add", 'kind = "faq"\nurl = "https://u.test/"\nrecord = {ask = "?"}'),
            "[[add]] 1: record.ask: no such field here; use question, answer, language",
        ),
        (
            entry("add", 'kind = "faq"\nurl = "https://u.test/"\nrecord = {question = "?"}'),
            "record.answer is missing",
        ),
        (
            entry("add", 'kind = "price"\nurl = "https://u.test/"\n'
                  'record = {name = "x", amount = "1,200"}'),
            'record.amount = "1,200": must be a decimal number',
        ),
        (
            entry("add", 'kind = "price"\nurl = "https://u.test/"\nrecord = {name = "x"}'),
            'record.amount is missing; add it, or qualifier = "free"',
        ),
        (entry("add", 'kind = "faq"\nurl = "/faq"\nrecord = {}'), 'url = "/faq": must be a web'),
        (entry("add", 'kind = "fax"\nurl = "https://u.test/"\nrecord = {}'), 'must be "service"'),
        (amount_is('"lots"'), '(price:a): amount = "lots": must be a decimal number in quotes'),
        (amount_is("4900"), 'amount = 4900 must be text in quotes'),
        (
            amount_is('"3"', "valid_from = 2027-01-01\nvalid_until = 2026-01-01"),
            "valid_until: 2026-01-01 is before valid_from = 2027-01-01; mend one of them",
        ),
        (
            amount_is('"3"') + amount_is('"4"', OTHER_MONTHS[0]),
            "[[overrule]] 1 and 2 both set amount of price:a",
        ),
        (
            entry("overrule", 'key = "price:a"\nfield = "amont"\nvalid_from = 2027-01-01'),
            'field = "amont": no such field here; use amount,',
        ),
        (entry("overrule", 'key = "price:a"\nfield = "name"'), "name cannot be emptied"),
        (
            entry("overrule", 'key = "price:a"\nfield = "currency"\nvalue = "EUX"'),
            'currency = "EUX": must be an ISO 4217 code',
        ),
        (
            entry("overrule", 'key = "contact_info"\nfield = "phones"\nvalue = "+14155550133"'),
            'phones = "+14155550133" must be a list; write ["…"]',
        ),
        (
            entry("overrule", 'key = "contact_info"\nfield = "phones"\nvalue = ["020 7946"]'),
            'phones = "020 7946": must be a number in E.164',
        ),
        (
            entry("overrule", 'key = "contact_info.phones"\nfield = "phones"'),
            'write key = "contact_info" and field = "phones"',
        ),
        (
            entry("overrule", 'key = "company_info"\nfield = "people"\nvalue = [{nam = "A"}]'),
            "people.0.name is missing",
        ),
        (
            entry("overrule", 'key = "testimonial:x"\nfield = "rating"\nvalue = 9'),
            "must be stars from 0 to 5",
        ),
        (entry("hide", 'key = """a\nb"""'), 'key = "a b": no such key'),
        (
            entry("overrule", 'key = "faq:x"\nfield = "answer"\nvalue = "y"\nperiod = "month"'),
            'period = "month": only prices have one',
        ),
        (
            amount_is('"3"', 'period = "month"') + amount_is('"4"'),
            "[[overrule]] 1 and 2 both set amount of price:a",
        ),
        (entry("pin", 'key = "contact_info.phone"'), "no such field here; use addresses"),
        (
            entry("pin", 'key = "contact_info.booking_urls"'),
            "never stands in the instructions; pin contact_info.emails",
        ),
    ],
)  # fmt: skip
def test_a_slip_is_one_line_on_the_day_it_is_made(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(text)
    with pytest.raises(CorrectionsError) as caught:
        load_corrections(path)
    told = str(caught.value)
    assert told.startswith(str(path))
    assert message in told
    assert "\n" not in told
    assert "valid tuple" not in told


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match="cannot read"):
        load_corrections(tmp_path)


def test_two_values_of_one_field_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text("".join(map(amount_is, ('"3"', '"4"'), OTHER_MONTHS)))
    assert len(load_corrections(path).overrule) == 2


def test_two_values_for_two_periods(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text("".join(amount_is('"3"', f'period = "{p}"') for p in ("month", "none")))
    assert len(load_corrections(path).overrule) == 2


def test_pins_of_contacts_go_by_field_or_all(today: dt.date) -> None:
    whole = corrections(pin=[{"key": "contact_info", **SIGNED}]).pinned(today)
    assert {"contact_info.phones", "contact_info.emails"} <= whole
    one = corrections(pin=[{"key": "contact_info.phones", **SIGNED}]).pinned(today)
    assert one == {"contact_info.phones"}


FIELDS = ("key", "field", "value", "reason", "author", "date", "kind", "url", "record", "name")
WORDS = ("price:a", "faq:", "contact_info", "contact_info.phones", "amount", "4900", "", "faq")
LEAVES = st.one_of(
    st.sampled_from(WORDS), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes()
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner),
    max_leaves=4,
)
ENTRIES = st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=5) | VALUES
TABLES = st.sampled_from(("overrule", "add", "hide", "pin", "drop"))


@given(st.dictionaries(TABLES, st.lists(ENTRIES, max_size=3) | VALUES, min_size=1))
def test_whatever_stands_in_the_file_is_corrections_or_one_line(values: dict[str, Any]) -> None:
    try:
        Corrections.model_validate(values)
    except ValidationError as error:
        told = described(error, values)
        assert told
        assert "\n" not in told
