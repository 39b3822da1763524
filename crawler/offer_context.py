"""Where a page only shows how something is worked out: its amounts are nobody's price.

A worked example, a dashboard or a scenario table opens with a word for it and labels its amounts as
values, results and outside costs. One such label proves nothing: a valuer sells valuations.
"""

from __future__ import annotations

from functools import lru_cache

from crawler.dom import Document
from crawler.flow import Flow, flow_of
from crawler.money import period_in
from crawler.offer_words import is_figure, says_example

_LABELS = 2
"""Different labels of figures that make an example."""
_WIDEST = 80
"""Lines of the largest box that one example fills."""
_LABEL_WORDS = 8
_SAYING_WORDS = 60


@lru_cache(maxsize=4)
def example_lines(document: Document) -> frozenset[int]:
    """Indices of the lines whose amounts belong to an example; what is paid by period stays."""
    flow, language = flow_of(document), document.language
    figures = _figures(flow, language)
    if len(set(figures.values())) < _LABELS:
        return frozenset()
    found: set[int] = set()
    for n, line in enumerate(flow.lines):
        if line.region != "main" or n in found or len(line.text.split()) > _SAYING_WORDS:
            continue
        if says_example(line.text, language):
            found.update(_box(n, flow, figures))
    return frozenset(
        n for n in found if period_in(flow.lines[n].text, language, anywhere=True) is None
    )


def _figures(flow: Flow, language: str | None) -> dict[int, str]:
    """The labels of figures by line."""
    return {
        n: line.text.casefold()
        for n, line in enumerate(flow.lines)
        if len(line.text.split()) <= _LABEL_WORDS and is_figure(line.text, language)
    }


def _box(n: int, flow: Flow, figures: dict[int, str]) -> range:
    """The lines of the widest box around line `n` that is filled with figures after it."""
    widest = range(0)
    for node in flow.lines[n].element.iterancestors():
        first, last = flow.span(node)
        if last - first > _WIDEST or node.tag in ("main", "article", "body", "html"):
            break
        if len({label for at, label in figures.items() if n <= at < last}) >= _LABELS:
            widest = range(min(n, first), last)
    return widest
