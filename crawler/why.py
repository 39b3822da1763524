"""Why a text of a page became a record or not: for `inspect --why`, computed only when asked."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.blocks import dom_path
from crawler.dom import (
    Uncleaned,
    channel_of,
    heading_path,
    is_struck,
    parse,
    region_of,
    text_of,
)
from crawler.pages import Page
from crawler.reading import PageReading, Trace
from crawler.records import Record, Source

_MOST = 5
"""Places per page that are explained."""
_QUOTE = 300


def explain(page: Page, reading: PageReading, text: str) -> tuple[Trace, ...]:
    """What became of `text` at each place of `page` that has it, in page order."""
    wanted = _plain(text)
    document = parse(page)
    seen = [_trace(e, reading, wanted) for e in _holders(document.root, wanted)]
    if seen:
        return tuple(seen[:_MOST])
    return tuple(_hidden(page, wanted))[:_MOST]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _holders(root: HtmlElement, wanted: str) -> list[HtmlElement]:
    """The smallest elements that hold the text."""
    held: list[HtmlElement] = []
    stack = [root] if wanted in _plain(text_of(root)) else []
    while stack:
        element = stack.pop()
        below = [c for c in element if wanted in _plain(text_of(c))]
        if below:
            stack.extend(reversed(below))
        else:
            held.append(element)
    return held


def _trace(element: HtmlElement, reading: PageReading, wanted: str) -> Trace:
    verdict, reason = _verdict(element, reading, wanted)
    return Trace(
        path=dom_path(element), text=text_of(element)[:_QUOTE], verdict=verdict, reason=reason
    )


def _verdict(element: HtmlElement, reading: PageReading, wanted: str) -> tuple[str, str]:
    said = [
        f"{kind} {name!r} quotes it ({source.channel.value})"
        for kind, name, source in _sources(reading)
        if wanted in (quote := _plain(source.quote))
        or (2 * len(quote) > len(wanted) and quote in wanted)
    ]
    if said:
        return said[0].split(" ", 1)[0], "; ".join(dict.fromkeys(said[:_MOST]))
    if is_struck(element):
        return "none", "it is crossed out"
    region = region_of(element)
    if region != "main":
        return "none", f"it stands in the {region} region, where only contact facts are read"
    above = " > ".join(heading_path(element)) or "no heading"
    how = channel_of(element).value
    if any(wanted in _plain(p.text) for p in reading.passages):
        return "passage", f"no kind's evidence was found ({how}, below {above}); lookup has it"
    return "none", f"no kind's evidence was found ({how}, below {above})"


def _sources(reading: PageReading) -> Iterator[tuple[str, str, Source]]:
    records: tuple[Record, ...] = (
        *reading.pricing,
        *reading.services,
        *reading.testimonials,
        *reading.faq,
    )
    for record in records:
        name = next((str(getattr(record, f)) for f in record.named_by if getattr(record, f)), "")
        for source in record.sources:
            yield record.kind, name, source
    for candidate in (*reading.contacts, *reading.company):
        said = Source(
            url=candidate.source.url, quote=candidate.value, channel=candidate.source.channel
        )
        yield candidate.field, candidate.value, said


def _hidden(page: Page, wanted: str) -> Iterator[Trace]:
    """The same text where no visitor sees it."""
    uncleaned = Uncleaned(page)
    for element in _holders(uncleaned.root, wanted):
        by = uncleaned.hidden_by(element)
        yield Trace(
            path=dom_path(element),
            text=text_of(element)[:_QUOTE],
            verdict="none",
            reason=f"no visitor sees it: {by}",
        )
