"""Names of rows that a line break parts from their price, and of rows below another row.

"Brow tinting, shaping<br>and lash tinting 35 €" is one name; "- with colour 55 €" right below
"Lash lift 45 €" is the lash lift with colour.
"""

from __future__ import annotations

import re
from collections.abc import Container

from crawler.flow import Flow, Line
from crawler.money import find_money

_LONGEST = 12
"""Words of a joined name."""
_OPEN = re.compile(r"(?:[^\W\d_][-–]|,|&|\+|\([^()]*)$")
"""The end of a line that must go on."""
_DASH = re.compile(r"[-–—]\s*(?=[^\W\d_])")


def row_name(flow: Flow, n: int, label: str, priced: Container[int]) -> str:
    """The name of the row on line `n` that calls itself `label`; `priced` are lines of prices."""
    line = flow.lines[n]
    if _DASH.match(line.text) and (parent := _row_above(flow, n, priced)):
        return f"{parent} {label}"
    name, below = label, label
    for m in range(n - 1, -1, -1):
        above = flow.lines[m]
        apart = above.element is not line.element or above.rank or m in priced
        if apart or not (_OPEN.search(above.text) or _goes_on(above, below)):
            break
        glue = "" if above.text.endswith("-") and len(above.text) > 1 else " "
        name, below = f"{above.text}{glue}{name}", above.text
    return name if len(name.split()) <= _LONGEST else label


def _goes_on(above: Line, below: str) -> bool:
    """Whether `below` opens in the middle of what `above` says."""
    return below[:1].islower() and not above.text.endswith((".", "!", "?", ":"))


def _row_above(flow: Flow, n: int, priced: Container[int]) -> str:
    """The name of the priced row that the dashed row on line `n` is a kind of, or ""."""
    m = n - 1
    while m >= 0 and m in priced and _DASH.match(flow.lines[m].text):
        m -= 1
    if m < 0 or m not in priced or flow.lines[m].rank:
        return ""
    if flow.lines[n].item not in (None, flow.lines[m].item):
        return ""  # a list whose every item has a dash
    above = flow.lines[m].text
    sums = find_money(above)
    name = above[: sums[0].start].strip(" .:–—-…") if len(sums) == 1 else ""
    if not any(c.isalpha() for c in name) or len(name.split()) > _LONGEST // 2:
        return ""
    return row_name(flow, m, name, priced)
