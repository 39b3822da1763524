"""Contacts in running text that are nobody's the visitor should reach: the sentence that holds one
goes as a whole.

Everything that reads as a mail address, a link, a host, a phone, or one of these spelled in words
is a contact. Hosts are told by the public suffix list: whatever ends in a suffix that can be
registered is one, in any script and any case; a name without one ("Node.js", "z.B.") is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from compiler.contacts import Allowed, has_suffix, registrable
from compiler.digits import phones
from compiler.neutral import sentence_spans

_Span = tuple[int, int]
_Hint = Callable[[str], bool]
_Judge = Callable[[re.Match[str], Allowed], bool | None]
_GONE = "\uf8ff"
"""Stands for what was judged already; no text has it (crawler/text.py)."""

_MAIL = re.compile(r"[^\s@(]{1,64}@(?:[^\s@]*\.[^\s@]*[^\s@.,;:!?)]|[\[(][^\s@]+)")
_SCHEME = re.compile(
    r"(?i)(?:\b[a-z][a-z0-9+.-]{1,11}://|\bwww[.。]|\b(?:javascript|data):(?=\S)|//(?=\w))\S+"
)
_DOT_WITHIN = re.compile(r"[.。]\w")
_IP = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)(?:[/:]\S*)?")
_PATH = r"(?:[/?#]\S*|:\d+\S*)?"
_HOST = re.compile(
    rf"(?<!\w)(?:\w(?:[\w-]{{0,62}}\w)?[.。]){{1,8}}(?:xn--[a-zA-Z0-9-]{{1,59}}|[^\W\d_]{{2,24}})(?![\w-]){_PATH}"
)
_ASCII_HOST = re.compile(
    rf"(?<![a-zA-Z0-9])(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{{0,62}}[a-zA-Z0-9])?[.。]){{1,8}}[a-zA-Z]{{2,24}}(?![a-zA-Z0-9-]){_PATH}"
)
"""The same amid letters of a script that is written without spaces."""
_APART = re.compile(
    r"\b[\w-]{1,40}\s?(?:\(\s*\.\s*\)|\s\.)\s*(?:com|net|org|info|biz|io|ai|app|xyz|online|site|shop|eu)\b"
)
_NAMES = frozenset({
    "schema.org", "asp.net", "ado.net", "vb.net", "socket.io", "co.kg", "co.ltd", "dr.med",
    "mag.art",
})  # fmt: skip
"""Names of techniques, legal forms and degrees that could be registered."""
_STARTS = re.compile(r"(?:In|It|No|To|So|As|At|My|Is)\s+\w")
"""A sentence that follows without a space: "our hours.No appointment"."""
_VANITY = re.compile(
    r"(?<!\w)(?:\+?1[-. ]\(?\d{3}\)?[-. ]|\(?[89]\d{2}\)?-)(?!EUROS?\b)"
    r"[A-Z]{2,}-?[A-Z\d][-A-Z\d]+(?!\w)"
)
_AT = r"(?:arroba|arobase|arrobase|chiocciola|chiocciolina|małpa|klammeraffe|apenstaartje)"
_DOTS = ("dot", "punto", "point", "punkt", "ponto", "punt", "kropka")
_DOT = rf"(?:{'|'.join(_DOTS)})"
_WORD = r"\(?\s?[^\W_][\w-]{0,40}\s?\)?"
_SPELLED_MAIL = re.compile(
    rf"(?i)(?<!\w){_WORD}\s*(?:(?P<sure>[(/]\s*(?:at|{_AT})\s*[)/]|\b{_AT}\b)|\b(?:at|ät|chez)\b)"
    rf"(?:\s*(?P<name>{_WORD})\s*\(?\s*\b(?P<dot>{_DOT})\b\s?\)?){{1,4}}\s*(?P<end>[^\W\d_]{{2,12}})(?!\w)"
)
_SPELLED_AT = re.compile(rf"(?i)\s*[(/]?\s*\b(?:at|ät|chez|{_AT})\b\s*[)/]?\s*")
_SPELLED_DOT = re.compile(rf"(?i)\s*\(?\s*\b{_DOT}\b\s*\)?\s*")
_SPELLED_HOST = re.compile(
    rf"(?i)(?<!\w)(?P<name>[^\W_][\w-]{{0,40}})\s*(?:(?P<sure>\(\s*{_DOT}\s*\))|\b(?P<dot>{_DOT})\b)\s*"
    r"(?P<end>[^\W\d_]{2,12})(?!\w)"
)
_NEVER_WORDS = frozenset({
    "com", "net", "org", "biz", "io", "xyz", "co", "site", "shop", "example", "eu", "fr", "pl",
    "pt", "uk", "nl", "mx",
})  # fmt: skip
"""Endings that mean an address even beside "point", "punto", "ponto" and "Punkt"."""
_LITTLE_WORDS = frozenset({
    "in", "is", "it", "to", "at", "as", "on", "so", "be", "no", "do", "am", "an",
})  # fmt: skip
_POINTS = frozenset({
    "the", "a", "an", "this", "that", "some", "one", "each", "every", "first", "last", "what",
    "which", "polka", "un", "una", "el", "al", "del", "este", "ese", "cada", "nuestro", "le",
    "du", "au", "ce", "chaque", "dernier", "premier", "um", "o", "do", "ao", "no", "num",
    "esse", "der", "ein", "dem", "den", "diesem", "il", "lo", "questo", "ogni", "het", "een",
    "ten", "w", "tym",
})  # fmt: skip
"""Words before a point that is no dot: "this point", "un punto com vista", "polka dot"."""
_DIGIT = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
    r"|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
    r"|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf"
    r"|null|eins|zwo|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
    r"|due|tre|quattro|cinque|sei|sette|otto|nove"
    r"|um|dois|três|quatro|sete|oito|meia"
    r"|jeden|dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć"
    r"|nul|een|twee|vijf|zes|zeven|negen)"
)
_DIGIT_NAMES = frozenset(_DIGIT.strip("(?:)").split("|"))
_SPELLED_DIGITS = 3
"""Names of digits from which a run of digits is looked at."""
_LEAST_DIGITS = 7
_DIGIT_WORDS = re.compile(rf"(?i)(?:\b(?:\d{{1,4}}|{_DIGIT})\b[\s,./–-]*){{5,}}")
_HANDLE = re.compile(r"(?<![\w@])@[A-Za-z_][\w.]{2,}")


def without_foreign(
    text: str, may: Allowed, *, address: bool = False
) -> tuple[str, tuple[str, ...]]:
    """`text` without the sentences that hold a foreign contact, and these contacts.

    What stands together after a sentence went is looked at again.
    """
    taken: list[str] = []
    while spans := sorted(_foreign(text, may, address=address)):
        taken += [text[start:end].strip() for start, end in spans]
        kept = (
            text[start:end].strip()
            for start, end in sentence_spans(text)
            if not any(a < end and start < b for a, b in spans)
        )
        text = " ".join(sentence for sentence in kept if sentence)
    return text, tuple(taken)


def _foreign(text: str, may: Allowed, *, address: bool) -> Iterator[_Span]:
    """Where foreign contacts stand; what one rule has judged no other looks at."""
    small = text.casefold()
    for may_hold, find, judge in _RULES:
        if not may_hold(small):
            continue
        for match in find.finditer(text):
            own = judge(match, may)
            if own is None:
                continue
            if not own:
                yield match.span()
            text = text[: match.start()] + _GONE * len(match[0]) + text[match.end() :]
    for start, end in phones(text, address=address):
        if not may.phone(text[start:end]):
            yield start, end


def _mail(match: re.Match[str], may: Allowed) -> bool:
    name, _, host = match[0].strip("'\"“”‘’«»‹›„").rpartition("@")
    return may.mail(f"{re.split('[:/,;=]', name)[-1]}@{host}")


def _link(match: re.Match[str], may: Allowed) -> bool:
    return may.link(match[0].rstrip(".,;:!?)'\"”’»›"))


def _host(match: re.Match[str], may: Allowed) -> bool | None:
    """None for words with a dot that are no host: "Node.js", "M.Sc", a sentence without a space."""
    host, path = re.fullmatch(r"([^/?#:]+)(.*)", match[0], re.DOTALL).groups()  # type: ignore[union-attr]
    host = host.replace("。", ".")
    name, _, end = host.rpartition(".")
    if not has_suffix(host):
        return None
    if len(path) < 2:
        short = len(name) == 1 or name.isdigit()  # "m.in.", "9.am", "B.Com"
        if short and (len(end) < 3 or end.istitle()):
            return None
        if registrable(host) in _NAMES or _STARTS.match(
            match.string, match.start() + len(name) + 1
        ):
            return None
    return _link(match, may)


def _spelled_mail(match: re.Match[str], may: Allowed) -> bool | None:
    end, name = match["end"].lower(), match["name"].strip("() ").lower()
    if not has_suffix(f"x.{end}"):
        return None
    plain = match["dot"].lower() == "dot" or (end not in _LITTLE_WORDS and name not in _POINTS)
    address = _SPELLED_AT.sub("@", _SPELLED_DOT.sub(".", match[0].strip("( ")))
    return may.mail(address) if match["sure"] or plain else None


def _spelled_host(match: re.Match[str], _: Allowed) -> bool | None:
    end, name = match["end"].lower(), match["name"].lower()
    if not has_suffix(f"x.{end}") or name in _POINTS:
        return None
    if match["sure"] or end in _NEVER_WORDS:
        return False
    return False if match["dot"].lower() == "dot" and end not in _LITTLE_WORDS else None


def _never(_: re.Match[str], __: Allowed) -> bool:
    return False


def _digit_words(match: re.Match[str], _: Allowed) -> bool | None:
    """Seven digits or more of which at least three are words: "020 seven nine four six 0123"."""
    parts = [part for part in re.split(r"[\s,./–-]+", match[0].casefold()) if part]
    spelled = sum(not part.isdigit() for part in parts)
    length = spelled + sum(len(part) for part in parts if part.isdigit())
    return False if spelled >= _SPELLED_DIGITS and length >= _LEAST_DIGITS else None


def _handle(match: re.Match[str], may: Allowed) -> bool:
    return match[0].lower() in may.approved


def _holds(*signs: str) -> _Hint:
    return lambda small: any(sign in small for sign in signs)


def _has_dot(small: str) -> bool:
    return _DOT_WITHIN.search(small) is not None


def _spells_digits(small: str) -> bool:
    return sum(word in _DIGIT_NAMES for word in re.split(r"[\s,./–-]+", small)) >= _SPELLED_DIGITS


_RULES: tuple[tuple[_Hint, re.Pattern[str], _Judge], ...] = (
    (_holds("@"), _MAIL, _mail),
    (_holds("//", ":", "www"), _SCHEME, _link),
    (_has_dot, _IP, _never),
    (_has_dot, _HOST, _host),
    (_has_dot, _ASCII_HOST, _host),
    (_holds(" .", "(.", "( ."), _APART, _never),
    (_holds(*"0123456789"), _VANITY, _never),
    (_holds(*_DOTS), _SPELLED_MAIL, _spelled_mail),
    (_holds(*_DOTS), _SPELLED_HOST, _spelled_host),
    (_spells_digits, _DIGIT_WORDS, _digit_words),
    (_holds("@"), _HANDLE, _handle),
)
"""Each way to write a contact: whether a text (in small letters) may hold one, what it looks like,
and its judge, who says own (True), foreign (False) or no contact (None).
"""
