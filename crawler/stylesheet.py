"""Stylesheets: the rules that can hide, reveal, cross out or colour words, in cascade order.

A scanner for a few properties, not a full CSS parser: a site's stylesheets can be a megabyte, and
tinycss2 reads about a quarter of that a second. Grammar: https://www.w3.org/TR/css-syntax-3/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from crawler.media import Holds, judge
from crawler.selectors import Selector, compile_selector, split_list

Declared = tuple[tuple[str, str, bool], ...]
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


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with the declarations that matter here."""

    selector: Selector
    values: Declared
    """(property, value, important)"""
    rank: tuple[int, tuple[int, int, int], int]
    """(layer, specificity, order)"""
    holds: Holds


@lru_cache(maxsize=8192)
def declarations(block: str, about: str = "shown") -> Declared:
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


def rules_of(text: str, about: str) -> tuple[Rule, ...]:
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
    return tuple(rules)


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
