"""Titles with a body of their own: accordion items, definition terms, headings, bold lines.

Accordions of all builders come down to a title followed by its body, in one of four forms:
<details>, a control that names its panel (aria-controls, data-bs-target, href="#panel"), <dt> with
<dd>, and a title element whose next siblings are the body. Titles of one look in one section form
a group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from lxml.html import HtmlElement

from crawler.controls import control_of, leads_away, panel_of, panels_of
from crawler.dom import Document, channel_of
from crawler.flow import Flow, Line, flow_of
from crawler.lexicon import pattern
from crawler.records import Channel

_ENDS = ("?", "？", "؟")
LONGEST = 300
"""Characters of a title."""
_SUBTITLE, _LABEL_LINES = 120, 5
"""Characters beside the title in its control, and lines of it."""
LONGEST_BODY = 6_000
"""Characters of a body; more is a part of the page, not an answer."""
_WORD = re.compile(r"\w")
_NUMBERING = re.compile(
    r"^(?:(?:[QFPDV]\s?\d{0,3}|Frage\s\d+|Question\s\d+)\s*[.:)–—-]+\s*|#\s*|"
    r"\d{1,2}\s*(?:[.)/:]\s*|[–—-]\s+)(?=\D))",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(
    r"(?:\s*[+−–—×✕✖✚➕▼▽▾▿⌄⌵›»→↓⬇▸▹►\-]|\s+(?:add|remove)|"
    r"\s*(?:expand_(?:more|less)|keyboard_arrow_\w+|arrow_\w+|chevron_\w+|add_circle\w*))+$"
)
_MARK = re.compile(r"^[?？؟+❓❔]\s+(?=[¿\w«„“\"'])")
"""A sign that decorates the title."""
_ANSWERS = re.compile(
    r"^(?:(?:[AR]\s*[:.)]|[OS]\s*:)|(?:Answer|Antwort|Réponse|Respuesta|Risposta|Resposta)\s*:)\s+"
)
_FIELDS = ("input", "select", "textarea")


@dataclass(frozen=True)
class Title:
    """A title and what stands under it."""

    text: str
    """Without numbering and ornaments."""
    body: str
    """Every paragraph and list item, on one line; no trailing buttons."""
    toggle: bool
    """It opens and closes its body, or it is a <dt>."""
    leaf: bool
    """No other question or toggle stands in its body."""
    heading: bool
    marked: bool
    """Set apart from prose: a heading, in bold, or a toggle."""
    channel: Channel
    path: tuple[str, ...]
    """Headings above it; none in an aside, which is not part of the section before it."""
    before: tuple[str, ...]
    """Up to four short lines right above it, in page order; not the entries of a menu."""
    names: tuple[str, ...]
    """id, class and aria-label of the elements around it, innermost first."""


@dataclass(frozen=True)
class _Spot:
    """A line that may be a title."""

    at: int
    line: Line
    text: str
    rest: str
    """Words that follow the title in its own line."""
    control: HtmlElement | None
    bold: bool

    @property
    def look(self) -> tuple[object, ...]:
        """Titles of one look in one section belong together."""
        element = self.line.element
        kind = self.control.tag if self.control is not None else element.tag
        return (kind, self.control is not None, self.line.rank, self.bold, self.line.path)


@lru_cache(maxsize=4)
def groups(document: Document) -> tuple[tuple[Title, ...], ...]:
    """Every title with a body on the page, by look and section, in page order."""
    flow = flow_of(document)
    spots = list(_spots(flow))
    looks = {s.at: s.look for s in spots}
    opening = {id(s.line) for s in spots if s.control is not None or s.text.endswith(_ENDS)}
    panels = panels_of(document.root) if any(s.control is not None for s in spots) else {}
    found: dict[tuple[object, ...], list[Title]] = {}
    for spot in spots:
        body = _body(spot, flow, looks, panels)
        inner = any(id(line) in opening for line in body)
        if (body or spot.rest) and (title := _title(spot, body, flow, leaf=not inner)) is not None:
            found.setdefault(spot.look, []).append(title)
    return tuple(tuple(group) for group in found.values())


def _spots(flow: Flow) -> Iterator[_Spot]:
    """Every line that may be a title; of the lines of one control the first."""
    labelled: set[HtmlElement] = set()
    for at, line in enumerate(flow.lines):
        spot = _spot(at, line, flow)
        if spot is None or spot.control in labelled:
            continue
        if spot.control is not None:
            labelled.add(spot.control)
        yield spot


def _spot(at: int, line: Line, flow: Flow) -> _Spot | None:
    if line.region in ("nav", "cookie") or not _WORD.search(line.text):
        return None
    if line.region in ("header", "footer") and "?" not in line.text:
        return None
    text, rest, bold = _split(line)
    if len(text) > LONGEST:
        return None
    text = _NUMBERING.sub("", _MARK.sub("", _ORNAMENT.sub("", text))).strip()
    control = control_of(line)
    if control is not None and _is_card(control, text, flow):
        control = None
    if not (control is not None or line.rank or bold or text.endswith(_ENDS)):
        return None
    if len(text) < 4 or (control is None and leads_away(line)):
        return None
    return _Spot(at, line, text, rest, control, bold)


def _is_card(control: HtmlElement, title: str, flow: Flow) -> bool:
    """Whether `control` holds much more than its title: a card that can be clicked as a whole."""
    lines = flow.under(control)[: _LABEL_LINES + 1]
    return len(lines) > _LABEL_LINES or sum(len(n.text) for n in lines) > len(title) + _SUBTITLE


def _split(line: Line) -> tuple[str, str, bool]:
    """The title of `line`, the words after it, and whether it is set in bold."""
    last = 0
    for n, piece in enumerate(line.pieces):
        if not _is_bold(piece.element, line.element):
            break
        last = n + 1
    if not last:
        return line.text, "", False
    if last == len(line.pieces):
        return line.text, "", True
    end = line.pieces[last].start
    title = line.text[:end].strip()
    return (title, line.text[end:].strip(), True) if title[-1:] in "?:" else (line.text, "", False)


def _is_bold(node: HtmlElement | None, block: HtmlElement) -> bool:
    while node is not None and node is not block:
        if node.tag in ("b", "strong"):
            return True
        node = node.getparent()
    return False


# bodies


def _body(
    spot: _Spot,
    flow: Flow,
    looks: dict[int, tuple[object, ...]],
    panels: dict[str, HtmlElement],
) -> tuple[Line, ...]:
    """The lines under a title; none where it has no body of its own."""
    if spot.control is not None and (panel := panel_of(spot.control, panels)) is not None:
        first, last = flow.span(panel)
        if first < last and not first <= spot.at < last:
            return flow.lines[first:last]
    start = spot.at + 1
    if spot.control is not None:
        start = max(start, flow.span(spot.control)[1])
    node: HtmlElement | None = spot.line.element
    while node is not None:
        _, last = flow.span(node)
        if any(_WORD.search(line.text) for line in flow.lines[start:last]):
            return tuple(_until_next(spot, start, flow.lines[start:last], looks))
        if spot.rest:
            return ()
        node = node.getparent()
    return ()


def _until_next(
    spot: _Spot, start: int, lines: tuple[Line, ...], looks: dict[int, tuple[object, ...]]
) -> Iterator[Line]:
    for at, line in enumerate(lines, start):
        if looks.get(at) == spot.look:
            return
        if line.rank and (not spot.line.rank or line.rank <= spot.line.rank):
            return
        if line.region != spot.line.region and (line.linked or line.region != "nav"):
            return
        yield line


def _title(spot: _Spot, lines: tuple[Line, ...], flow: Flow, *, leaf: bool) -> Title | None:
    body = answer_text(lines)
    if spot.rest:
        body = f"{spot.rest} {body}".strip()
    if not body or len(body) > LONGEST_BODY or _has_fields(spot.line.element, lines):
        return None
    above = [
        line.text
        for line in flow.lines[max(0, spot.at - 4) : spot.at]
        if line.region == spot.line.region or line.region not in ("nav", "header")
    ]
    panel = lines[0].element if lines else spot.line.element
    return Title(
        text=spot.text,
        body=body,
        toggle=spot.control is not None,
        leaf=leaf,
        heading=spot.line.rank > 0,
        marked=spot.control is not None or spot.line.rank > 0 or spot.bold,
        channel=channel_of(panel),
        path=() if spot.line.region == "aside" else spot.line.path,
        before=tuple(text for text in above if len(text) <= 80),
        names=tuple(_names(spot.line.element)),
    )


def answer_text(lines: tuple[Line, ...]) -> str:
    """`lines` on one line: semicolons between list items, trailing buttons left out."""
    kept = [line for line in lines if _WORD.search(line.text)]
    while kept and (kept[-1].linked or _leads_on(kept[-1].text)):
        kept.pop()
    parts: list[str] = []
    for line, after in zip_longest(kept, kept[1:]):
        items = line.item is not None and after is not None and after.item is not None
        apart = items and after is not None and after.item is not line.item
        parts.append(f"{line.text};" if apart and line.text[-1].isalnum() else line.text)
    return _ANSWERS.sub("", " ".join(parts))


def _leads_on(text: str) -> bool:
    return pattern("faq", "more").fullmatch(text.strip(" →»›>….")) is not None


def _has_fields(title: HtmlElement, lines: tuple[Line, ...]) -> bool:
    """Whether the body asks the visitor instead: a quiz, a form."""
    around = {title, *title.iterancestors()}
    for line in lines[:1] + lines[-1:]:
        node = line.element
        while (parent := node.getparent()) is not None and parent not in around:
            node = parent
        if node not in around and next(node.iter(*_FIELDS), None) is not None:
            return True
    labels = sum(next(line.element.iterancestors("label"), None) is not None for line in lines)
    return 2 * labels > len(lines)


def _names(element: HtmlElement) -> Iterator[str]:
    for depth, node in enumerate((element, *element.iterancestors())):
        if depth > 8 or node.tag in ("body", "main"):
            return
        for name in ("id", "class", "aria-label"):
            if value := node.get(name):
                yield value
