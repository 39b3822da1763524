"""Names in legal form: the holder of a copyright line, the firm with its GmbH, S.L. or Ltd."""

from __future__ import annotations

import re

from crawler.lexicon import pattern

LEGAL_FORM = re.compile(
    r"(?<!\w)(?:GmbH(?: & Co\. ?KGa?A?)?|gGmbH|UG(?: \(haftungsbeschränkt\))?|AG|e\.? ?K\.?|OHG|"
    r"KG|GbR|e\. ?V\.|PartG(?: ?mbB)?|"
    r"SARL|SAS|SASU|EURL|S\.A\.S\.?|S\.A\.R\.L\.?|SCI|SNC|S\.L\.U?\.?|S\.L\.P\.?|SL|SLU|SLP|"
    r"S\.A\.(?: de C\.V\.)?|S\.C\.P\.?|"
    r"S\.r\.l\.s?\.?|Srl|SRLS|S\.p\.A\.|SpA|S\.n\.c\.|S\.a\.s\.|Lda\.?|Unipessoal,? Lda\.?|"
    r"Ltda\.?|EIRELI|MEI|B\.?V\.?|N\.V\.|"
    r"V\.?O\.?F\.?|BVBA|Sp\. ?z ?o\. ?o\.(?: ?[Ss]p\. ?k\.)?|S\. ?A\.|[Ss]p\. ?[jk]\.|LLC|"
    r"L\.L\.C\.|PLLC|Inc\.?|Corp\.?|Ltd\.?|Limited|LLP|PLC|P\.C\.|"
    r"Pty\.? Ltd\.?|Pvt\.? Ltd\.?|ApS|A/S|AB|AS|Oy|s\.r\.o\.|a\.s\.|Kft\.?)(?!\w)"
)
"""Legal forms of companies in Europe, the Americas, India and Australia."""
_DIVIDERS = re.compile(r"\s+[|·•–—-]\s+|\s*[|•]\s*|:\s+")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s:]*(?:©|\(c\))?\s*(?:copyright)?[\s,]*(?:(?:19|"
    r"20)\d\d(?:\s*[-–—/]\s*(?:(?:19|20)?\d\d|\w+))?)?[\s,|·.–-]*(?:by |by: )?(.+)",
    re.IGNORECASE,
)
_SIGN = re.compile(r"©|\([cC]\)|[cC]opyright|COPYRIGHT")
_ENDING_YEAR = re.compile(
    r"[\s,|·–-]*(?:©|\(c\))?\s*(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?\s*$", re.IGNORECASE
)


def copyright_name(text: str) -> str | None:
    """The holder in a copyright line: "© 2026 Acme. All rights reserved." gives "Acme"."""
    match = _COPYRIGHT.search(text[:240]) if _SIGN.search(text) else None
    if not match:
        return None
    name = pattern("company", "rights_words").split(match[1])[0]
    name = pattern("company", "credit_words").split(name)[0]
    name = re.split(r"\s[|·•–—-]\s|[|•·]|(?<=[^\W\d_]{3})[.](?:\s|$)|,\s(?=[^\W\d_a-z])", name)[0]
    name = _ENDING_YEAR.sub("", name.rstrip(" .")).strip(" .,-–—|·:;®™")
    if re.search(r"\.\S+$", name) and f"{name}." in match[1]:
        name += "."
    return name if 1 < len(name) <= 60 and re.search(r"[^\W\d_]", name) else None


def legal_name(text: str) -> str | None:
    """The words up to a legal form: "© 2026 Acme Web GmbH · Berlin" gives "Acme Web GmbH"."""
    text = copyright_name(text) or text
    for part in re.split(r"\s[|·•–—]\s|:\s|[|•]", text):
        match = LEGAL_FORM.search(part)
        before = part[: match.start()].rstrip(" ,") if match else ""
        if match and 0 < len(before.split()) <= 6 and not before[-1].isdigit():
            name = part[: match.end()].strip(" ,")
            if name[0].isupper() or name[0].isdigit():
                return name
    return None


def bare_name(name: str) -> str:
    """`name` without its legal form: "Acme Web GmbH" gives "Acme Web"."""
    return LEGAL_FORM.sub("", name).strip(" ,") or name


def title_parts(title: str) -> list[str]:
    """A page's title at its dividers: "Contact | Acme" gives "Contact" and "Acme"."""
    return [p for part in _DIVIDERS.split(title) if 1 < len(p := part.strip()) <= 50]
