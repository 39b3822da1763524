"""What commands print: results on stdout, everything else on stderr; plain off a terminal."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from server.gathering import Tick

_PLAIN_SECONDS = 5.0
"""Off a terminal, a stage that lasts says how far it is this often."""

_NAMES = {"pricing": "prices", "faq": "questions"}
_VERBS = {"crawl": "Crawling", "extract": "Reading pages", "embed": "Embedding"}


def say(line: str) -> None:
    """Print one line for people, on stderr."""
    click.echo(line, err=True)


def print_json(value: Any) -> None:
    """Print `value` on stdout as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def counted(counts: Mapping[str, int]) -> str:
    """Return counts as people write them, without what there is none of: "6 services, 1 chunk"."""
    named = ((n, _NAMES.get(kind, kind)) for kind, n in counts.items() if n)
    return ", ".join(f"{n} {name.removesuffix('s') if n == 1 else name}" for n, name in named)


@contextmanager
def progress() -> Iterator[Callable[[Tick], None]]:
    """Yield what shows the progress of a build: bars on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield _plain()
        return
    with _bars() as tick:
        yield tick


def _plain() -> Callable[[Tick], None]:
    last: dict[str, float] = {}

    def tick(event: Tick) -> None:
        now = time.monotonic()
        first = event.stage not in last
        finished = event.done == event.total
        if finished or first or now - last[event.stage] >= _PLAIN_SECONDS:
            last[event.stage] = now
            if finished or not first:
                say(f"{_VERBS.get(event.stage, event.stage)}: {event.done}/{event.total}")

    return tick


@contextmanager
def _bars() -> Iterator[Callable[[Tick], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<14}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def tick(event: Tick) -> None:
            if event.stage not in tasks:
                tasks[event.stage] = bars.add_task(_VERBS.get(event.stage, event.stage))
            bars.update(tasks[event.stage], completed=event.done, total=event.total)

        yield tick
