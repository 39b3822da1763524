"""Where every stated fact comes from: `sitebrief prompt --explain`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compiler.errors import CompileError
from compiler.page import Script

_QUOTE = 160


def explain(report: Mapping[str, Any], script: Script) -> str:
    """Each sentence of one text that states a fact, with record, pages and quotes; then what is
    left to lookup.

    `report` is report.json. Raises CompileError when it does not know the text.
    """
    stated = report.get("provenance", {}).get(script.name)
    if stated is None:
        raise CompileError(f'report.json has no provenance of "{script.name}"; build again')
    lines = [line for fact in stated for line in _fact(fact)]
    left = report.get("left_to_lookup", {}).get(script.name, [])
    if left:
        lines += ["left to lookup_knowledge:", *(f"  {key}" for key in left)]
    notes = report.get("notes", [])
    if notes:
        lines += ["left out:", *(_note(note) for note in notes)]
    return "\n".join(lines) + "\n"


def _fact(fact: Mapping[str, Any]) -> list[str]:
    record = f" {fact['record']}" if fact["record"] else ""
    lines = [fact["sentence"], f"  {fact['key']}{record}"]
    return lines + [_source(source) for source in fact["sources"]]


def _source(source: Mapping[str, Any]) -> str:
    """A page with how its words stand there, or the file in which a person wrote it."""
    page = "://" in source["url"]
    place = f"{source['url']} ({source['channel']})" if page else source["url"]
    return f'  {place} "{_short(source["quote"])}"'


def _note(note: Mapping[str, Any]) -> str:
    where = f" {note['url']}" if note["url"] else ""
    return f"  {note['why']}: {note['about']}: {_short(note['text'])}{where}"


def _short(text: str) -> str:
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"
