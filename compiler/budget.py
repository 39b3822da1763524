"""Prompt or lookup: which facts stand in the instructions, by value per token, and which are left
to lookup_knowledge.

Value of a line = how often its kind is asked for × how often this one is asked for among its kind ×
what a stale answer would cost. A kind may take its share of the room first; what is left over goes
to the best lines of any kind. A line stands whole or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compiler.lines import BLOCKS, Line
from compiler.paths import path_of
from compiler.tokens import count_tokens

ASKED = {
    "prices": 0.30,
    "services": 0.26,
    "contact": 0.14,
    "questions": 0.14,
    "company": 0.09,
    "testimonials": 0.07,
}
"""Prior share of visitors' questions by kind, used until real lookup counts are given: our own
estimate."""
SHARE = {
    "company": 0.14,
    "contact": 0.14,
    "services": 0.34,
    "prices": 0.34,
    "questions": 0.16,
    "testimonials": 0.16,
}
"""Share of the room that a kind may take before the others had their turn; together more than one,
as few sites have all."""
_VOLATILE = {"prices": 1.5, "contact": 1.5}
"""A wrong price or phone costs more than another wrong answer, so the exact one stands in front of
the model."""
_DETAIL = 0.35
"""Value of the details of a record beside its first line."""


@dataclass(frozen=True)
class Choice:
    """Which lines stand where."""

    blocks: tuple[tuple[str, tuple[str, ...]], ...]
    """Name of each block to its lines' texts; empty blocks left out."""
    stated: tuple[tuple[Line, str], ...]
    """Each chosen line with the text it is stated in."""
    left: tuple[Line, ...]
    """Lines left to lookup, or whose details are."""
    tokens: int
    """Tokens of the chosen lines."""


@dataclass(frozen=True)
class _Step:
    """One thing that may be bought: a line, or the details of a line."""

    line: Line
    cost: int
    value: float
    detail: bool


def choose(lines: Sequence[Line], room: int, asked: Mapping[str, float] | None = None) -> Choice:
    """The best lines for `room` tokens; `asked` = record key to the share of conversations that
    want it, where that is known (compiler/demand.py).
    """
    steps = sorted(_steps(lines, asked or {}), key=_rank)
    bought: set[tuple[str, str, bool]] = set()
    spent: Counter[str] = Counter()  # by block, and in all under ""
    for capped in (True, False):
        for step in steps:
            _buy(step, bought, spent, room, capped=capped)
    return _choice(lines, bought, spent[""])


def _rank(step: _Step) -> tuple[bool, float, str, str]:
    return (not step.line.pinned, -step.value / step.cost, step.line.key, step.line.text)


def _buy(
    step: _Step,
    bought: set[tuple[str, str, bool]],
    spent: Counter[str],
    room: int,
    *,
    capped: bool,
) -> None:
    name = (step.line.key, step.line.text, step.detail)
    block = step.line.block
    if name in bought or (step.detail and (*name[:2], False) not in bought):
        return
    over = spent[block] + step.cost > SHARE[block] * room and not step.line.pinned
    if (capped and over) or spent[""] + step.cost > room:
        return
    bought.add(name)
    spent.update({block: step.cost, "": step.cost})


def _steps(lines: Sequence[Line], asked: Mapping[str, float]) -> list[_Step]:
    many = Counter(line.block for line in lines)
    steps = []
    for line in lines:
        usual = ASKED[line.block] * _VOLATILE.get(line.block, 1.0) / many[line.block] ** 0.5
        prior = usual * (1 + min(len(line.sources), 5) / 10) * _central(line)
        value = prior + asked.get(line.key, 0.0)
        cost = count_tokens(f"- {line.text}\n")
        steps.append(_Step(line, cost, value, detail=False))
        if line.more:
            extra = count_tokens(f"- {line.more}\n") - cost
            steps.append(_Step(line, max(extra, 1), value * _DETAIL, detail=True))
    return steps


def _central(line: Line) -> float:
    """What stands near the home page is asked for more often than what stands deep in a blog."""
    paths = [path_of(source.url) for source in line.sources] or [""]
    depth = min(path.count("/") + bool(path) for path in paths)
    return max(0.4, 1 - 0.15 * depth)


def _choice(lines: Sequence[Line], bought: set[tuple[str, str, bool]], tokens: int) -> Choice:
    stated, left = [], []
    for line in lines:
        full = (line.key, line.text, True) in bought
        if (line.key, line.text, False) not in bought:
            left.append(line)
            continue
        stated.append((line, line.more if full and line.more else line.text))
        if line.more and not full:
            left.append(line)
    blocks = ((b, tuple(text for line, text in stated if line.block == b)) for b in BLOCKS)
    return Choice(
        blocks=tuple((name, texts) for name, texts in blocks if texts),
        stated=tuple(stated),
        left=tuple(left),
        tokens=tokens,
    )
