import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from compiler.compile import Compiled, Setting, compile_instructions, tool_tokens
from compiler.corrections import Corrections, Pin
from compiler.errors import BudgetError, PromptError
from compiler.facts import Facts, collect_facts
from compiler.page import split_facts
from compiler.rules import CompileRules
from compiler.tokens import count_tokens
from crawler.records import KnowledgeBase, Price
from crawler.site import SiteIdentity

HERE = Path(__file__).parent
GOLD_PRICES = ("$12,800", "$4,200", "$6,500 per month", "$640", "$1,150")


def changed_price(knowledge: KnowledgeBase, name: str, amount: str, written: str) -> KnowledgeBase:
    def mend(price: Price) -> Price:
        if price.name != name:
            return price
        values = price.model_dump(mode="json")
        values["amount"] = amount
        values["sources"] = [{"url": values["url"], "quote": f"{name} {written}"}]
        return Price.model_validate(values)

    return knowledge.model_copy(update={"pricing": tuple(map(mend, knowledge.pricing))})


def test_every_price_stands_in_digits_and_in_words(compiled: Compiled) -> None:
    english = compiled.instructions["discovery-call.en.A"]
    for price in GOLD_PRICES:
        assert price in english
    assert 'Leadership Workshop: $4,200 (say "4,200 US dollars")' in english
    spanish = compiled.instructions["discovery-call.es.A"]
    assert '$6,500 per month (say "6.500 dólares estadounidenses al mes")' in spanish


def test_texts_keep_the_budget(compiled: Compiled, rules: CompileRules) -> None:
    for name, text in compiled.instructions.items():
        total = count_tokens(text) + tool_tokens(compiled.tools)
        assert total == compiled.report["tokens"][name]["total"] <= rules.budget


def test_what_does_not_fit_is_left_to_lookup_whole(facts: Facts, rules: CompileRules) -> None:
    tight = compile_instructions(facts, rules.model_copy(update={"budget": 4700}))
    name = "discovery-call.en.A"
    assert tight.report["tokens"][name]["total"] <= 4700 or tight.findings
    assert tight.report["left_to_lookup"][name]
    whole = {
        fact["sentence"] for fact in compile_instructions(facts, rules).report["provenance"][name]
    }
    shown = split_facts(tight.instructions[name])[1].splitlines()
    lines = [line[2:] for line in shown if line.startswith("- ")]
    short = {re.split(r" (?:Includes|Points):", sentence)[0].rstrip(".") for sentence in whole}
    assert all(
        line in whole or line.rstrip(".").split(" [")[0].rstrip(".") in short for line in lines
    )


def test_asked_for_facts_win(facts: Facts, rules: CompileRules) -> None:
    tight = rules.model_copy(update={"budget": 4700, "goals": ("discovery-call",)})
    key = facts.faqs[0].key
    name = "discovery-call.en.A"
    assert key in compile_instructions(facts, tight).report["left_to_lookup"][name]
    asked = compile_instructions(facts, tight, asked={key: 0.5})
    assert key not in asked.report["left_to_lookup"][name]


def test_pinned_facts_stay(knowledge: KnowledgeBase, site: SiteIdentity, facts: Facts) -> None:
    key = facts.testimonials[0].key
    pin = Pin(key=key, reason="r", author="a", date=facts.today)
    pinned = collect_facts(knowledge, Corrections(pin=(pin,)), site=site, today=facts.today)
    tight = CompileRules(languages=("en",), budget=4700)
    left = compile_instructions(pinned, tight).report["left_to_lookup"]["discovery-call.en.A"]
    assert key not in left
    assert key in compile_instructions(facts, tight).report["left_to_lookup"]["discovery-call.en.A"]


def test_too_long_instructions_are_refused(facts: Facts) -> None:
    with pytest.raises(BudgetError, match="more than 3000"):
        compile_instructions(facts, CompileRules(budget=2000, max_tokens=3000))


def test_a_changed_price_changes_one_line(
    knowledge: KnowledgeBase, site: SiteIdentity, facts: Facts, rules: CompileRules
) -> None:
    dearer = changed_price(knowledge, "Leadership Workshop", "4900", "$4,900")
    other = compile_instructions(
        collect_facts(dearer, Corrections(), site=site, today=facts.today), rules
    )
    for name, text in compile_instructions(facts, rules).instructions.items():
        pairs = zip(text.splitlines(), other.instructions[name].splitlines(), strict=True)
        assert [a for a, b in pairs if a != b] == [
            line for line in text.splitlines() if line.startswith("- Leadership Workshop: $4,200")
        ]


def test_provenance_covers_every_fact(compiled: Compiled, knowledge: KnowledgeBase) -> None:
    ids = {record.id for record in knowledge.records()}
    for name, text in compiled.instructions.items():
        told = compiled.report["provenance"][name]
        lines = [x[2:] for x in split_facts(text)[1].splitlines() if x.startswith("- ")]
        assert [fact["sentence"] for fact in told] == lines
        assert all(fact["record"] in ids or fact["key"].count("_info.") for fact in told)
        assert all(fact["sources"] for fact in told)


def test_site_language_without_a_locale_falls_back_to_english(facts: Facts) -> None:
    german = compile_instructions(replace(facts, language="de"), CompileRules())
    assert set(german.instructions) == {"discovery-call.en.A", "information.en.A", "support.en.A"}
    assert [f.rule for f in german.findings] == ["locale"]


def test_site_language_with_a_locale_is_taken(facts: Facts) -> None:
    french = compile_instructions(replace(facts, language="fr"), CompileRules())
    assert set(french.instructions) == {"discovery-call.fr.A", "information.fr.A", "support.fr.A"}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [("languages", ("xx",), 'no locale for "xx"'), ("goals", ("sell",), 'no goal "sell"')],
)
def test_unknown_names_are_named(facts: Facts, field: str, value: object, message: str) -> None:
    with pytest.raises(PromptError, match=message):
        compile_instructions(facts, CompileRules(**{field: value}))


def test_without_an_owner_name_site_text_stays_out_of_the_instructions(facts: Facts) -> None:
    text = compile_instructions(replace(facts, owner_name=None), CompileRules()).instructions
    proper, data = split_facts(text["discovery-call.en.A"])
    assert "Quillhaven" not in proper
    assert "Name: Quillhaven" in data
    assert "say the company's name from the facts" in proper


def test_money_is_reported_at_the_given_prices(facts: Facts) -> None:
    class Prices:
        text_in, text_cached, text_out = Decimal(4), Decimal("0.4"), Decimal(24)
        audio_in, audio_cached, audio_out = Decimal(32), Decimal("0.4"), Decimal(64)

    money = compile_instructions(facts, CompileRules(), setting=Setting(prices=Prices())).report[
        "money"
    ]
    row = money["discovery-call.en.A"]
    assert Decimal(row["session_cached"]) < Decimal(row["session"])
    assert Decimal(row["thousand_sessions"]) == pytest.approx(Decimal(row["session"]) * 1000, rel=1)


def test_shut_down_models_are_an_error(facts: Facts) -> None:
    found = compile_instructions(
        facts, CompileRules(), setting=Setting({"realtime": "gpt-4o-realtime-preview"})
    )
    message = "realtime: gpt-4o-realtime-preview is switched off on 2026-05-07"
    assert found.lint_errors == (f"{message}; choose another in site.toml",)


def test_twenty_runs_give_the_same_bytes(
    facts: Facts, rules: CompileRules, compiled: Compiled
) -> None:
    for _ in range(20):
        again = compile_instructions(facts, rules)
        assert again.instructions == compiled.instructions
        assert again.report == compiled.report


DIGEST = """
import datetime as dt, hashlib, json, sys
from pathlib import Path
from compiler.compile import compile_instructions
from compiler.corrections import Corrections
from compiler.facts import collect_facts
from compiler.rules import CompileRules
from crawler.records import KnowledgeBase
from crawler.site import SiteIdentity
known = KnowledgeBase.model_validate_json(Path(sys.argv[1]).read_bytes())
site = SiteIdentity(start_urls=("https://www.quillhaven.example/",), name="Quillhaven")
facts = collect_facts(known, Corrections(), site=site, today=dt.date(2026, 11, 22))
done = compile_instructions(facts, CompileRules(languages=("en", "es", "fr")))
print(hashlib.sha256(json.dumps([done.instructions, done.tools, done.report]).encode()).hexdigest())
"""


def test_hash_seeds_do_not_matter() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST, str(HERE / "fixtures" / "knowledge.json")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "4242")
    }
    assert len(digests) == 1


def test_all_nine_texts_take_less_than_150_ms(facts: Facts, rules: CompileRules) -> None:
    times = []
    for _ in range(5):
        start = time.process_time()
        compile_instructions(facts, rules)
        times.append(time.process_time() - start)
    assert min(times) < 0.150


def test_report_is_plain_json(compiled: Compiled) -> None:
    assert json.loads(json.dumps(compiled.report)) == compiled.report


def test_the_text_names_the_real_limit(facts: Facts) -> None:
    short = compile_instructions(facts, CompileRules(), setting=Setting(max_seconds=300))
    text = short.instructions["discovery-call.en.A"]
    assert "Five minutes is the hard limit" in text
    found = [f.message for f in short.findings if f.rule == "phases_late"]
    assert 'phase "closing" ends at 480 s, after the limit of 300 s ([voice] max_seconds)' in found
    usual = compile_instructions(facts, CompileRules())
    assert "Eight minutes is the hard limit" in usual.instructions["discovery-call.en.A"]
    assert not [f for f in usual.findings if f.rule == "phases_late"]
