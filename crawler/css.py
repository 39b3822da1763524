"""What a page's stylesheets say about how its elements are shown.

A scanner for the few properties that hide, reveal or cross out words, not a full CSS parser: a
site's stylesheets can be a megabyte, and tinycss2 reads about a quarter of that a second. Cascade
by https://www.w3.org/TR/css-cascade-5/: importance, layer, specificity, order.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.media import Holds, judge
from crawler.selectors import (
    Compound,
    Selector,
    compile_selector,
    is_compound,
    matches,
    names_in,
    split_list,
)

_Declared = tuple[tuple[str, str, bool], ...]
Values = Mapping[str, str]
"""Property → value, lower case."""

_PROPERTIES = (
    "display", "visibility", "opacity", "content-visibility", "clip", "clip-path", "text-indent",
    "transform", "scale", "animation", "animation-name", "transition", "transition-property",
    "will-change", "text-decoration", "text-decoration-line", "font-size", "font", "position",
    "left", "right", "top", "margin-left", "inset",
    "height", "max-height", "width", "overflow", "overflow-y",
)  # fmt: skip
_COLOURS = (
    "color", "background", "background-color", "background-image", "background-clip",
    "-webkit-background-clip", "-webkit-text-fill-color",
)  # fmt: skip


def _declaration(properties: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(sorted(properties, key=len, reverse=True))
    return re.compile(rf"(?:^|[;{{\s])(?P<name>{names})\s*:\s*(?P<value>[^;]+)", re.IGNORECASE)


_DECLARATIONS = {"shown": _declaration(_PROPERTIES), "colours": _declaration(_COLOURS)}
_PALE = re.compile(
    r"(?:^|[;{\s])color\s*:\s*(?:#f[0-9a-f]f[0-9a-f]f[0-9a-f]\b|#fff\b|white|snow|transparent"
    r"|rgba?\(\s*25\d\D+25\d\D+25\d|rgba\([^)]*,\s*0?\.?0+\s*\)|hsla?\([^)]*\b100%)"
    r"|(?:^|[;{\s])color\s*:\s*(?P<same>[^;]+?)\s*(?:;|;.*[;\s])background(?:-color)?\s*:\s*(?P=same)"
    r"|background(?:-color)?\s*:\s*(?P<back>[^;]+?)\s*(?:;|;.*[;\s])color\s*:\s*(?P=back)",
    re.IGNORECASE,
)
"""A colour of text that may be that of its ground; `crawler.colours` looks closer."""
_LONGEST_BLOCK = 1000
"""Characters of a rule that are searched for pale text."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_URL = re.compile(r"""url\((?:[^()"']|"[^"]*"|'[^']*')*+\)""", re.IGNORECASE)
_STRING = re.compile(r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""")
_CHUNK = re.compile(r"[^{}]*[{}]")
_MOST_RULES = 60_000
"""Rules of one sheet beyond this are left out; the largest real sheets have about 20,000."""
_MOST_STYLES = 20_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with the declarations that matter here."""

    selector: Selector
    values: _Declared
    """(property, value, important)"""
    rank: tuple[int, tuple[int, int, int], int]
    """(layer, specificity, order)"""
    holds: Holds


class RuleSet:
    """The rules of one stylesheet, by what an element must at least have."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.attributes: frozenset[str] = frozenset()
        self._buckets: dict[str, list[Rule]] = defaultdict(list)
        self._matched: dict[int, tuple[Rule, ...]] = {}
        for rule in rules:
            self.attributes = self.attributes.union(_attributes(rule.selector))
            self._buckets[_bucket(rule.selector.subject)].append(rule)

    def matching(self, element: HtmlElement, number: int) -> tuple[tuple[Rule, ...], bool]:
        """The rules that hold for `element` at rest; whether that goes for all of its number."""
        known = self._matched.get(number)
        if known is not None:
            return known, True
        rules = [r for r in self.candidates(element) if r.holds in (Holds.NOW, Holds.HERE)]
        found = tuple(r for r in rules if matches(r.selector, element))
        if any(r.selector.loose and matches(r.selector.loose, element) for r in rules):
            return found, False
        if len(self._matched) > _MOST_STYLES:
            self._matched.clear()
        self._matched[number] = found
        return found, True

    def candidates(self, element: HtmlElement) -> list[Rule]:
        """The rules whose subject may be `element`."""
        buckets = self._buckets
        found = [*buckets.get("*", ()), *buckets.get(str(element.tag), ())]
        for name in sorted(names_in(element.get("class"))):
            found += buckets.get(f".{name}", ())
        if identity := element.get("id"):
            found += buckets.get(f"#{identity}", ())
        return found


class Sheet:
    """All stylesheets of one page in cascade order, ready to be asked about its elements."""

    def __init__(self, texts: tuple[str, ...], about: str = "shown") -> None:
        """`about`: shown, or colours."""
        self._about = about
        self._sets = tuple(_rule_set(text, about) for text in texts)
        self._wanted = frozenset({"class", "id", "style", "hidden"}).union(
            *(s.attributes for s in self._sets)
        )
        self._known: dict[int, Values] = {}

    def style(self, element: HtmlElement, above: int) -> tuple[int, Values]:
        """The values of `element` (nothing inherited), and a number for its children's `above`.

        Elements of the same attributes below parents of one number share an answer, unless a rule
        looks at siblings; the root's `above` is 0.
        """
        wanted = self._wanted
        key = (above, element.tag, tuple(kv for kv in element.items() if kv[0] in wanted))
        number = _numbers.get(key)
        if number is None:
            if len(_numbers) > _MOST_PATHS:
                _numbers.clear()
            number = _numbers[key] = next(_counter)
        values = self._known.get(number)
        if values is None:
            matched = [s.matching(element, number) for s in self._sets]
            inline = declarations(element.get("style") or "", self._about)
            values = _cascade([rules for rules, _ in matched], inline)
            if all(shared for _, shared in matched):
                self._known[number] = values
            else:
                number = next(_counter)
        return number, values

    def in_other_states(self, element: HtmlElement, name: str) -> frozenset[str]:
        """The values that `name` takes in other states: open, active, hovered."""
        found = set()
        for rule in (r for s in self._sets for r in s.candidates(element)):
            for declared, value, _ in rule.values:
                if declared != name:
                    continue
                if _in_other_state(rule, element):
                    found.add(value)
        return frozenset(found)

    def elsewhere(self, element: HtmlElement) -> Values:
        """The values of `element` on another screen: a phone, less motion, without scripts."""
        matched = [
            tuple(
                rule
                for rule in rules.candidates(element)
                if rule.holds in (Holds.NOW, Holds.ELSEWHERE) and matches(rule.selector, element)
            )
            for rules in self._sets
        ]
        return _cascade(matched, declarations(element.get("style") or "", self._about))


_numbers: dict[tuple[int, object, tuple[tuple[str, str], ...]], int] = {}
"""A number for each way that an element and its ancestors look to selectors."""
_counter = itertools.count(1)
_MOST_PATHS = 200_000


def _bucket(subject: Compound) -> str:
    if subject.ids:
        return f"#{subject.ids[0]}"
    if subject.classes:
        return f".{subject.classes[0]}"
    return subject.tag or "*"


def _attributes(selector: Selector) -> Iterator[str]:
    """Attributes that `selector` looks at, beside class and id."""
    for compound in (selector.subject, *(c for _, c in selector.before)):
        yield from (name for name, _, _ in compound.attributes)
        if any(name in ("checked", "open") for name, _ in compound.pseudos):
            yield from ("checked", "selected", "open")
        for _, selectors in compound.nested:
            for inner in selectors:
                yield from _attributes(inner)


def _cascade(sheets: list[tuple[Rule, ...]], inline: _Declared) -> Values:
    best: dict[str, tuple[tuple[object, ...], str]] = {}
    for number, rules in enumerate(sheets):
        for rule in rules:
            for name, value, important in rule.values:
                layer, specificity, order = rule.rank
                rank = (important, 0, layer, specificity, number, order)
                if name not in best or best[name][0] <= rank:
                    best[name] = (rank, value)
    for name, value, important in inline:
        if name not in best or best[name][0][:2] <= (important, 1):
            best[name] = ((important, 1), value)
    return {name: value for name, (_, value) in best.items()}


def _in_other_state(rule: Rule, element: HtmlElement) -> bool:
    """Whether `rule` would hold for `element` in another state (a class "open", :hover)."""
    selector = rule.selector
    states = [*_missing(selector.subject, element)]
    names = names_in(element.get("class"))
    anchored = any(c in names for c in selector.subject.classes) or (
        element.get("id") in selector.subject.ids
    )
    node: HtmlElement | None = element
    for combinator, compound in selector.before:
        found = _nearest(node, combinator, compound)
        if found is None:
            states += _missing(compound, None)
            continue
        node = found
        states += _missing(compound, node)
        anchored = anchored or bool(compound.classes or compound.ids)
    return bool(states) and anchored and all(_STATE.search(s) for s in states)


def _nearest(node: HtmlElement | None, combinator: str, compound: Compound) -> HtmlElement | None:
    """The next element leftwards that is `compound` but for states."""
    while node is not None:
        node = node.getparent() if combinator in " >" else node.getprevious()
        if node is not None and all(_STATE.search(s) for s in _missing(compound, node)):
            names = names_in(node.get("class"))
            plain = not compound.classes and not compound.ids
            if plain or any(c in names for c in compound.classes) or node.get("id") in compound.ids:
                return node
        if combinator in ">+":
            return None
    return None


def _missing(compound: Compound, element: HtmlElement | None) -> list[str]:
    """What `element` lacks of `compound`, as words that _STATE can judge."""
    if element is None:
        return [*compound.classes, *compound.ids, *(f":{n}" for n, _ in compound.pseudos)] or ["?"]
    lacking = [c for c in compound.classes if c not in names_in(element.get("class"))]
    lacking += [f"#{i}" for i in compound.ids if element.get("id") != i]
    if compound.tag and element.tag != compound.tag:
        lacking.append("?")
    for attribute in compound.attributes:
        if not is_compound(Compound(None, (), (), (attribute,), ()), element):
            lacking.append(f"[{attribute[0]}={attribute[2]}]")
    for pseudo in compound.pseudos:
        if not is_compound(Compound(None, (), (), (), (pseudo,)), element):
            lacking.append(f":{pseudo[0]}")
    return lacking


_STATE = re.compile(
    r"open|active|show|visible|expand|select|current|toggled|checked|(?:^|-)in$|(?:^|-)on$|^is-|^has-"
    r"|animat|reveal|appear|loaded|ready|enter|^no-?js|^js$|^:(?:hover|checked|target|focus-within)"
    r"|^\[(?:aria-|data-|open|hidden)|start|done|finish|init|complete",
    re.IGNORECASE,
)
"""Names of states. A bare :focus is none: skip links alone wait for it."""


@lru_cache(maxsize=32)
def sheet_of(texts: tuple[str, ...], about: str = "shown") -> Sheet:
    """The sheet of these stylesheets in cascade order; equal texts cost nothing the second time."""
    return Sheet(texts, about)


@lru_cache(maxsize=8192)
def declarations(block: str, about: str = "shown") -> _Declared:
    """(property, value, important) of the declarations in `block` that matter here."""
    if ":" not in block:
        return ()
    found = []
    for match in _DECLARATIONS[about].finditer(block):
        value = match["value"].strip().lower()
        important = value.endswith("important") and "!" in value
        if important:
            value = value[: value.rindex("!")].strip()
        found.append((match["name"].lower(), value, important))
    if about == "shown" and _PALE.search(block, 0, _LONGEST_BLOCK):
        found.append(("pale", "", False))
    return tuple(found)


@lru_cache(maxsize=128)
def _rule_set(text: str, about: str) -> RuleSet:
    """The rules of one stylesheet that set any of the properties."""
    rules: list[Rule] = []
    layers = _layers(text)
    found = list(_scan(text))
    idle = _idle(value for _, block, _, _ in found for value in declarations(block, about))
    for selectors, block, holds, layer in found:
        kept = tuple(
            v for v in declarations(block, about) if v[0] not in idle and not _is_margin(v)
        )
        if not kept or holds is Holds.NEVER or len(rules) > _MOST_RULES:
            continue
        level = layers.setdefault(layer, len(layers)) if layer else _UNLAYERED
        for part in split_list(selectors):
            selector = compile_selector(part)
            if selector is not None:
                rank = (level, selector.specificity, len(rules))
                rules.append(Rule(selector, kept, rank, holds))
    return RuleSet(tuple(rules))


def _layers(text: str) -> dict[str, int]:
    """Cascade layers by name, in the order in which they are first named."""
    if "@layer" not in text:
        return {}
    names = (n.strip() for m in _LAYER.finditer(text) for n in m[1].split(","))
    return {f".{name}": number for number, name in enumerate(dict.fromkeys(names))}


_LAYER = re.compile(r"@layer\s*([^;{}@]*)[;{]")


def _idle(values: Iterable[tuple[str, str, bool]]) -> set[str]:
    """Properties of place and size that this sheet uses for nothing but layout."""
    idle = set(_LAYOUT)
    for name, value, _ in values:
        if name in idle and _HIDING_LAYOUT.match(value):
            idle.difference_update(_LAYOUT[name])
    return idle


def _is_margin(value: tuple[str, str, bool]) -> bool:
    """A margin that is no trick: frameworks space everything with rules for all siblings."""
    return value[0] == "margin-left" and not value[1].startswith("-")


_SIZES = ("height", "max-height", "width", "overflow", "overflow-y")
_LAYOUT = {
    **{edge: (edge, "position") for edge in ("left", "right", "top", "inset")},
    **dict.fromkeys(("height", "max-height", "width"), _SIZES),
    **dict.fromkeys(("overflow", "overflow-y", "position"), ()),
    **{name: (name,) for name in ("margin-left", "text-indent", "font-size")},
}
"""Properties that matter only when the sheet hides by them, and what they then need."""
_HIDING_LAYOUT = re.compile(r"-\d{3,}|[01]?(?:\.\d+)?(?:px|em|rem|%)?$")
_UNLAYERED = 1 << 20


@dataclass(slots=True)
class _Group:
    """An open brace: a style rule, or an at-rule around rules."""

    selectors: str | None
    holds: Holds
    layer: str
    declared: str = ""


def _scan(text: str) -> Iterator[tuple[str, str, Holds, str]]:
    """(selector list, declarations, when, layer) of each style rule; nested rules are unfolded."""
    text = _COMMENT.sub(" ", text)
    text = _URL.sub("url()", text)
    text = _STRING.sub(lambda m: "''" if _RISKY.search(m[0]) else m[0], text)
    text += "}" * max(1, text.count("{") - text.count("}"))
    open_ = [_Group(None, Holds.NOW, "")]
    for chunk in _CHUNK.findall(text):
        body = chunk[:-1]
        if chunk[-1] == "{":
            before, _, prelude = body.rpartition(";")
            if open_[-1].selectors:
                open_[-1].declared += before + ";"
            deep = len(open_) > _DEEPEST
            open_.append(_DEAD if deep else _group(prelude.strip(), open_[-1]))
        elif len(open_) > 1:
            group = open_.pop()
            if group.selectors:
                yield group.selectors, group.declared + body, group.holds, group.layer


_DEEPEST = 20
"""Braces within braces; what stands deeper is not read."""
_DEAD = _Group("", Holds.NEVER, "")
_RISKY = re.compile(r"[{};]")


def _group(prelude: str, parent: _Group) -> _Group:
    if not prelude.startswith("@"):
        return _Group(_unfolded(prelude, parent.selectors), parent.holds, parent.layer)
    name, _, rest = prelude[1:].partition(" ")
    name, _, glued = name.partition("(")
    rest = f"({glued} {rest}" if glued else rest
    holds, layer = parent.holds, parent.layer
    if name == "media":
        inner = judge(rest.strip())
        holds = max(holds, inner, key=list(Holds).index)
    elif name == "layer":
        layer = f"{layer}.{rest.strip()}"
    elif name not in ("supports", "container", "scope", "starting-style"):
        holds = Holds.NEVER
    return _Group(parent.selectors, holds, layer)


def _unfolded(selectors: str, parent: str | None) -> str:
    """`selectors` of a nested rule with `&` (or nothing) standing for the rule around it."""
    if parent is None:
        return selectors
    around = f":is({parent})" if "," in parent else parent
    return ",".join(
        part.replace("&", around) if "&" in part else f"{around} {part.strip()}"
        for part in split_list(selectors)
    )
