"""What a release is: everything an agent believes and can do, in one immutable folder named by its
content.

    <id>/manifest.json    knowledge.json   instructions/<goal>.<language>.<variant>.md   tools.json
         chunks.jsonl     report.json       index/ and lexical/ (derived, rebuilt from chunks.jsonl)

The id is `r-` and 12 hex digits of the hash of knowledge, instructions, tools, chunks, model names,
voice and format version; who built it when, its report and its derived folders do not change it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from compiler.errors import ShelfError
from compiler.voice import Voice
from crawler.records import KnowledgeBase

FORMAT_VERSION = 2
"""2: the voice and its limits are part of a release."""
DEFAULT_VARIANT = "A"


@dataclass(frozen=True)
class Draft:
    """What a release will hold, before it has a folder."""

    knowledge: KnowledgeBase
    instructions: Mapping[str, str]
    """"<goal>.<language>.<variant>" to the text."""
    tools: tuple[dict[str, Any], ...]
    """Realtime function tools, as the session body carries them."""
    chunks: bytes
    """chunks.jsonl of the index stage."""
    models: Mapping[str, str]
    """Role to model name, such as {"realtime": "gpt-realtime-2.1", "embedding":
    "all-MiniLM-L6-v2"}."""
    voice: Voice = field(default_factory=Voice)
    """How it sounds, hears, and how much and how long it may speak."""

    @property
    def id(self) -> str:
        """The release id that this content has."""
        return release_id(self)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Relative path to bytes of everything that the id is made of; the same bytes on any
        machine.
        """
        return {
            "knowledge.json": json_bytes(self.knowledge.model_dump(mode="json")),
            "tools.json": json_bytes(list(self.tools)),
            "chunks.jsonl": self.chunks,
            **{f"instructions/{k}.md": v.encode() for k, v in sorted(self.instructions.items())},
        }

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many of each thing it holds, for the one-line list."""
        known = self.knowledge
        return {
            "services": len(known.services),
            "testimonials": len(known.testimonials),
            "pricing": len(known.pricing),
            "faq": len(known.faq),
            "contradictions": sum(not c.overruled for c in known.contradictions),
            "placeholders": len(known.placeholders),
            "instructions": len(self.instructions),
            "chunks": self.chunks.count(b"\n"),
        }


class Manifest(BaseModel):
    """manifest.json: what the folder holds and where it came from."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    format_version: int
    id: str
    parent: str | None
    """The release that was live when this one was built."""
    created_at: str
    """ISO 8601, UTC."""
    models: dict[str, str]
    voice: Voice | None = None
    """None in releases of format 1."""
    counts: dict[str, int]
    hashes: dict[str, str]
    """Relative path to SHA-256, of every file that is not derived."""
    seen: dict[str, str]
    """URL of a page to the ISO date-time when its present content was first seen ("as of")."""


@dataclass(frozen=True)
class Release:
    """One release on the shelf, its small files read; knowledge, chunks and report are read when
    asked for.
    """

    folder: Path
    manifest: Manifest
    instructions: Mapping[str, str]
    tools: tuple[dict[str, Any], ...]

    @property
    def id(self) -> str:
        """`r-` and 12 hex digits."""
        return self.manifest.id

    @property
    def voice(self) -> Voice | None:
        """How it sounds and its limits; None in releases of format 1."""
        return self.manifest.voice

    def instructions_for(self, goal: str, language: str, variant: str = DEFAULT_VARIANT) -> str:
        """The text for one conversation. Raises ShelfError naming what the release does have."""
        name = f"{goal}.{language}.{variant}"
        if name not in self.instructions:
            known = ", ".join(sorted(self.instructions))
            raise ShelfError(f'no instructions "{name}" in release {self.id}; it has {known}')
        return self.instructions[name]

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        """The records that the release was made of."""
        return KnowledgeBase.model_validate_json((self.folder / "knowledge.json").read_bytes())

    @cached_property
    def chunks(self) -> bytes:
        """chunks.jsonl."""
        return (self.folder / "chunks.jsonl").read_bytes()

    @cached_property
    def report(self) -> dict[str, Any]:
        """report.json: gates, lint, token counts, provenance."""
        report: dict[str, Any] = json.loads((self.folder / "report.json").read_bytes())
        return report


def release_id(draft: Draft) -> str:
    """The name that the content of `draft` gives it."""
    digest = hashlib.sha256()
    for name, content in sorted(draft.files.items()):
        digest.update(f"{name}\0{_sha(content)}\n".encode())
    named = {
        "models": dict(draft.models),
        "voice": draft.voice.model_dump(mode="json"),
        "format_version": FORMAT_VERSION,
    }
    digest.update(json_bytes(named))
    return f"r-{digest.hexdigest()[:12]}"


def file_hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """Relative path to SHA-256."""
    return {name: _sha(content) for name, content in sorted(files.items())}


def json_bytes(value: Any) -> bytes:
    """The one way JSON is written into a release: sorted keys, UTF-8, one trailing newline."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
