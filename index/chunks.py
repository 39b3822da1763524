"""What can be found: one chunk per record in speakable words, and the site's prose in passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crawler.reading import Passage
from crawler.records import KnowledgeBase, content_id, normalised
from index.chunk import Chunk, dump_chunks, load_chunks
from index.lexicon import FALLBACK
from index.passages import merge_near_duplicates
from index.record_chunks import record_chunks
from index.sentences import windows

__all__ = ["Chunk", "build_chunks", "dump_chunks", "load_chunks"]


def build_chunks(
    knowledge: KnowledgeBase, passages: Iterable[Passage], *, titles: Mapping[str, str]
) -> list[Chunk]:
    """Every chunk of a release, sorted by id; the same knowledge gives the same bytes.

    `titles` is URL → page title, for naming the source of a record.
    """
    prose = list(passages)
    main = _main_language(knowledge, prose)
    found = [
        *record_chunks(knowledge, main),
        *merge_near_duplicates(list(_prose(prose, main))),
    ]
    named = (
        chunk.model_copy(update={"title": chunk.title or titles.get(chunk.url, "")})
        for chunk in found
    )
    whole = (chunk.model_copy(update={"id": _id(chunk)}) for chunk in named)
    return sorted({chunk.id: chunk for chunk in whole}.values(), key=lambda chunk: chunk.id)


def _id(chunk: Chunk) -> str:
    return content_id(chunk.model_dump(exclude={"id"}))


def _main_language(knowledge: KnowledgeBase, prose: Sequence[Passage]) -> str:
    tags = Counter(p.language for p in prose if p.language)
    tags.update(r.language for r in knowledge.records() if r.language)
    return min(tags, key=lambda tag: (-tags[tag], tag)) if tags else FALLBACK


def _prose(passages: Sequence[Passage], main: str) -> Iterator[Chunk]:
    """Passages below their headings; words on many pages are kept where they stood first."""
    seen: set[str] = set()
    for passage in passages:
        heading = " – ".join(passage.heading_path[-2:])
        for text in windows(passage.text):
            same = normalised(f"{heading} {text}")
            if same in seen:
                continue
            seen.add(same)
            yield Chunk(
                id="",
                kind="passage",
                text=f"{heading}\n{text}" if heading else text,
                title=passage.title,
                url=passage.url,
                heading_path=passage.heading_path,
                language=passage.language or main,
            )
