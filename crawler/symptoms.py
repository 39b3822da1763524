"""Pages that answer 200 and are not the page: error pages, maintenance notes, captchas."""

from __future__ import annotations

from crawler.fetch import Answer
from crawler.markup import Markup
from crawler.report import Disposition


def symptom(markup: Markup, answer: Answer) -> tuple[Disposition, str] | None:
    """What is wrong with a page that says it is fine, and by which sign; None when nothing is."""
    del markup, answer
    return None
