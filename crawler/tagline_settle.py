"""Which slogan and which description of many pages are the company's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crawler.ballot import STRUCTURED, Vote, count
from crawler.brand_lines import BELOW, LOGO, TITLE
from crawler.legal import bare_name
from crawler.lexicon import pattern
from crawler.names import has_given_name, person_name
from crawler.reading import Candidate
from crawler.records import ValueSource, normalised
from crawler.taglines import invites

_LONGEST = 140
_FEW_WORDS = 3
"""A heading of fewer words names a section or the trade; the line below it says more."""
_QUOTATION = re.compile(r"[«“„\"].*[»”“\"]\W*\s[–—-]?\s*[^\W\d_a-z]\w+|[«“„\"].*[–—-]\s*\w+[»”“\"]")
_OF_TEMPLATE = re.compile(
    r"(?:just another|eine weitere|ein weiterer|kolejna witryna|otro sitio|un sitio|un nuovo sito"
    r"|un altro sito|un site|mais um|um site|só mais um|weer een|nog een|en anden|ännu en|endnu en"
    r"|další web|încă un site).{0,32}wordpress.{0,12}",
    re.IGNORECASE,
)
"""What WordPress itself sets as the slogan of a new site."""


def settle_tagline(
    by_field: Mapping[str, Sequence[Candidate]],
    name: str | None,
    pages: int,
    sources: list[ValueSource],
) -> str | None:
    """A slogan that is said to be one, or that stands by the name on more than one page.

    Else the home page's hero words: those that the footer repeats, its main heading, what the logo
    or the title says beside the name (often no more than trade and town), a lesser heading.
    """
    candidates = [c for c in by_field.get("tagline", ()) if _may_be(c.value)]
    for group in _in_order(candidates, by_field, name, pages):
        if group:
            vote = count(group, lambda c: normalised(c.value))[0]
            sources += vote.sources("tagline")
            return vote.value
    return None


def _in_order(
    candidates: Sequence[Candidate],
    by_field: Mapping[str, Sequence[Candidate]],
    name: str | None,
    pages: int,
) -> list[list[Candidate]]:
    """The candidates from the surest to the least sure group."""
    blurbs = [normalised(c.value) for c in by_field.get("blurb", ())]
    said = [c for c in candidates if not (name and is_name(c.value, name))]
    detail = {key: [c for c in said if c.detail == key] for key in (None, "h1", "h2", LOGO, TITLE)}
    hero = [c for c in candidates if c.detail in ("h1", "h2", "kicker", "below the name")]
    mains = [c for c in candidates if c.detail == "h1"]
    headings = [c for c in detail["h1"] if _is_said(c.value)]
    below = [c for c in candidates if c.detail == "below the name"]
    return [
        [c for c in candidates if c.detail is None],
        _beside_name(said, name, pages),
        [c for c in hero if any(normalised(c.value) in b for b in blurbs)],
        headings,
        detail[TITLE],
        detail[LOGO],
        below if len(headings) < len(mains) else [],
        detail["h2"],
        detail["h1"],
        mains,
    ]


def _is_said(heading: str) -> bool:
    """Whether a heading says something: "Repairs" or "Technical support" names a section."""
    return len(re.findall(r"\w+", heading)) >= _FEW_WORDS or bool(re.search(r"[,.!?]", heading))


def _beside_name(candidates: Sequence[Candidate], name: str | None, pages: int) -> list[Candidate]:
    """The lines below the settled name on two pages, or on nearly half of a few."""
    own = [
        c
        for c in candidates
        if name and (c.detail or "").startswith(BELOW) and is_name((c.detail or "")[6:], name)
    ]
    votes = count(own, lambda c: normalised(c.value))
    return [c for v in votes if len(v.pages) >= min(2, 0.4 * pages) for c in v.candidates]


def _may_be(text: str) -> bool:
    """Whether `text` is short, no quotation of somebody and no name of a section."""
    if len(text) > _LONGEST or _QUOTATION.match(text) or _OF_TEMPLATE.fullmatch(text):
        return False
    if not re.search(r"[^\W\d_]{2}", text) or invites(text):
        return False
    if person_name(text) and has_given_name(text):
        return False
    return not any(
        pattern(section, words).fullmatch(text.strip(" .!:"))
        for section, words in (
            ("company", "page_words"),
            ("company", "greetings"),
            ("contact", "contact_pages"),
            ("contact", "about_pages"),
            ("contact", "article_folders"),
        )
    )


def is_name(heading: str, name: str) -> bool:
    """Whether `heading` is but the company's name."""
    return normalised(bare_name(heading)) == normalised(bare_name(name))


def settle_description(
    by_field: Mapping[str, Sequence[Candidate]], tagline: str | None, sources: list[ValueSource]
) -> str | None:
    """What the footer says of the company, else structured data, else the words under the hero."""
    blurbs = count(by_field.get("blurb", ()), lambda c: normalised(c.value))
    given = count(by_field.get("description", ()), lambda c: normalised(c.value))
    order = [
        *(v for v in blurbs[:1] if len(v.value.split()) >= 6),
        *sorted(given, key=lambda v: (not _is_structured(v), -v.best, -v.score, v.key)),
        *blurbs[:1],
    ]
    for vote in order:
        if normalised(vote.value) != normalised(tagline or ""):
            sources += vote.sources("description")
            return vote.value[:600]
    return None


def _is_structured(vote: Vote) -> bool:
    return any(c.source.channel in STRUCTURED for c in vote.candidates)
