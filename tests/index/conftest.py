"""A tiny site's chunks, a fast embedder, and release folders made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from numpy.typing import NDArray

from crawler.reading import Passage
from crawler.records import (
    CompanyInfo,
    ContactInfo,
    Faq,
    KnowledgeBase,
    Person,
    Price,
    Service,
    Source,
    Testimonial,
)
from index.build import write_index
from index.chunks import Chunk, build_chunks, dump_chunks
from index.embedders import Embedder, normalise
from index.vectors import VectorCache
from index.words import stems

HOME = "https://www.example.test/"


class StemEmbedder:
    """Hashed stems as a vector: fast, deterministic, and close for texts that share words."""

    model = "stems-64"
    dimension = 64

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for stem in stems(text, "en"):
                rows[row, crc32(stem.encode()) % self.dimension] += 1
        return normalise(rows + 1e-6)


def knowledge(price: str = "4200") -> KnowledgeBase:
    page = f"{HOME}services"
    return KnowledgeBase(
        services=(
            Service(
                name="Harbour Workshop",
                description="Crews practise night landings.",
                duration="3 Days",
                audience="harbour pilots",
                language="en",
                url=page,
            ),
        ),
        pricing=(
            Price(
                name="Harbour Workshop",
                amount=price,
                currency="USD",
                language="en",
                features=("Handbook", "Certificate"),
                sources=(Source(url=page, quote=f"Harbour Workshop ${int(price):,}"),),
            ),
            Price(
                name="First call",
                qualifier="free",
                language="en",
                sources=(Source(url=page, quote="First call free"),),
            ),
        ),
        faq=(
            Faq(
                question="Do you work in winter?",
                answer="Yes, the basin is heated.",
                language="en",
                sources=(Source(url=f"{HOME}faq", quote="Do you work in winter?"),),
            ),
        ),
        testimonials=(
            Testimonial(
                quote="We land safely now.", author="Ida Berg", role="Pilot", language="en"
            ),
        ),
        contact_info=ContactInfo(
            phones=("+15550100200",),
            emails=("hello@example.test",),
            opening_hours=("Mon–Fri 9–17",),
        ),
        company_info=CompanyInfo(
            name="Quay School", founded="1999", people=(Person(name="Olaf Stern", role="Founder"),)
        ),
    )


PASSAGES = (
    Passage(
        url=f"{HOME}about",
        title="About the school",
        heading_path=("About", "Our fleet"),
        text="Our fleet has nine training boats. Each carries radar and a warm cabin.",
        language="en",
    ),
    Passage(
        url=f"{HOME}terms",
        title="Terms",
        heading_path=("Terms", "Cancellation"),
        text="Cancel seven days ahead and the whole fee is returned.",
        language="en",
    ),
)


def chunks(price: str = "4200") -> list[Chunk]:
    return build_chunks(knowledge(price), PASSAGES, titles={f"{HOME}services": "Services"})


@pytest.fixture
def embedder() -> StemEmbedder:
    return StemEmbedder()


@pytest.fixture
def cache(tmp_path: Path) -> VectorCache:
    return VectorCache(tmp_path / "vectors.db")


MakeRelease = Callable[..., Path]


@pytest.fixture
def make_release(tmp_path: Path, cache: VectorCache) -> MakeRelease:
    """Write a release's chunks and index; returns its folder."""

    def make(name: str, found: Sequence[Chunk], embedder: Embedder | None) -> Path:
        folder = tmp_path / "releases" / name
        folder.mkdir(parents=True)
        (folder / "chunks.jsonl").write_bytes(dump_chunks(found))
        write_index(folder, found, embedder, cache)
        return folder

    return make
