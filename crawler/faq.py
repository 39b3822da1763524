"""Questions with the site's own answers.

What makes a question is its place, not the class names of a builder: a title with a body of its own
(`crawler.titles`) that ends in a question mark or stands in a part of the page which says that it
holds questions. Accordions of services, steps or terms look the same; they have neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from rapidfuzz import fuzz

from crawler.dom import Document
from crawler.hrefs import split_url
from crawler.lexicon import pattern
from crawler.records import Channel, Faq, Source
from crawler.roles import Role, page_role
from crawler.site import SiteIdentity
from crawler.structured import Item, all_items
from crawler.titles import LONGEST, LONGEST_BODY, Title, groups
from crawler.twins import bare, overlap

_ASKS = re.compile(r"[?？؟;]\W{0,3}$")
_PARENTHESIS = re.compile(r"\?\s*\([^)]*\)\W*$")
_NAMES_FAQ = re.compile(
    r"faq|frequent|questions?(?![a-z])|preguntas|domande|perguntas|fragen|veelgestelde|pytania",
    re.IGNORECASE,
)
"""Address, id or class of a part of the site for questions."""
_PAIRS = 40_000
"""Comparisons that one page may cost."""
_RUN = 3
"""Questions that make a list of questions where no word says so."""


def faqs(document: Document, site: SiteIdentity) -> tuple[Faq, ...]:  # noqa: ARG001
    """Read every question of one page: first what a visitor sees, then structured data."""
    marked = list(_structured(document))
    asked = {bare(question) for question, _, _ in marked}
    seen = list(_visible(document, asked))
    hidden = [_faq(document, q, a, channel) for q, a, channel in marked]
    return (*seen, *_aligned(hidden, seen))


def _faq(document: Document, question: str, answer: str, channel: Channel) -> Faq:
    source = Source(url=document.url, quote=f"{question} {answer}"[:300], channel=channel)
    sure = 0.8 if channel in (Channel.JSONLD, Channel.MICRODATA) else 0.95
    if page_role(document) is Role.ARTICLE:
        sure -= 0.1
    return Faq(
        question=question,
        answer=answer,
        language=document.language,
        confidence=sure,
        sources=(source,),
    )


# what a visitor sees


def _visible(document: Document, marked: set[str]) -> Iterator[Faq]:
    faq_page = _is_faq_page(document)
    prose = page_role(document) in (Role.ARTICLE, Role.PRIVACY, Role.IMPRINT)
    asked = [g for g in groups(document) if sum(_asks(t.text) for t in g) > 1]
    found: list[list[Title]] = []
    for group in groups(document):
        context = _context(group, faq_page)
        if context is None and prose and not group[0].toggle:
            context = False
        if _beside_questions(group, asked):
            context = None
        found.append(list(_accepted(group, context, marked)))
    listed = any(len(titles) > 1 for titles in found)
    in_lists = {bare(t.text) for titles in found if len(titles) > 1 for t in titles}
    for titles in found:
        alone = listed and len(titles) == 1
        if alone and (_stands_out(titles[0], marked) or bare(titles[0].text) in in_lists):
            continue
        for title in titles:
            if is_unfilled_question(title.text):
                continue
            yield _faq(document, title.text, title.body, title.channel)


def _beside_questions(group: Sequence[Title], asked: Iterable[Sequence[Title]]) -> bool:
    """Statements in a section that has its questions in another group: promises, steps, links."""
    if any(_asks(t.text) for t in group):
        return False
    return any(other[0].path == group[0].path for other in asked)


def _stands_out(title: Title, marked: set[str]) -> bool:
    """A lone title of another look than the page's questions: the call to action after them."""
    return not title.toggle and bare(title.text) not in marked


def _accepted(group: Sequence[Title], context: bool | None, marked: set[str]) -> Iterable[Title]:
    """The members of `group` that are questions.

    `context`: True where the page says that questions follow, False where it says something else.
    """
    group = [t for t in group if t.leaf or t.toggle is False]
    if _is_facts(group):
        return ()
    asking = [t for t in group if _asks(t.text)]
    if not group or not group[0].toggle:
        return _accepted_titles(group, asking, context, marked)
    if context is False:
        return asking
    starts = [t for t in group if _asks(t.text) or _interrogates(t.text)]
    whole = context or (asking and 2 * len(starts) >= len(group))
    return group if whole else asking


def _accepted_titles(
    group: Sequence[Title], asking: Sequence[Title], context: bool | None, marked: set[str]
) -> Iterable[Title]:
    """Of titles that open nothing: prose has such, too, so without context only a run counts."""
    asking = [t for t in asking if t.leaf and not _invites(t.text)]
    known = [t for t in asking if bare(t.text) in marked]
    if context is False or not group:
        return known
    if context:
        whole = 2 * len(asking) >= len(group) or _all_titles_under_faq(group)
        return [t for t in group if t.leaf and not _is_call(t)] if whole else asking
    run = len(asking) >= _RUN and 4 * len(asking) >= 3 * len(group)
    return asking if (run or _visitors_ask(group)) and group[0].marked else known


def _visitors_ask(group: Sequence[Title]) -> bool:
    """Two neighbouring headings, of which a visitor asks at least one of herself: "Can I …?"."""
    if len(group) < 2 or not all(_asks(t.text) and t.leaf and t.heading for t in group):
        return False
    voiced = any(pattern("faq", "asker").search(t.text) for t in group)
    return voiced and all(_interrogates(t.text) and not _invites(t.text) for t in group)


def _is_facts(group: Sequence[Title]) -> bool:
    """Labels with short values, such as "Duration: 3 days": no question, no sentence."""
    asks = any(_asks(t.text) or _interrogates(t.text) for t in group)
    short = all(len(t.text.split()) <= 3 and len(t.body.split()) <= 8 for t in group)
    return not asks and short and not any(t.body.endswith((".", "!")) for t in group)


def _is_call(title: Title) -> bool:
    return _asks(title.text) and _invites(title.text)


def _all_titles_under_faq(group: Sequence[Title]) -> bool:
    """Statements as titles, right under a heading that promises questions."""
    path = group[0].path
    if len(group) < 2 or not path or not _promises(path[-1]):
        return False
    return all(t.leaf and t.heading for t in group)


def is_unfilled_question(text: str) -> bool:
    """Whether a template's "Question 1" was never replaced by a question."""
    number = re.sub(r"[\s#.:?\d]+$", "", text)
    return number != text and pattern("faq", "question_words").fullmatch(number.strip()) is not None


def _asks(text: str) -> bool:
    return bool(_ASKS.search(text) or _PARENTHESIS.search(text))


def _interrogates(text: str) -> bool:
    found = pattern("faq", "interrogatives").match(text.lstrip("¿ "))
    return found is not None


def _invites(text: str) -> bool:
    """A call to action in the form of a question: "Ready to start?"."""
    return pattern("faq", "invitations").match(text.lstrip("¿¡ ")) is not None


def _promises(text: str) -> bool:
    return len(text) <= 120 and pattern("faq", "headings").search(text) is not None


def _denies(text: str) -> bool:
    return len(text) <= 120 and pattern("faq", "not_faq").search(text) is not None


def _context(group: Sequence[Title], faq_page: bool) -> bool | None:
    """What the words above the group say of it; the nearest ones count."""
    first = group[0]
    for text in (*reversed(first.before), *reversed(first.path)):
        if _promises(text):
            return True
        if _denies(text):
            return False
    if any(_NAMES_FAQ.search(name) for name in first.names):
        return True
    return True if faq_page else None


def _is_faq_page(document: Document) -> bool:
    slug = unquote(split_url(document.url).path).rstrip("/").rpartition("/")[2]
    title = re.split(r"\s[|·–—-]\s", document.title)[0]
    return bool(_NAMES_FAQ.search(slug)) or _promises(title)


# structured data


def _structured(document: Document) -> Iterator[tuple[str, str, Channel]]:
    for item in all_items(document):
        if "question" in item.types:
            question, answer = item.text("name") or item.text("text"), _answer(item)
            if question and answer and len(question) <= LONGEST and len(answer) <= LONGEST_BODY:
                yield question, answer, item.channel


def _aligned(hidden: Sequence[Faq], seen: Sequence[Faq]) -> Iterator[Faq]:
    """`hidden` with the questions of their visible twins, where structured data rewords them.

    One to one, the nearest first: among questions of one pattern ("Is it available in Y?") a near
    match is a twin only when neither has an exact one.
    """
    exact = {bare(f.question) for f in hidden} & {bare(f.question) for f in seen}
    rest = [f for f in hidden if bare(f.question) not in exact]
    free = [f for f in seen if bare(f.question) not in exact]
    free = free if len(rest) * len(free) <= _PAIRS else []
    pairs = ((_likeness(a, b), i, j) for i, a in enumerate(rest) for j, b in enumerate(free))
    twin_of: dict[int, int] = {}
    for likeness, i, j in sorted(pairs, reverse=True):
        if likeness and i not in twin_of and j not in twin_of.values():
            twin_of[i] = j
    for n, faq in enumerate(rest):
        known = n in twin_of
        yield faq.model_copy(update={"question": free[twin_of[n]].question}) if known else faq
    yield from (f for f in hidden if bare(f.question) in exact)


def _likeness(one: Faq, other: Faq) -> float:
    """How much two questions of one page are one, 0 when they are two."""
    asked = fuzz.ratio(bare(one.question), bare(other.question))
    answered = overlap(one.answer, other.answer)
    return asked + answered if asked >= 80 or (asked >= 60 and answered >= 0.7) else 0.0


def _answer(item: Item) -> str | None:
    for name in ("acceptedAnswer", "suggestedAnswer"):
        for answer in item.items(name):
            if text := answer.text("text"):
                return text
        if (text := item.text(name)) is not None:
            return text
    return None
