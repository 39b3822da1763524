"""The prose of a page for lookup: one trafilatura call, hidden behind one function."""

from __future__ import annotations

from crawler.dom import Document
from crawler.reading import Passage


def passages(document: Document) -> tuple[Passage, ...]:
    """The page's running text by heading."""
    return ()
