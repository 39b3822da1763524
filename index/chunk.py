"""The unit of lookup, and its file."""

from __future__ import annotations

import json
from collections.abc import Sequence

from crawler.records import Knowledge
from index.errors import DamagedIndexError
from index.lexicon import FALLBACK


class Chunk(Knowledge):
    """One thing that an answer can be."""

    id: str
    """Hash of everything else here: an unchanged chunk keeps it from release to release."""
    kind: str
    """service, price, testimonial, faq, contact, company or passage."""
    text: str
    """What is read out; at most about 180 tokens of whole sentences, a record's may be longer."""
    title: str = ""
    """Title of the page."""
    url: str = ""
    heading_path: tuple[str, ...] = ()
    language: str = FALLBACK
    record_key: str | None = None
    questions: tuple[str, ...] = ()
    """Ways to ask for it that share no word with the text."""
    spoken: str | None = None
    """The text with amounts, phones and hours in words, where that differs."""


def dump_chunks(chunks: Sequence[Chunk]) -> bytes:
    """chunks.jsonl: one canonical JSON object a line."""
    lines = (json.dumps(c.model_dump(), ensure_ascii=False, sort_keys=True) for c in chunks)
    return "".join(f"{line}\n" for line in lines).encode()


def load_chunks(data: bytes) -> list[Chunk]:
    """The chunks of a chunks.jsonl, in its order."""
    try:
        return [Chunk.model_validate_json(line) for line in data.splitlines()]
    except ValueError as exc:
        raise DamagedIndexError(f"chunks.jsonl is damaged: {exc}") from exc
