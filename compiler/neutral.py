"""Site text as data: the one door through which words of a page come into instructions.

What comes out is one line without any character that a block, a template, a chat format or Markdown
could take for its own. Facts stand between `<facts …>` and `</facts>`: no `<` or `>` of a page
survives, so no page can close a block. Finding "injections" by their words is not attempted here;
it is an alarm (lint), never the defence.
"""

from __future__ import annotations

import re

from crawler.text import squeeze

_SIGNS = str.maketrans(
    {
        "<": "‹",
        ">": "›",
        "`": "'",
        "{": "(",
        "}": ")",
        "[": "(",
        "]": ")",
        "|": "/",
        "\\": "/",
    }
)
_RULES = re.compile(r"(?:[-–—=_~*#+]\s?){3,}|[*#~]{2,}")
"""Rules, headings and emphasis of Markdown; a single sign ("C#", "~30") stays."""
_ROLE = re.compile(
    r"(?i)(?<!\w)(system|assistant|developer|user|tool|human|instructions?)(\s+(?:message|prompt|note))?\s*[:：]"
)
_SENTENCE = re.compile(
    r"(?:(?<=\w\w\w)\.|[!?…。！？])[\"'”’»)]*(?=\s+[\"'“„«¿¡(]*[^\Wa-z\d_])|[.!?…。！？][\"'”’»)]*$"
)
"""End of a sentence: not after "Dr." or "e.g.", not before a small letter or a digit."""


def neutral(text: str, limit: int) -> str:
    """`text` as one harmless line of at most `limit` characters: whole sentences, or "" when not
    even one fits.

    Digits, currency signs, letters of any script and ordinary punctuation stay as the page has
    them. Idempotent.
    """
    line, before = squeeze(text).translate(_SIGNS), ""
    while line != before:
        before = line
        line = " ".join(_RULES.sub(" ", _ROLE.sub(r"\1\2 –", line)).split())
    return whole_sentences(line, limit)


def whole_sentences(text: str, limit: int) -> str:
    """As many leading sentences of `text` as fit into `limit` characters; "" when the first does
    not.
    """
    if len(text) <= limit:
        return text
    ends = (match.end() for match in _SENTENCE.finditer(text))
    return text[: max((end for end in ends if end <= limit), default=0)]
