"""What speaks for a chunk being the answer, as numbers; weights.toml says how much each counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.asks import KINDS, Question, has_value
from index.chunks import Chunk
from index.lexical import WordScores

NAMES = (
    "cosine", "cosine_foreign", "cosine_rank", "cosine_rank_foreign", "words", "words_share",
    "coverage", "coverage_near", "coverage_kin", "kin", "rarest", "heading", "kind_asked",
    "value_asked", "value_covered", "kind_unasked",
    "is_price", "is_service", "is_testimonial", "is_faq", "is_contact", "is_company",
)  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """What the two searches found for one question."""

    question: Question
    words: WordScores
    cosines: Mapping[int, float]
    """Row → best cosine of its entries; rows that the vector search did not bring are missing."""
    heading: NDArray[np.float32]
    """Share of the question's idf in the headings, per candidate."""


def table(evidence: Evidence, chunks: Sequence[Chunk], rows: Sequence[int]) -> NDArray[np.float32]:
    """Candidates × features, columns in the order of NAMES."""
    question, words = evidence.question, evidence.words
    exact, near, kin = words.exact[:, rows], words.near[:, rows], words.kin[:, rows]
    total = (exact + near).sum(axis=0)
    kin = np.where(exact + near > 0, 0, kin)
    idf = float(words.idf.sum()) or 1.0
    least = min(evidence.cosines.values(), default=0.0)
    cosine = np.array([evidence.cosines.get(row, least) for row in rows], np.float32)
    place = 1 / (1 + np.argsort(np.argsort(-cosine)) / 5)
    english = question.language == "en"
    kinds = [chunks[row].kind for row in rows]
    asked = frozenset().union(*(KINDS[ask] for ask in question.asks))
    valued = _values(question, [chunks[row].text for row in rows])
    columns = {
        "cosine": cosine if english else np.zeros_like(cosine),
        "cosine_foreign": np.zeros_like(cosine) if english else cosine,
        "cosine_rank": place if english else np.zeros_like(cosine),
        "cosine_rank_foreign": np.zeros_like(cosine) if english else place,
        "words": total / (float(total.max(initial=0)) or 1.0),
        "words_share": total / idf,
        "coverage": _share(words.idf, exact > 0),
        "coverage_near": _share(words.idf, near > 0),
        "coverage_kin": _share(words.idf, kin > 0),
        "kin": kin.max(axis=0, initial=0) / 10,
        "rarest": _rarest(words.idf, exact + near > 0),
        "heading": evidence.heading,
        "kind_asked": np.array([kind in asked for kind in kinds]),
        "value_asked": valued,
        "value_covered": valued * _share(words.idf, exact + near + kin > 0),
        "kind_unasked": np.array([bool(asked) and kind not in asked for kind in kinds]),
        **{f"is_{kind}": np.array([k == kind for k in kinds]) for kind in (
            "price", "service", "testimonial", "faq", "contact", "company")},
    }  # fmt: skip
    made: NDArray[np.float32] = np.array([columns[name] for name in NAMES], np.float32).T
    return made


def _values(question: Question, texts: Sequence[str]) -> NDArray[np.float32]:
    """Share of the asked things whose value stands in each text; 0 when nothing is asked."""
    asks = sorted(question.asks)
    if not asks or not texts:
        return np.zeros(len(texts), np.float32)
    found = [[has_value(ask, text) for ask in asks] for text in texts]
    share: NDArray[np.float32] = np.asarray(found, np.float32).mean(axis=1)
    return share


def _share(idf: NDArray[np.float32], there: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Share of the question's idf that is there: terms × candidates to one number a candidate."""
    share: NDArray[np.float32] = (idf[:, None] * there).sum(axis=0) / (float(idf.sum()) or 1.0)
    return share


def _rarest(idf: NDArray[np.float32], there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each candidate has the question's most telling word."""
    if not len(idf):
        return np.zeros(there.shape[1], np.bool_)
    found: NDArray[np.bool_] = there[int(idf.argmax())]
    return found
