"""The optional second reader in a build: see crawler/assist.py."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.assist import AssistReport, FolderCache, assist
from crawler.pages import Page
from crawler.reading import PageReading
from server.site_file import SiteFile
from server.wiring import Services


def assisted(
    readings: Sequence[PageReading], pages: Sequence[Page], site: SiteFile, services: Services
) -> tuple[list[PageReading], tuple[str, ...]]:
    """Return the readings with what the assistant adds, and what it did in a line per matter.

    With `[extraction] assist = "off"`, or without a key, the readings are returned as they are.
    """
    if services.reader is None:
        return list(readings), ()
    kept = FolderCache(services.store / "assist")
    done, report = assist(readings, pages, services.reader, kept, site.extraction.assistant)
    return done, tuple(_lines(report, site.extraction.assistant.budget_usd))


def _lines(report: AssistReport, budget: float) -> list[str]:
    spent = f"${report.spent_usd:.4f}"
    lines = [f"assistant: {report.asked} pages asked, {report.cached} known, {spent} spent"]
    if report.unread:
        lines.append(
            f"assistant: {report.unread} pages left out at the budget of ${budget:.2f};"
            " raise extraction.assistant.budget_usd"
        )
    if report.failed:
        lines.append(f"assistant: {len(report.failed)} pages failed, first {report.failed[0]}")
    return lines
