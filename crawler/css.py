"""What a page's stylesheets say about how its elements are shown.

Cascade by https://www.w3.org/TR/css-cascade-5/: importance, layer, specificity, order.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.media import Holds
from crawler.selectors import Compound, Selector, is_compound, matches, names_in
from crawler.stylesheet import Declared, Rule, Values, declarations, rules_of

_MOST_STYLES = 20_000


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


def _cascade(sheets: list[tuple[Rule, ...]], inline: Declared) -> Values:
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


@lru_cache(maxsize=128)
def _rule_set(text: str, about: str) -> RuleSet:
    return RuleSet(rules_of(text, about))
