"""Customers' words about the company.

Not the owner's: a quote counts where its part of the page says that customers speak, or where its
author is given with a role, a company or stars; never when the author belongs to the site's people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import islice

from lxml.html import HtmlElement
from rapidfuzz import fuzz

from crawler.attribution import Attribution, Elsewhere, attribution
from crawler.author_words import told_company
from crawler.controls import leads_away
from crawler.dom import Document
from crawler.flow import flow_of
from crawler.lexicon import pattern, words
from crawler.names import has_given_name
from crawler.quote_cards import Said, completed
from crawler.quote_headings import author_in, described
from crawler.quote_marks import unquoted
from crawler.quotes import Quote, labels, quotes
from crawler.records import Source, Testimonial
from crawler.roles import Role, page_role
from crawler.site import SiteIdentity
from crawler.stars import element_stars, stars
from crawler.structured import Item, all_items
from crawler.twins import bare

_LONGEST = 3_000
_INITIAL = re.compile(r"(?:^|\s)[^\W\d_]\.")
SURE = 0.95
"""Confidence where the page itself says that customers speak."""
_REVIEWS = {"review", "userreview", "clientreview"}


def testimonials(document: Document, site: SiteIdentity) -> tuple[Testimonial, ...]:
    """Read every testimonial of one page: first what a visitor sees, then structured data."""
    return (*_visible(document, site), *_structured(document))


# what a visitor sees


def _visible(document: Document, site: SiteIdentity) -> Iterator[Testimonial]:
    article = page_role(document) is Role.ARTICLE
    is_elsewhere = _elsewhere(document)
    found: list[tuple[Quote, Attribution, float | None, float]] = []
    doubtful: list[tuple[Quote, Attribution, float | None, float]] = []
    speakers = described([q for q in quotes(document) if not article and _context(q)])
    for quote in quotes(document):
        context = _context(quote)
        if len(quote.text) > _LONGEST or (article and not context):
            continue
        rating = _rating(quote)
        if not (context or rating or quote.blockquote or quote.marks):
            continue
        said = _said_by(quote, is_elsewhere) or speakers.get(quote, Attribution())
        if _is_own(said, site, context) or (not rating and _beside_own_name(quote, document, site)):
            continue
        row = (quote, said, rating, SURE if context else 0.8)
        if _is_testimonial(quote, said, rating, context):
            found.append(row)
        elif said.named and (quote.blockquote or quote.marks):
            doubtful.append(row)
    beside = {quote.first.path for quote, *_ in found}
    found += [row for row in doubtful if row[0].first.path and row[0].first.path in beside]
    authors = completed([Said(quote, said) for quote, said, _, _ in found])
    business = any(map(_of_business, authors))
    for (quote, _, rating, sure), said in zip(found, authors, strict=True):
        told = said if business or _of_business(said) else replace(said, company=None)
        yield _testimonial(document, quote, told, rating, sure)


def _of_business(said: Attribution) -> bool:
    """Whether the author's company is one for certain: private customers name their town there."""
    return said.company is not None and (said.post or told_company(said.company))


def _testimonial(
    document: Document, quote: Quote, said: Attribution, rating: float | None, sure: float
) -> Testimonial:
    names = " — ".join(n for n in (said.author, said.role, said.company) if n)
    source = document.source(quote.element, f"{quote.text[: 298 - len(names)]} {names}".strip())
    return Testimonial(
        quote=quote.text,
        author=said.author,
        role=said.role,
        company=said.company,
        rating=rating,
        language=document.language,
        confidence=sure if said else 0.7,
        sources=(source,),
    )


def _is_testimonial(quote: Quote, said: Attribution, rating: float | None, context: bool) -> bool:
    if not (quote.blockquote or quote.marks or rating) and not _is_card_of(quote, said):
        return False
    if context:
        return bool(said or quote.blockquote or quote.marks or (rating and quote.alone))
    known = said.named and (said.role or said.company or _INITIAL.search(said.author or ""))
    if quote.blockquote or quote.marks:
        return bool(known or (rating and said))
    return bool(rating and said.named)


def _is_card_of(quote: Quote, said: Attribution) -> bool:
    """Whether plain prose with a capitalised line beside it is a person's, not a card of a story.

    A card leads on to another page; a heading without role or company has to be a known name, since
    titles of services are capitalised, too (and all nouns are in German).
    """
    away = [line for line in quote.after if line.linked and leads_away(line)]
    if away and not attribution(labels(away, quote.url)):
        return False
    author = said.author or ""
    titled = any(line.rank and author in line.text for line in (*quote.before, *quote.after))
    known = has_given_name(author) or _INITIAL.search(author)
    return bool(said.role or said.company or known or not titled)


def _is_own(said: Attribution, site: SiteIdentity, context: bool) -> bool:
    """The owner's words: by role, where no other company is named."""
    if said.role is None or not pattern("testimonials", "owners").search(said.role):
        return False
    if said.company and site.name and fuzz.token_set_ratio(said.company, site.name) >= 85:
        return True
    return said.company is None and not context


def _beside_own_name(quote: Quote, document: Document, site: SiteIdentity) -> bool:
    """Whether the site's own name stands beside the words where a customer's company would.

    With stars it is a review, and the name is that of what was reviewed.
    """
    given = (site.name or "", document.metas.get("og:site_name", ""), *_TITLE.split(document.title))
    names = {bare(name) for name in given} - {""}
    return any(
        bare(text) in names for text in labels((*quote.before[-3:], *quote.after[:3]), quote.url)
    )


_TITLE = re.compile(r"\s[|·–—-]\s")


def _said_by(quote: Quote, elsewhere: Elsewhere) -> Attribution:
    if quote.inline and (said := attribution([quote.inline], elsewhere)):
        return said
    after = labels(quote.after, quote.url)
    before = [text for text in labels(quote.before, quote.url) if not _says_testimonials(text)]
    said = attribution(after, elsewhere)
    if not said.named and before and (other := attribution(before[-3:], elsewhere)).named:
        return other
    if not said and quote.first.path and (name := author_in(quote.first.path[-1])):
        return Attribution(author=name, named=True)
    return said


def _rating(quote: Quote) -> float | None:
    for line in (*quote.after, *quote.before):
        if (found := stars(line.text)) is not None and len(line.text) <= 40:
            return found
    return element_stars(quote.card) if quote.alone else None


# what the page says of the part


def _context(quote: Quote) -> bool:
    """Whether the words above the quote or the names around it say that customers speak."""
    return any(_says_testimonials(text) for text in quote.above) or _named(quote.element)


def _says_testimonials(text: str) -> bool:
    if len(text) > 120:
        return False
    return bool(pattern("testimonials", "headings").search(text) or author_in(text))


def _named(element: HtmlElement) -> bool:
    for depth, node in enumerate((element, *element.iterancestors())):
        if depth > 8 or node.tag in ("body", "main"):
            return False
        if any(
            _is_word_for_reviews(node.get(name) or "") for name in ("id", "class", "aria-label")
        ):
            return True
    return False


@lru_cache(maxsize=4096)
def _is_word_for_reviews(name: str) -> bool:
    parts = re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold())
    return not _words_for_reviews().isdisjoint(parts)


@lru_cache(maxsize=1)
def _words_for_reviews() -> frozenset[str]:
    return frozenset(words("testimonials", "names"))


def _elsewhere(document: Document) -> Elsewhere:
    """Whether words stand on the page at least three times."""
    page = "\n".join(line.text.casefold() for line in flow_of(document).lines)

    @cache
    def is_elsewhere(part: str) -> bool:
        found = re.compile(rf"(?<!\w){re.escape(part.casefold())}(?!\w)")
        return len(list(islice(found.finditer(page), 3))) > 2

    return is_elsewhere


# structured data


def _structured(document: Document) -> Iterator[Testimonial]:
    for item in all_items(document):
        if not item.types & _REVIEWS:
            continue
        text = unquoted(
            item.text("reviewBody") or item.text("description") or item.text("text") or ""
        )
        author = item.text("author")
        if 12 <= len(text) <= _LONGEST and author:
            source = Source(
                url=document.url, quote=f"{text[:260]} — {author}"[:300], channel=item.channel
            )
            yield Testimonial(
                quote=text,
                author=author,
                rating=_given(item),
                language=document.language,
                confidence=0.8,
                sources=(source,),
            )


def _given(item: Item) -> float | None:
    for rating in item.items("reviewRating"):
        value, best = rating.text("ratingValue"), rating.text("bestRating") or "5"
        if value and re.fullmatch(r"\d+([.,]\d+)?", value) and re.fullmatch(r"\d+", best):
            score = float(value.replace(",", ".")) * 5 / max(int(best), 1)
            return round(score, 2) if 0 < score <= 5 else None
    return None
