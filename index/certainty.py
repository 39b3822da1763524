"""Is the answer on the site at all? What speaks for and against it, as numbers for a logistic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.asks import has_value
from index.features import NAMES as CANDIDATE_NAMES
from index.features import Evidence

NAMES = (
    "cosine", "cosine_foreign", "foreign", "abroad", "coverage", "covered", "valued",
    "words_share", "unseen", "score", "margin", "asks", "value_missing", "heading", "terms",
)  # fmt: skip
ALMOST = 0.7
"""What a word spelt alike, or another word for the same, counts beside the word itself."""
HARD_ASKS = frozenset({"price", "hours", "phone", "email", "address", "since", "duration", "date"})
"""Asked things that are no answer without their value."""


def measures(
    evidence: Evidence,
    table: NDArray[np.float32],
    scores: NDArray[np.float32],
    chosen: Sequence[int],
    texts: Sequence[str],
    site_languages: Sequence[str],
) -> dict[str, float]:
    """NAMES → value for the answer made of the rows `chosen` of `table`, which say `texts`."""
    question, words = evidence.question, evidence.words
    column = {name: table[:, place] for place, name in enumerate(CANDIDATE_NAMES)}
    first = chosen[0]
    idf = float(words.idf.sum()) or 1.0
    best = {name: float(values[list(chosen)].max()) for name, values in column.items()}
    rows = list(chosen)
    near = np.maximum(column["coverage_near"], column["coverage_kin"])[rows]
    covered = np.minimum(1, column["coverage"][rows] + ALMOST * near)
    valued = column["value_asked"][rows] if question.asks else np.ones(len(rows))
    missing = [ask for ask in question.asks if not any(has_value(ask, text) for text in texts)]
    rest = np.delete(scores, list(chosen))
    return {
        "cosine": best["cosine"],
        "cosine_foreign": best["cosine_foreign"],
        "foreign": float(question.language != "en"),
        "abroad": float(question.language not in site_languages),
        "coverage": best["coverage"],
        "covered": float(covered.max()),
        "valued": float((covered * valued).max()),
        "words_share": best["words_share"],
        "unseen": float(words.idf[~words.known].sum()) / idf,
        "score": float(scores[first]),
        "margin": float(scores[first] - rest.max(initial=scores.min())),
        "asks": float(bool(question.asks)),
        "value_missing": float(bool(HARD_ASKS & set(missing))),
        "heading": best["heading"],
        "terms": float(np.log1p(len(words.terms))),
    }
