"""Fit index/weights.toml by cross-validation over sites; report what a left-out site gets.

    fit_lookup.py --evals DIR --releases DIR [--sites a,b] [--write]

EVALS holds questions/<site>.json and score_lookup.py; RELEASES/<site> a release folder each.
Printed: hits at 1 and 3, refusals and AUC, each site judged by weights fitted on the others.
--write puts the weights of all sites in place.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from index import certainty, features
from index.embedders import choose_embedder
from index.opening import open_searcher
from index.rules import LookupRules
from index.search import Examined, Searcher
from index.weights import Weights, weights

FIELDS = ("query", "q")
RANKING_PENALTY, CERTAINTY_PENALTY = 0.02, 0.04
FALSE_REFUSALS = 0.04
"""Share of answerable questions that the floor may refuse, on the sites it is set on."""
UNKNOWN_TALK = 1.6
"""Weight of a raw question that the site does not answer: one floor then serves both fields."""
Array = NDArray[np.float64]


@dataclass
class Case:
    """One question with all that the searcher sees."""

    site: str
    field: str
    own: bool
    answerable: bool
    searcher: Searcher
    found: Examined
    right: NDArray[np.bool_]


def main() -> None:
    """Fit, report, and write when asked to."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--evals", type=Path, required=True)
    args.add_argument("--releases", type=Path, required=True)
    args.add_argument("--sites", type=lambda text: text.split(","), default=None)
    args.add_argument("--write", action="store_true")
    given = args.parse_args()
    scorer = _scorer(given.evals)
    sites = given.sites or sorted(path.name for path in given.releases.iterdir())
    cases = [case for site in sites for case in _cases(site, given.evals, given.releases, scorer)]
    judged = [one for site in sites for one in _judged(cases, site)]
    _report(judged)
    if given.write:
        _write(fit_ranking(cases), cases, floor=_floor(judged))


def _scorer(evals: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_lookup", evals / "score_lookup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _cases(site: str, evals: Path, releases: Path, scorer: ModuleType) -> list[Case]:
    questions = json.loads((evals / "questions" / f"{site}.json").read_text("utf-8"))
    rules = LookupRules()
    workdir = Path(tempfile.mkdtemp())
    searcher = open_searcher(releases / site, workdir, choose_embedder(rules), rules)
    tags = [question["lang"] for question in questions]
    own = max(sorted(set(tags)), key=tags.count)
    cases = []
    for question in questions:
        for field in FIELDS:
            found = searcher.examine(question[field])
            texts = [searcher.chunks[row].text[:1500] for row in found.rows]
            right = np.array(
                [question["answerable"] and scorer.right(question, t) for t in texts], bool
            )
            cases.append(
                Case(
                    site,
                    field,
                    question["lang"] == own,
                    question["answerable"],
                    searcher,
                    found,
                    right,
                )
            )
    return cases


def fit_ranking(cases: list[Case]) -> Array:
    """Weights that give the right candidates the most of a softmax over all of a question."""
    usable = [case for case in cases if case.right.any() and not case.right.all()]
    x = np.vstack([case.found.features for case in usable]).astype(float)
    right = np.concatenate([case.right for case in usable])
    sizes = np.array([len(case.right) for case in usable])
    starts = np.cumsum(sizes) - sizes

    def shares(scores: Array) -> Array:
        """Softmax within each question."""
        p = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        return np.asarray(p / np.repeat(np.add.reduceat(p, starts), sizes))

    w = np.zeros(len(features.NAMES))
    step, first, second = 0.05, np.zeros_like(w), np.zeros_like(w)
    for t in range(1, 801):
        scores = x @ w
        among = shares(np.where(right, scores, -np.inf))
        gradient = RANKING_PENALTY * w - (among - shares(scores)) @ x / len(usable)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        w -= step * (first / (1 - 0.9**t)) / (np.sqrt(second / (1 - 0.999**t)) + 1e-8)
    return w


def _importance(cases: list[Case]) -> Array:
    heavy = [case.field == "q" and not case.answerable for case in cases]
    return np.where(heavy, UNKNOWN_TALK, 1.0)


def fit_certainty(x: Array, y: Array, importance: Array) -> tuple[Array, Array, Array]:
    """Logistic regression on standardised columns; weights (bias first), means and deviations."""
    mean, deviation = x.mean(axis=0), x.std(axis=0) + 1e-6
    z = np.hstack([np.ones((len(x), 1)), (x - mean) / deviation])
    w = np.zeros(z.shape[1])
    penalty = CERTAINTY_PENALTY * np.eye(z.shape[1])
    penalty[0, 0] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ w))
        gradient = z.T @ (importance * (p - y)) / len(y) + penalty @ w
        hessian = (z * (importance * p * (1 - p))[:, None]).T @ z / len(y) + penalty
        w -= np.linalg.solve(hessian + 1e-9 * np.eye(len(w)), gradient)
    return w, mean, deviation


def _ranked(cases: list[Case], w: Array) -> list[tuple[list[int], dict[str, float]]]:
    """Order and measures of each case under the ranking `w`."""
    made = Weights(
        ranking=dict(zip(features.NAMES, w.tolist(), strict=True)), certainty={}, floor=0
    )
    results = []
    for case in cases:
        found = case.searcher.ranked(
            case.found.evidence, case.found.rows, case.found.features, made
        )
        results.append((found.order, case.searcher.measures(found)))
    return results


def _certainties(train: list[Case], test: list[Case], w: Array) -> tuple[Array, float]:
    """Certainty of each case of `test`, and the floor, both learnt on `train`."""

    def table(cases: list[Case]) -> Array:
        return np.array([[m[name] for name in certainty.NAMES] for _, m in _ranked(cases, w)])

    y = np.array([case.answerable for case in train], float)
    x = table(train)
    v, mean, deviation = fit_certainty(x, y, _importance(train))

    def sure(values: Array) -> Array:
        return 1 / (1 + np.exp(-(v[0] + ((values - mean) / deviation) @ v[1:])))

    queries = np.array([case.field == "query" and case.answerable for case in train])
    floor = float(np.quantile(sure(x)[queries], FALSE_REFUSALS))
    return sure(table(test)), floor


@dataclass
class Judged:
    """What a case gets from weights that never saw its site."""

    case: Case
    first: bool
    three: bool
    certainty: float
    answered: bool


def _judged(cases: list[Case], site: str) -> list[Judged]:
    train = [case for case in cases if case.site != site]
    test = [case for case in cases if case.site == site]
    w = fit_ranking(train)
    sure, floor = _certainties(train, test, w)
    judged = []
    for case, (order, _), certain in zip(test, _ranked(test, w), sure, strict=True):
        hits = case.right[order[:3]]
        answered = bool(certain >= floor)
        judged.append(Judged(case, bool(hits[:1].any()), bool(hits.any()), certain, answered))
    return judged


def _floor(judged: list[Judged]) -> float:
    """The certainty that FALSE_REFUSALS of the answerable queries miss on sites left out."""
    sure = [j.certainty for j in judged if j.case.field == "query" and j.case.answerable]
    return float(np.quantile(sure, FALSE_REFUSALS))


def _report(rows: list[Judged]) -> None:
    for field in FIELDS:
        asked = [row for row in rows if row.case.field == field]
        good = [row for row in asked if row.case.answerable]
        bad = [row for row in asked if not row.case.answerable]
        for own in (True, False):
            part = [row for row in good if row.case.own is own]
            first, three = np.mean([r.first for r in part]), np.mean([r.three for r in part])
            side = "own" if own else "other"
            print(f"{field:6}{side:6}hit@1 {first:.3f} hit@3 {three:.3f} of {len(part)}")
        refused = np.mean([not row.answered for row in bad])
        falsely = np.mean([not row.answered for row in good])
        sure, unsure = [row.certainty for row in good], [row.certainty for row in bad]
        area = auc(sure, unsure)
        print(f"{field:6}refused {refused:.3f} falsely {falsely:.3f} AUC {area:.3f}")
        _curve(sure, unsure)


def auc(good: list[float], bad: list[float]) -> float:
    """Chance that an answerable question is surer than an unanswerable one."""
    return float(np.mean([(g > b) + 0.5 * (g == b) for g in good for b in bad]))


def _curve(good: list[float], bad: list[float]) -> None:
    """Refused among the unanswerable at each share of false refusals (one floor for all sites)."""
    for share in (0.0, 0.02, 0.05, 0.1, 0.15, 0.2):
        floor = np.quantile(good, share)
        print(
            f"        false {share:.2f} refused {np.mean(np.array(bad) < floor):.2f} at {floor:.2f}"
        )


def _write(w: Array, cases: list[Case], *, floor: float) -> None:
    x = np.array([[m[name] for name in certainty.NAMES] for _, m in _ranked(cases, w)])
    y = np.array([case.answerable for case in cases], float)
    v, mean, deviation = fit_certainty(x, y, _importance(cases))
    raw = v[1:] / deviation
    lines = [
        "# Set by tests/evals/fit_lookup.py; do not edit by hand.",
        f"floor = {floor:.3f}",
        "",
        "[ranking]",
    ]
    lines += [f"{name} = {value:.3f}" for name, value in zip(features.NAMES, w, strict=True)]
    lines += ["", "[certainty]", f"bias = {v[0] - (raw * mean).sum():.3f}"]
    lines += [f"{name} = {value:.3f}" for name, value in zip(certainty.NAMES, raw, strict=True)]
    target = Path(features.__file__).with_name("weights.toml")
    target.write_text("\n".join(lines) + "\n", "utf-8")
    weights.cache_clear()
    print(f"wrote {target}")


if __name__ == "__main__":
    main()
