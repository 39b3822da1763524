"""weights.toml: how much each kind of evidence counts, fitted by tests/evals/fit_lookup.py."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict


class Weights(BaseModel):
    """Linear weights by feature name; a name that is missing counts nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    ranking: Mapping[str, float]
    """Features of a candidate (features.NAMES) → weight."""
    certainty: Mapping[str, float]
    """Features of a whole answer (certainty.NAMES) and "bias" → weight of a logistic."""
    floor: float
    """Certainty below which the site does not tell."""

    def rank(self, names: tuple[str, ...], table: NDArray[np.float32]) -> NDArray[np.float32]:
        """Score of each row of `table`, whose columns are `names`."""
        weights = np.array([self.ranking.get(name, 0.0) for name in names], np.float32)
        scores: NDArray[np.float32] = table @ weights
        return scores

    def certain(self, features: Mapping[str, float]) -> float:
        """Probability 0..1 that the answer is on the site."""
        total = self.certainty.get("bias", 0.0) + sum(
            self.certainty.get(name, 0.0) * value for name, value in features.items()
        )
        return float(1 / (1 + np.exp(-total)))


@cache
def weights() -> Weights:
    """The fitted weights."""
    return Weights.model_validate(
        tomllib.loads(files("index").joinpath("weights.toml").read_text("utf-8"))
    )
