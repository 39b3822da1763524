"""How long compiling takes and what the prompt costs, against pasting the knowledge base as JSON.

    python tests/bench/bench_compile.py [KNOWLEDGE.json ...]

Without arguments: the sample site's fixture. A KNOWLEDGE.json is what `sitebrief inspect URL
--json` prints. Dollars are of one conversation (compiler.money.Talk) on gpt-realtime-2.1, prices of
2026-11.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from compiler.compile import Compiled, compile_instructions
from compiler.corrections import Corrections
from compiler.facts import Facts, collect_facts
from compiler.money import Talk, session_cost
from compiler.page import split_facts
from compiler.rules import CompileRules
from compiler.tokens import count_tokens
from crawler.records import KnowledgeBase
from crawler.site import SiteIdentity

FIXTURE = Path(__file__).parents[1] / "compiler" / "fixtures" / "knowledge.json"
RULES = CompileRules(languages=("en", "es", "fr"))
UNPASTED = {"sources", "key", "id", "confidence", "language", "contradictions", "placeholders"}
NAME = "discovery-call.en.A"


@dataclass(frozen=True)
class Prices:
    """gpt-realtime-2.1, USD per million tokens, 2026-11."""

    text_in: Decimal = Decimal(4)
    text_cached: Decimal = Decimal("0.40")
    audio_in: Decimal = Decimal(32)
    audio_cached: Decimal = Decimal("0.40")
    audio_out: Decimal = Decimal(64)


def facts_of(known: KnowledgeBase) -> Facts:
    """The facts of a knowledge base, as a build would collect them."""
    home = next((s.url for r in known.records() for s in r.sources), "http://localhost/")
    parts = urlsplit(home)
    site = SiteIdentity(start_urls=(f"{parts.scheme}://{parts.netloc}/",))
    return collect_facts(known, Corrections(), site=site, today=dt.date(2026, 11, 22))


def measured(facts: Facts, runs: int = 7) -> tuple[Compiled, float]:
    """All nine texts, and the best of `runs` in milliseconds of CPU."""
    compiled, times = compile_instructions(facts, RULES), []
    for _ in range(runs):
        start = time.process_time()
        compiled = compile_instructions(facts, RULES)
        times.append(1000 * (time.process_time() - start))
    return compiled, min(times)


def bare(value: Any) -> Any:
    """JSON without what nobody would paste: sources, keys, ids, and empty fields."""
    if isinstance(value, list):
        return [bare(v) for v in value]
    if not isinstance(value, dict):
        return value
    return {k: bare(v) for k, v in value.items() if k not in UNPASTED and v not in (None, [], "")}


def dollars(prefix: int, *, cached: bool) -> str:
    """USD of 1,000 conversations."""
    return f"{session_cost(prefix, Prices(), Talk(), cached=cached) * 1000:.0f}"


def row(path: Path) -> str:
    """One line of the table."""
    known = KnowledgeBase.model_validate_json(path.read_bytes())
    compiled, ms = measured(facts_of(known))
    tokens = compiled.report["tokens"][NAME]
    pasted = count_tokens(json.dumps(bare(known.model_dump(mode="json")), ensure_ascii=False))
    wording = count_tokens(split_facts(compiled.instructions[NAME])[0]) + tokens["tools"]
    before, after = pasted + wording, tokens["total"]
    cells = (
        f"{pasted:,}",
        f"{tokens['facts']:,}",
        f"{before:,}",
        f"{after:,}",
        f"{dollars(before, cached=False)} / {dollars(before, cached=True)}",
        f"{dollars(after, cached=False)} / {dollars(after, cached=True)}",
        str(len(compiled.report["left_to_lookup"][NAME])),
        f"{len(compiled.lint_errors)} / {len(compiled.findings)}",
        f"{ms:.0f}",
    )
    return f"| {path.stem} | " + " | ".join(cells) + " |"


def main(paths: list[Path]) -> None:
    """Print the table."""
    heads = (
        "knowledge base",
        "as JSON",
        "as facts",
        "prompt with JSON",
        "prompt compiled",
        "$ / 1,000 with JSON (uncached / cached)",
        "$ / 1,000 compiled",
        "left to lookup",
        "lint errors / all",
        "ms for 9 texts",
    )
    print(f"| {' | '.join(heads)} |")
    print(f"|{'---|' * len(heads)}")
    for path in paths:
        print(row(path))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [FIXTURE])
