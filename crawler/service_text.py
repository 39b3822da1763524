"""What the lines of a card or page say about a service: description, features, duration."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.durations import duration_of, stated_duration
from crawler.flow import Line
from crawler.labels import bare
from crawler.money import find_money, only_period
from crawler.money_grammar import phrases, whole

_LONGEST = 700
_FEATURES = 25
_ANSWER = 30
"""Words of what a label such as "Duration" or "Who it is for" says."""
_LIST = 18
"""Words of a line that only lists several prices, or opens with one."""


def description_of(lines: Sequence[Line], name: Line, language: str | None) -> str | None:
    """The sentences of a card: its lines but name, labels, prices, list items and links."""
    kept: list[str] = []
    first: str | None = None
    after = lines[lines.index(name) + 1 :] if name in lines else lines
    for line in after:
        if line is name or line.rank or (line.item is not None and name.item is not line.item):
            continue
        if (line.linked and not name.linked) or is_label(line.text, language):
            continue
        if len(line.text.split()) >= 5:
            kept.append(line.text)
        elif line is after[0] and len(line.text.split()) >= 2:
            first = line.text
    return _within(kept) if kept else first


def _within(texts: Sequence[str]) -> str:
    whole_text = texts[0]
    for text in texts[1:]:
        if len(whole_text) + len(text) > _LONGEST:
            break
        whole_text = f"{whole_text} {text}"
    return whole_text[: 2 * _LONGEST]


def is_label(text: str, language: str | None) -> bool:
    """Whether `text` is a price, a duration or another thing that is no sentence."""
    if len(text.split()) > 9:
        found = find_money(text, language) if len(text.split()) <= _LIST else []
        return len(found) > 1 or any(money.start == 0 for money in found)
    if find_money(text, language) or only_period(text, language):
        return True
    if any(whole(name, bare(text), language) for name in ("free", "from")):
        return True
    return duration_of(text, language) is not None or whole("on_request", bare(text), language)


def features_in(lines: Sequence[Line]) -> tuple[str, ...]:
    """The list items among `lines`."""
    items: dict[HtmlElement, list[str]] = {}
    for line in lines:
        if line.item is not None and not line.linked:
            items.setdefault(line.item, []).append(line.text)
    texts = (bare(" ".join(parts)) for parts in items.values())
    found = tuple(dict.fromkeys(t for t in texts if t))
    return found[:_FEATURES] if len(found) > 1 else ()


def labelled(name: str, lines: Sequence[Line], language: str | None) -> str | None:
    """What stands behind one of the labels `name` ("Duration: 8 weeks"), or on the line below it.

    A heading may be the label: "Who it is for", with its first paragraph.
    """
    label = phrases("services", name, language)
    for n, line in enumerate(lines):
        match = label.match(line.text)
        if match is None or len(line.text.split()) > _ANSWER:
            continue
        rest = line.text[match.end() :].strip()
        if rest[:1] in (":", "–", "—"):
            return rest.strip(" :–—").rstrip(".") or _below(n, lines, line)
        if not rest.strip("?. "):
            return _below(n, lines, line)
    return None


def _below(n: int, lines: Sequence[Line], label: Line) -> str | None:
    """The line under a label, when it is set apart from it and short."""
    after = lines[n + 1] if n + 1 < len(lines) else None
    apart = label.rank or label.element.tag in ("dt", "th", "strong", "b", "span", "div", "td")
    if after is None or not apart or after.rank or len(after.text.split()) > _ANSWER:
        return None
    return after.text.rstrip(".")


def duration_in(lines: Sequence[Line], language: str | None) -> str | None:
    """The first label that says how long it takes, without a price beside it, else a sentence."""
    if told := labelled("duration", lines, language):
        return told
    for line in lines:
        if (
            line.item is None
            and len(line.text.split()) <= 9
            and (found := duration_of(line.text, language))
        ):
            return found
    return next((t for line in lines if (t := stated_duration(line.text, language))), None)
