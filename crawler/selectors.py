"""CSS selectors, compiled for asking of one element at a time whether they match.

Stylesheets of page builders hold thousands of rules that are asked about thousands of elements;
compiling each to XPath over the whole tree (cssselect) costs more than reading the page. Grammar:
https://www.w3.org/TR/selectors-4/. What cannot be known at rest (:hover, :has) does not match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml.html import HtmlElement

_NAME = r"(?:[\w\u00a0-\uffff-]|\\[0-9a-fA-F]{1,6}\s?|\\.)+"
_TOKEN = re.compile(
    rf"""\s*(?P<combinator>[>+~])\s*|(?P<space>\s+)|\.(?P<class>{_NAME})|\#(?P<id>{_NAME})
    |\[\s*(?P<attr>{_NAME}(?:\|{_NAME})?)\s*(?:(?P<op>[~|^$*]?=)\s*(?P<value>"[^"]*"|'[^']*'|[^\]\s]+)\s*[is]?\s*)?\]
    |(?P<element>::{_NAME}(?:\([^()]*\))?)|:(?P<pseudo>{_NAME})|(?P<any>\*)|(?P<tag>{_NAME})""",
    re.VERBOSE,
)
_LONGEST = 600
"""Characters of the longest selector that is read; longer ones are hostile."""
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_LEGACY_ELEMENTS = {"before", "after", "first-line", "first-letter"}
_POSITIONS = {
    "first-child", "last-child", "only-child", "nth-child", "nth-last-child", "first-of-type",
    "last-of-type", "only-of-type", "nth-of-type", "nth-last-of-type", "empty",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: `a.b#c[d]:e`."""

    tag: str | None
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str, str], ...]
    """(name, operator or "", value)"""
    pseudos: tuple[tuple[str, str], ...]
    """(name, argument or "")"""
    nested: tuple[tuple[str, tuple[Selector, ...]], ...] = ()
    """(is, where or not; the selectors in its brackets)"""


@dataclass(frozen=True, slots=True)
class Selector:
    """A complex selector."""

    subject: Compound
    before: tuple[tuple[str, Compound], ...]
    """(combinator, compound), from the subject leftwards; descendant is " "."""
    specificity: tuple[int, int, int]
    loose: Selector | None = None
    """When it looks at siblings: itself without that. Where even this does not match, elements of
    one class and place do not differ."""


def split_list(text: str) -> list[str]:
    """The parts of a selector list; commas in brackets do not part."""
    if "(" not in text and "[" not in text:
        return text.split(",")
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        if c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
        elif c == "," and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


@lru_cache(maxsize=65536)
def compile_selector(text: str) -> Selector | None:
    """`text` as a selector; None when it is no selector, or one of a pseudo-element."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    chain: list[tuple[str, _Parts]] = [("", _Parts())]
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token["element"]:
            return None
        at = token.end()
        if token["combinator"] or token["space"]:
            chain.append((token["combinator"] or " ", _Parts()))
        elif token["pseudo"] is not None:
            argument, at = _argument(text, at)
            if not chain[-1][1].add_pseudo(_plain(token["pseudo"]).lower(), argument):
                return None
        else:
            chain[-1][1].add(token)
    if not text or chain[-1][1].empty:
        return None
    compounds = [(combinator, parts.compound()) for combinator, parts in chain]
    before = tuple(
        (compounds[i + 1][0], compounds[i][1]) for i in range(len(compounds) - 2, -1, -1)
    )
    a, b, c = (sum(parts.specificity[i] for _, parts in chain) for i in range(3))
    found = Selector(compounds[-1][1], before, (a, b, c))
    if any(k in "+~" for k, _ in before) or any(p.positional for _, p in chain):
        return replace(found, loose=_loosened(found))
    return found


def _loosened(selector: Selector) -> Selector:
    before: list[tuple[str, Compound]] = []
    for combinator, compound in selector.before:
        if combinator in "+~":
            break
        before.append((combinator, _anywhere(compound)))
    return Selector(_anywhere(selector.subject), tuple(before), selector.specificity)


def _anywhere(compound: Compound) -> Compound:
    pseudos = tuple(p for p in compound.pseudos if p[0] not in _POSITIONS)
    nested = tuple(n for n in compound.nested if not any(s.loose for s in n[1]))
    return replace(compound, pseudos=pseudos, nested=nested)


class _Parts:
    """A compound being read."""

    def __init__(self) -> None:
        self.tag: str | None = None
        self.ids: list[str] = []
        self.classes: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.pseudos: list[tuple[str, str]] = []
        self.nested: list[tuple[str, tuple[Selector, ...]]] = []
        self.specificity = [0, 0, 0]
        self.positional = False
        self.empty = True

    def add(self, token: re.Match[str]) -> None:
        """Take in a class, id, attribute, tag or star."""
        self.empty = False
        if token["class"]:
            self.classes.append(_plain(token["class"]))
            self.specificity[1] += 1
        elif token["id"]:
            self.ids.append(_plain(token["id"]))
            self.specificity[0] += 1
        elif token["attr"]:
            value = (token["value"] or "").strip("\"'")
            name = token["attr"].rpartition("|")[2].lower()
            self.attributes.append((_plain(name), token["op"] or "", _plain(value)))
            self.specificity[1] += 1
        elif token["tag"]:
            self.tag = token["tag"].lower()
            self.specificity[2] += 1

    def add_pseudo(self, name: str, argument: str) -> bool:
        """Take in a pseudo-class; False when it is a pseudo-element in the old spelling."""
        if name in _LEGACY_ELEMENTS:
            return False
        self.empty = False
        self.positional = self.positional or name in _POSITIONS
        if name in ("not", "is", "where", "matches", "-webkit-any"):
            found = [s for part in split_list(argument) if (s := compile_selector(part))]
            self.nested.append((name, tuple(found)))
            self.positional = self.positional or any(s.loose for s in found)
            if name != "where" and found:
                best = max(s.specificity for s in found)
                self.specificity = [x + y for x, y in zip(self.specificity, best, strict=True)]
            return True
        self.pseudos.append((name, argument))
        self.specificity[1] += 1
        return True

    def compound(self) -> Compound:
        return Compound(
            self.tag, tuple(self.ids), tuple(self.classes), tuple(self.attributes),
            tuple(self.pseudos), tuple(self.nested),
        )  # fmt: skip


def _argument(text: str, at: int) -> tuple[str, int]:
    if at >= len(text) or text[at] != "(":
        return "", at
    depth = 0
    for i in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth == 0:
            return text[at + 1 : i], i + 1
    return text[at + 1 :], len(text)


def _plain(name: str) -> str:
    if "\\" not in name:
        return name
    return _ESCAPE.sub(
        lambda m: chr(min(int(m[1], 16), 0x10FFFF) or 0xFFFD) if m[1] else m[2], name
    )


@lru_cache(maxsize=16384)
def names_in(value: str | None) -> frozenset[str]:
    """The names in a class attribute."""
    return frozenset(value.split()) if value else frozenset()


def matches(selector: Selector, element: HtmlElement) -> bool:
    """Whether `selector` matches `element` in its tree, with nothing hovered, focused or open."""
    return is_compound(selector.subject, element) and (
        not selector.before or _left(selector.before, element, [_STEPS]) == _YES
    )


_YES, _NOT_HERE, _NO_SIBLING, _NOWHERE = range(4)
"""_NO_SIBLING, _NOWHERE: no other sibling, or no ancestor either, can do better."""
_STEPS = 2000
"""Elements tried for one selector at most; a hostile one could ask for any number."""


def _left(before: tuple[tuple[str, Compound], ...], element: HtmlElement, steps: list[int]) -> int:
    """Whether the rest of a selector matches to the left of `element`."""
    if not before:
        return _YES
    combinator, compound = before[0]
    upwards = combinator in " >"
    settled = (_YES, _NOWHERE) if upwards else (_YES, _NO_SIBLING, _NOWHERE)
    node: HtmlElement | None = element.getparent() if upwards else element.getprevious()
    while node is not None:
        steps[0] -= 1
        if steps[0] < 0:
            return _NOWHERE
        if is_compound(compound, node):
            answer = _left(before[1:], node, steps)
            if answer in settled:
                return answer
        if combinator in ">+":
            return _NOT_HERE
        node = node.getparent() if upwards else node.getprevious()
    return _NOWHERE if upwards else _NO_SIBLING


def is_compound(compound: Compound, element: HtmlElement) -> bool:
    """Whether one element is what `compound` asks for."""
    if compound.tag and element.tag != compound.tag:
        return False
    if compound.classes:
        names = names_in(element.get("class"))
        if not all(c in names for c in compound.classes):
            return False
    if compound.ids and any(element.get("id") != i for i in compound.ids):
        return False
    return (
        all(_has(element, a) for a in compound.attributes)
        and all(_is_pseudo(element, name, argument) for name, argument in compound.pseudos)
        and all(
            any(matches(s, element) for s in selectors) != (name == "not")
            for name, selectors in compound.nested
        )
    )


def _has(element: HtmlElement, attribute: tuple[str, str, str]) -> bool:
    name, operator, wanted = attribute
    value = element.get(name)
    if value is None or not operator:
        return value is not None
    match operator:
        case "=":
            return value == wanted
        case "~=":
            return wanted in value.split()
        case "|=":
            return value == wanted or value.startswith(f"{wanted}-")
        case "^=":
            return bool(wanted) and value.startswith(wanted)
        case "$=":
            return bool(wanted) and value.endswith(wanted)
        case _:
            return bool(wanted) and wanted in value


def _is_pseudo(element: HtmlElement, name: str, argument: str) -> bool:
    if name in _POSITIONS:
        return _is_position(element, name, argument)
    if name == "root":
        return element.getparent() is None
    if name in ("checked", "open"):
        return any(element.get(a) is not None for a in ("checked", "selected", "open"))
    return name in ("link", "any-link", "enabled") and element.tag == "a"


def _is_position(element: HtmlElement, name: str, argument: str) -> bool:
    if name == "empty":
        return len(element) == 0 and not (element.text or "").strip()
    tag = str(element.tag) if name.endswith("of-type") else "*"
    before = len(list(element.itersiblings(tag, preceding=True)))
    after = len(list(element.itersiblings(tag))) if "last" in name or "only" in name else 0
    if name.startswith("only"):
        return before == after == 0
    index = (after if "last" in name else before) + 1
    if not name.startswith("nth"):
        return index == 1
    return _in_steps(index, argument.partition(" of ")[0].replace(" ", "").lower())


def _in_steps(index: int, formula: str) -> bool:
    """Whether `index` is one of an+b for some n ≥ 0 (CSS Syntax 3, "The An+B microsyntax")."""
    formula = {"odd": "2n+1", "even": "2n"}.get(formula, formula)
    found = re.fullmatch(r"([+-]?\d*)n([+-]\d+)?|([+-]?\d+)", formula)
    if found is None:
        return False
    if found[3]:
        return index == int(found[3])
    a = int(found[1] + "1") if found[1] in ("", "+", "-") else int(found[1])
    rest = index - int(found[2] or 0)
    return rest == 0 if a == 0 else rest % a == 0 and rest // a >= 0
