import pytest

from compiler.compile import Compiled
from compiler.errors import CompileError
from compiler.explain import explain
from compiler.page import Script


def test_each_fact_with_its_record_page_and_quote(compiled: Compiled) -> None:
    told = explain(compiled.report, Script("discovery-call", "en", "A"))
    assert (
        '\nLeadership Workshop: $4,200 (say "4,200 US dollars") [services]\n'
        "  price:leadership-workshop "
    ) in told
    assert (
        '  https://www.quillhaven.example/pricing/ (visible) "Leadership Workshop 3 days $4,200"\n'
    ) in told


def test_what_is_left_is_listed() -> None:
    note = {"why": "disputed", "about": "price:x", "text": "amount: 1 / 2", "url": "https://a/"}
    report = {
        "provenance": {"a.en.A": []},
        "left_to_lookup": {"a.en.A": ["faq:x"]},
        "notes": [note],
    }
    assert explain(report, Script("a", "en", "A")) == (
        "left to lookup_knowledge:\n  faq:x\n"
        "left out:\n  disputed: price:x: amount: 1 / 2 https://a/\n"
    )


def test_a_text_that_the_report_does_not_know() -> None:
    with pytest.raises(CompileError, match=r'no provenance of "a.en.A"'):
        explain({}, Script("a", "en", "A"))


def test_a_correction_is_named_by_its_file() -> None:
    source = {"url": "corrections.toml#amount", "channel": "visible", "quote": "new (Ana, 2026)"}
    fact = {"sentence": "X: 1", "key": "price:x", "record": None, "sources": [source]}
    told = explain({"provenance": {"a.en.A": [fact]}}, Script("a", "en", "A"))
    assert told == 'X: 1\n  price:x\n  corrections.toml#amount "new (Ana, 2026)"\n'
