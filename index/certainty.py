"""Is the answer on the site at all? What speaks for and against it, as numbers for a logistic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.features import NAMES as CANDIDATE_NAMES
from index.features import Evidence

NAMES = (
    "cosine", "cosine_foreign", "foreign", "abroad", "coverage", "covered", "valued",
    "words_share", "unseen", "score", "margin", "value_first", "recorded", "unrecorded", "chat",
    "chat_unseen",
)  # fmt: skip
ALMOST = 0.7
"""What a word spelt alike, or another word for the same, counts beside the word itself."""


def measures(
    evidence: Evidence,
    table: NDArray[np.float32],
    scores: NDArray[np.float32],
    chosen: Sequence[int],
    site_languages: Sequence[str],
    recorded: Mapping[str, bool],
) -> dict[str, float]:
    """NAMES → value for the answer made of the rows `chosen` of `table`.

    `recorded`: for each thing that has a record of its own, whether the site gives it.
    """
    question, words = evidence.question, evidence.words
    column = {name: table[:, place] for place, name in enumerate(CANDIDATE_NAMES)}
    first = chosen[0]
    idf = float(words.idf.sum()) or 1.0
    best = {name: float(values[list(chosen)].max()) for name, values in column.items()}
    rows = list(chosen)
    near = np.maximum(column["coverage_near"], column["coverage_kin"])[rows]
    covered = np.minimum(1, column["coverage"][rows] + ALMOST * near)
    valued = column["value_asked"][rows] if question.asks else np.ones(len(rows))
    rest = np.delete(scores, rows)
    unseen = float(words.idf[~words.known].sum()) / idf
    chat = float(np.log1p(question.small_words))
    told = [recorded[ask] for ask in question.asks if ask in recorded]
    return {
        "cosine": best["cosine"],
        "cosine_foreign": best["cosine_foreign"],
        "foreign": float(question.language != "en"),
        "abroad": float(question.language not in site_languages),
        "coverage": best["coverage"],
        "covered": float(covered.max()),
        "valued": float((covered * valued).max()),
        "words_share": best["words_share"],
        "unseen": unseen,
        "score": float(scores[first]),
        "margin": float(scores[first] - rest.max(initial=scores.min())),
        "value_first": float(column["value_asked"][first]),
        "recorded": float(any(told)),
        "unrecorded": float(not all(told)),
        "chat": chat,
        "chat_unseen": chat * unseen,
    }
