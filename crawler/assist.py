"""An optional second reader: a language model looks over the pages that the rules have read.

Off unless site.toml says `[extraction] assist = "openai"`. What it reports is believed only where
the page says it word for word (`crawler.suggestions`). An answer is kept by the content of its
page, so an unchanged page costs nothing; a build never spends more than `budget_usd`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from crawler.assist_rules import AssistRules
from crawler.dom import Document, parse
from crawler.errors import AssistError
from crawler.flow import flow_of
from crawler.pages import Page
from crawler.reading import PageReading
from crawler.records import content_id
from crawler.suggested import Answer, Suggestions
from crawler.suggestions import joined

_APART = ("nav", "cookie", "footer", "header")


class Reader(Protocol):
    """Asks a model about one page."""

    def read(self, instructions: str, text: str) -> Answer:
        """What the model reports of `text`; AssistError when it reports nothing usable."""


class Cache(Protocol):
    """Keeps answers between builds."""

    def get(self, key: str) -> str | None:
        """The JSON kept under `key`, if any."""

    def put(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""


@dataclass
class AssistReport:
    """What the assistant did in one build."""

    asked: int = 0
    """Pages sent to the model."""
    cached: int = 0
    """Pages answered from the cache."""
    unread: int = 0
    """Pages left out because the budget was spent."""
    failed: list[str] = field(default_factory=list)
    """URLs whose question failed, with the reason."""
    spent_usd: float = 0.0
    held_usd: float = 0.0
    """What failed questions may have cost at most; it counts against the budget."""


def assist(
    readings: Sequence[PageReading],
    pages: Iterable[Page],
    reader: Reader,
    cache: Cache,
    rules: AssistRules,
) -> tuple[list[PageReading], AssistReport]:
    """`readings`, in order, with what the model adds in the pages' own words.

    Never fails: a page that could not be asked about keeps the reading of the rules.
    """
    report = AssistReport()
    by_url = {page.url: page for page in pages}
    done = []
    for reading in readings:
        document = parse(by_url[reading.url]) if reading.url in by_url else None
        found = None if document is None else _suggestions(document, reader, cache, rules, report)
        done.append(reading if not (found and document) else joined(reading, document, found))
    return done, report


def _suggestions(
    document: Document, reader: Reader, cache: Cache, rules: AssistRules, report: AssistReport
) -> Suggestions | None:
    instructions, text = _instructions(), page_text(document, rules.max_characters)
    if not text:
        return None
    key = content_id([rules.model, instructions, text])
    if (kept := _kept(cache, key)) is not None:
        report.cached += 1
        return kept
    # A byte-level BPE never makes more tokens than bytes, so this bounds the bill beforehand.
    worst = rules.cost(len((instructions + text).encode()), rules.max_output_tokens)
    if report.spent_usd + report.held_usd + worst > rules.budget_usd:
        report.unread += 1
        return None
    try:
        answer = reader.read(instructions, f"<page>\n{text}\n</page>")
    except AssistError as error:
        report.failed.append(f"{document.url}: {error}")
        report.held_usd += worst
        return None
    report.asked += 1
    report.spent_usd += rules.cost(answer.input_tokens, answer.output_tokens)
    cache.put(key, answer.suggestions.model_dump_json())
    return answer.suggestions


def _kept(cache: Cache, key: str) -> Suggestions | None:
    kept = cache.get(key)
    if kept is None:
        return None
    try:
        return Suggestions.model_validate_json(kept)
    except ValidationError:  # of an older form: asked again
        return None


def page_text(document: Document, longest: int) -> str:
    """The lines of a page's content, headings marked with #, at most `longest` characters."""
    lines = [
        f"{'#' * line.rank} {line.text}".strip()
        for line in flow_of(document).lines
        if line.region not in _APART
    ]
    return "\n".join(lines).replace("</page", "< /page")[:longest]


def _instructions() -> str:
    return files("crawler").joinpath("assist.md").read_text("utf-8")


class FolderCache:
    """Answers as files in a folder, one a page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> str | None:
        """The JSON kept under `key`, if any."""
        file = self._folder / f"{key}.json"
        return file.read_text("utf-8") if file.is_file() else None

    def put(self, key: str, value: str) -> None:
        """Keep `value` under `key`; a half-written file is never read."""
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f"{key}.part"
        half.write_text(value, "utf-8")
        half.replace(self._folder / f"{key}.json")
