"""The parts of an address on the lines of a page: what labels it, what stands above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.lexicon import pattern
from crawler.lines import Line
from crawler.postal_shapes import has_code, has_street, is_bare_street

_PIN = re.compile("[\U0001f4cd\U0001f4cc\U0001f3e0\U0001f3e2\U0001f5fa]")


def is_labelled(lines: Sequence[Line], i: int) -> bool:
    """Whether a label or a pin says that line `i` is an address."""
    own = lines[i].text
    label = pattern("contact", "address_words")
    if _PIN.match(own) or (label.match(own) and ":" in own[:40]):
        return True
    near = [line.text for line in lines[max(0, i - 2) : i] if len(line.text) <= 32]
    return any(_PIN.search(text) or label.match(text.strip(" :")) for text in near)


def unlabelled(text: str) -> str:
    """`text` without the label of an address before it."""
    text = _PIN.sub("", text).strip(" -–—:,")
    label = re.match(r"^([^:]{2,32}):\s*(?=\S)", text)
    if label and pattern("contact", "address_words").search(label[1]):
        return text[label.end() :]
    return text


def in_address_tag(line: Line) -> bool:
    """Whether `line` stands in an <address>."""
    node: HtmlElement | None = line.element
    for _ in range(5):
        if node is None:
            return False
        if node.tag == "address":
            return True
        node = node.getparent()
    return False


def lines_above(lines: Sequence[Line], i: int) -> list[str]:
    """Up to two lines above line `i` that are its street and building."""
    for back in (1, 2):
        if i - back < 0:
            break
        line = lines[i - back]
        text = unlabelled(line.text)
        if len(text) > 70 or line.region != lines[i].region:
            break
        if has_code(text):
            break
        if has_street(text) or (back == 1 and is_bare_street(text)):
            between = [unlabelled(lines[i - 1].text)] if back == 2 else []
            return [text.rstrip(" ,"), *(b.rstrip(" ,") for b in between)]
    return []


def tidy(text: str) -> str:
    """`text` on one line, with single commas and none at its ends."""
    text = re.sub(r"\s*[,;]\s*(?:[,;]\s*)*", ", ", " ".join(text.split()))
    return text.strip(" ,;.–—-|·")
