"""Is the answer on the site at all? What speaks for and against it, as numbers for a logistic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.asks import has_value
from index.features import NAMES as CANDIDATE_NAMES
from index.features import Evidence

NAMES = (
    "cosine", "cosine_foreign", "foreign", "abroad", "coverage", "coverage_near", "coverage_kin",
    "words_share", "unseen", "score", "margin", "asks", "price_missing", "contact_missing",
    "other_missing", "heading", "terms",
)  # fmt: skip
CONTACT_ASKS = frozenset({"hours", "phone", "email", "address"})


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
    missing = [ask for ask in question.asks if not any(has_value(ask, text) for text in texts)]
    rest = np.delete(scores, list(chosen))
    return {
        "cosine": best["cosine"],
        "cosine_foreign": best["cosine_foreign"],
        "foreign": float(question.language != "en"),
        "abroad": float(question.language not in site_languages),
        "coverage": best["coverage"],
        "coverage_near": best["coverage_near"],
        "coverage_kin": best["coverage_kin"],
        "words_share": best["words_share"],
        "unseen": float(words.idf[~words.known].sum()) / idf,
        "score": float(scores[first]),
        "margin": float(scores[first] - rest.max(initial=scores.min())),
        "asks": float(bool(question.asks)),
        "price_missing": float("price" in missing),
        "contact_missing": float(bool(CONTACT_ASKS & set(missing))),
        "other_missing": float(bool(set(missing) - CONTACT_ASKS - {"price"})),
        "heading": best["heading"],
        "terms": float(np.log1p(len(words.terms))),
    }
