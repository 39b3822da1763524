"""sitebrief ask: what the agent would find for a question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from compiler.release import Release
from index.search import Answer, Searcher
from server.cli.context import Desk, desk, reading_site, site_option
from server.cli.output import print_json, say
from server.serving import serving_release
from server.wiring import searchers


@click.command()
@click.argument("question", required=False)
@click.option(
    "--batch", type=click.Path(path_type=Path, dir_okay=False), help="JSON list of objects with q."
)
@click.option("--field", default="q", show_default=True, help="What to ask of each object.")
@click.option("--release", help="Id or label; default: production, else the newest.")
@click.option("--diff", nargs=2, metavar="R1 R2", help="How answers change from R1 to R2.")
@click.option("--limit", type=click.IntRange(1, 10), help="Hits; default: [lookup] limit.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
@site_option
def ask(  # noqa: PLR0913 - one parameter an option
    question: str | None,
    *,
    batch: Path | None,
    field: str,
    release: str | None,
    diff: tuple[str, str] | None,
    limit: int | None,
    as_json: bool,
    site_file: Path | None,
) -> None:
    """Ask the site's knowledge a QUESTION, or every question of a file."""
    if (question is None) == (batch is None):
        raise click.UsageError("give a QUESTION, or --batch FILE")
    asked = [({"q": question}, question or "")] if batch is None else read_batch(batch, field)
    site = reading_site(site_file)
    wanted = limit or site.lookup.limit
    with desk(site) as at:
        if diff:
            before, after = (serving_release(at.services, name) for name in diff)
            _show_changes(
                asked, _answers(at, before, asked, wanted), _answers(at, after, asked, wanted)
            )
            return
        found = serving_release(at.services, release)
        answers = _answers(at, found, asked, wanted)
    say(f"release {found.id}")
    if as_json:
        rows = [
            as_json_row(about, answer) for (about, _), answer in zip(asked, answers, strict=True)
        ]
        print_json(rows if batch else rows[0])
    else:
        for (_, text), answer in zip(asked, answers, strict=True):
            _show(text, answer)


def read_batch(path: Path, field: str) -> list[tuple[dict[str, Any], str]]:
    """Return each object of the JSON list in `path` with the words to ask; raises UsageError."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        return [(row, str(row[field])) for row in rows]
    except (OSError, ValueError) as exc:
        raise click.UsageError(f"cannot read {path}: {exc}") from exc
    except (TypeError, KeyError) as exc:
        raise click.UsageError(f'{path}: every entry must be an object with "{field}"') from exc


def as_json_row(about: dict[str, Any], answer: Answer) -> dict[str, Any]:
    """Return an answer as `--json` prints it, led by the question's own words."""
    return {"q": about.get("q"), **asdict(answer)}


def _answers(
    at: Desk, release: Release, asked: Sequence[tuple[Any, str]], limit: int
) -> list[Answer]:
    with _opened(at, release) as searcher:
        return [searcher.search(text, limit=limit) for _, text in asked]


@contextmanager
def _opened(at: Desk, release: Release) -> Iterator[Searcher]:
    searcher = searchers(at.site, at.services)(release)
    try:
        yield searcher
    finally:
        searcher.close()


def _show(text: str, answer: Answer) -> None:
    state = "answered" if answer.answered else "not on the site"
    degraded = ", words only" if answer.degraded else ""
    click.echo(f"{text}\n{state} (certainty {answer.certainty:.2f}{degraded}, {answer.ms:.1f} ms)")
    for number, hit in enumerate(answer.hits, start=1):
        click.echo(f"{number}. [{hit.kind} {hit.score:.2f}] {hit.title} {hit.url}")
        click.echo("   " + hit.text.replace("\n", "\n   "))


def _show_changes(
    asked: Sequence[tuple[Any, str]], before: list[Answer], after: list[Answer]
) -> None:
    changed = 0
    for (_, text), old, new in zip(asked, before, after, strict=True):
        if _first(old) == _first(new):
            continue
        changed += 1
        click.echo(f"{text}\n- {_first(old)}\n+ {_first(new)}")
    say(f"{changed} of {len(asked)} answers differ")


def _first(answer: Answer) -> str:
    """Return what the visitor would hear first."""
    if not answer.answered or not answer.hits:
        return "not on the site"
    return " ".join(answer.hits[0].text.split())
