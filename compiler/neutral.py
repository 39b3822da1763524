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
_END = re.compile(
    r"[.!?…؟।۔]+[\"'”’»)]*(?=\s+[\"'“„«¿¡(]*[^\Wa-z\d_]|$)|[。！？][”’」』）)]*(?![\d。！？])"
)
"""Where a sentence may end: before a capital, a letter of a script without capitals, or nothing."""
_SHORT = (
    "us|it|me|up|in|on|so|do|go|to|at|is|by|we|he|ok|be|ab|an|da|zu|um|ja|du|wo|er|es|sí|mí|ti|yo|tú"
    "|ya|va|vi|là|ça|tu|eu|su|lo|giù|no|ne|ma|my|ty|nu|os|[A-Z]{2}"
)
"""Short words that sentences do end with."""
_ABBREVIATED = re.compile(
    rf"(?:^|[^\w.])(?!(?:{_SHORT})\.)"
    r"(?:[^\W\d_]{1,2}|\d{1,2}|[A-Z]?[b-df-hj-np-tv-xzłśźżćńčšž]{2,4}|(?:[^\W\d_]\.)+[^\W\d_]"
    r"|(?i:inkl|exkl|incl|excl|zzgl|einschl|prof|inc|ltd|corp|etc|approx|dipl|ing|mag|max|min|mind"
    r"|usw|evtl|inh|geb|verh|abs|art|allg|bes|ggf|dott|sig|sigg|ecc|avv|arch|dra|srta|avda|admón"
    r"|núm|pág|aprox|mme|mlle|env|tél|hab|inż|dyw|mec|tel|mob|ext|fig|vol|dept|univ|jan|feb|aug"
    r"|sept|oct|nov|dec|dez|okt|gen|sen|rev|hon|capt|messrs|gem|bzgl|insb|spec|ref|adv|ave|blvd"
    r"))\.$"
)
"""Ends of no sentence: "Dr.", "e.g.", "5. Mai", "inkl.", "Inc.", a word without vowels."""


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
    return text[: max((end for _, end in sentence_spans(text) if end <= limit), default=0)].rstrip()


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of `text`; together they hold every character but the white
    space between.

    An end after an abbreviation is not believed: two sentences for one are better than half a one.
    """
    spans, start = [], 0
    for match in _END.finditer(text):
        stop = match.start() + 1
        last = match.end() == len(text)
        if match[0][0] == "." and not last and _ABBREVIATED.search(text[max(0, stop - 16) : stop]):
            continue
        spans.append((start, match.end()))
        start = match.end()
        start += len(text[start:]) - len(text[start:].lstrip())
    return [*spans, (start, len(text))] if start < len(text) else spans
