"""What the compiler makes of the evaluation sites: one row for each release that run.py built.

    instructions.py --evals DIR --folder DIR

Tokens of the longest text with its tools against the knowledge base pasted as JSON into the same
wording, dollars of 1,000 conversations (uncached / cached), lint, and where each price of the gold
records is told: in the instructions with its amount, or by `sitebrief ask`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from compiler.page import split_facts
from compiler.release import Release, Shelf
from compiler.tokens import count_tokens

SITEBRIEF = Path(sys.executable).with_name("sitebrief")
HEADS = (
    "site",
    "JSON pasted",
    "compiled",
    "$ pasted",
    "$ compiled",
    "lint errors / warnings",
    "gold prices",
    "in the prompt",
    "by lookup",
    "nowhere",
)


def bench() -> Any:
    """tests/bench/bench_compile.py, which prices the same two things on the sample site."""
    path = Path(__file__).parents[1] / "bench" / "bench_compile.py"
    spec = importlib.util.spec_from_file_location("bench_compile", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_compile"] = module
    spec.loader.exec_module(module)
    return module


def amounts(gold: Path) -> list[tuple[str, str]]:
    """Name and amount of each price that must be read."""
    prices = json.loads(gold.read_bytes()).get("pricing", ())
    return [(p["name"], p["amount"]) for p in prices if not p["optional"] and p["amount"]]


def tells(text: str, amount: str) -> bool:
    """Whether `amount` stands in `text`, grouped in whatever way."""
    whole, _, cents = amount.partition(".")
    groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)][::-1]
    number = r"[.,\s'’\u00a0\u202f]?".join(groups)
    decimals = rf"[.,]{cents}" if cents.strip("0") else r"(?:[.,]0{1,2})?"
    return bool(re.search(rf"(?<![\d.,]){number}{decimals}(?![\d]|[.,]\d)", text))


def looked_up(folder: Path, names: Sequence[str]) -> list[str]:
    """Texts of the hits that `sitebrief ask` gives for each name."""
    if not names:
        return []
    with tempfile.NamedTemporaryFile("w", suffix=".json") as batch:
        json.dump([{"q": f"{name} price"} for name in names], batch)
        batch.flush()
        done = subprocess.run(
            [str(SITEBRIEF), "ask", "--batch", batch.name, "--json"],
            capture_output=True, check=True, env={**os.environ, "SITEBRIEF_DATA": str(folder)},
        )  # fmt: skip
    return [" ".join(hit["text"] for hit in answer["hits"]) for answer in json.loads(done.stdout)]


def row(slug: str, release: Release, folder: Path, gold: Path) -> tuple[object, ...]:
    """One line of the table."""
    table = bench()
    report = release.report
    name, tokens = max(report["tokens"].items(), key=lambda item: item[1]["total"])
    wording = count_tokens(split_facts(release.instructions[name])[0]) + tokens["tools"]
    bare = table.bare(release.knowledge.model_dump(mode="json"))
    pasted = wording + count_tokens(json.dumps(bare, ensure_ascii=False))
    text = "\n".join(release.instructions.values())
    prices = amounts(gold)
    missing = [(n, a) for n, a in prices if not tells(text, a)]
    answers = looked_up(folder, [n for n, _ in missing])
    found = sum(tells(answer, a) for (_, a), answer in zip(missing, answers, strict=True))
    levels = [finding["level"] for finding in report["lint"]]
    return (
        slug,
        f"{pasted:,}",
        f"{tokens['total']:,}",
        *(
            f"{table.dollars(n, cached=False)} / {table.dollars(n, cached=True)}"
            for n in (pasted, tokens["total"])
        ),
        f"{levels.count('error')} / {levels.count('warning')}",
        len(prices),
        len(prices) - len(missing),
        found,
        len(missing) - found,
    )


def main() -> int:
    """Print the table; 1 when a text is over its budget or lint found an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evals", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    args = parser.parse_args()
    print(f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    bad = 0
    for gold in sorted((args.evals / "gold").glob("*.json")):
        shelf = Shelf(args.folder / gold.stem / "releases")
        for newest in shelf.ids()[:1]:
            release = shelf.open(newest)
            print(
                "|",
                " | ".join(map(str, row(gold.stem, release, args.folder / gold.stem, gold))),
                "|",
            )
            lint = release.report["lint"]
            bad += any(f["level"] == "error" or f["rule"] == "budget" for f in lint)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
