"""Two texts side by side in one line, so that a person sees what differs."""

from __future__ import annotations

_SHOWN = 90
"""Characters of each side."""
_BEFORE = 4
"""Words shown before the first one that differs."""


def arrow(old: str, new: str) -> str:
    """`old → new`; long texts from where they differ on."""
    was, now = " ".join(old.split()), " ".join(new.split())
    if max(len(was), len(now)) > _SHOWN:
        was, now = _from_difference(was, now)
    return f"{short(was) or 'nothing'} → {short(now) or 'nothing'}"


def short(text: str) -> str:
    """One line of `text`, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rsplit(" ", 1)[0] + "…"


def _from_difference(old: str, new: str) -> tuple[str, str]:
    was, now = old.split(), new.split()
    same = 0
    for one, other in zip(was, now, strict=False):
        if one != other:
            break
        same += 1
    start = same - _BEFORE
    if start <= 0 or not was or not now:
        return old, new
    return "… " + " ".join(was[start:]), "… " + " ".join(now[start:])
