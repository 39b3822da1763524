"""Chunks of records: one a record, lists of prices, all contacts together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crawler.records import KnowledgeBase, Price, Record, Service, normalised
from index import wording
from index.chunk import Chunk
from index.lexicon import FALLBACK, Lexicon, lexicon
from index.sentences import PASSAGE_TOKENS, tokens, windows
from index.spoken import spoken_amount

CONTACT_FIELDS = ("phones", "emails", "opening_hours", "booking_urls", "addresses")


def record_chunks(knowledge: KnowledgeBase, main: str) -> Iterator[Chunk]:
    """Every chunk that the records give, without ids; `main` is the site's language."""
    yield from _prices(knowledge, main)
    yield from _services(knowledge, main)
    yield from _faqs(knowledge, main)
    yield from _testimonials(knowledge, main)
    yield from _contact(knowledge, main)
    yield from _company(knowledge, main)


def _chunk(
    record: Record,
    text: str,
    words: Lexicon,
    *,
    slots: Mapping[str, str],
    heading: str | None = None,
) -> Chunk:
    url: str | None = getattr(record, "url", None)
    return Chunk(
        id="",
        kind=record.kind,
        text=text,
        url=url or (record.sources[0].url if record.sources else ""),
        heading_path=(heading,) if heading else (),
        language=record.language or words.language,
        record_key=record.key,
        questions=questions(record.kind, words, slots),
    )


def questions(kind: str, words: Lexicon, slots: Mapping[str, str]) -> tuple[str, ...]:
    """The usual questions for `kind` in the site's language, then in English (MiniLM's own)."""
    both = [words] if words.language == FALLBACK else [words, lexicon(FALLBACK)]
    forms = (form for language in both for form in language.variants.get(kind, ()))
    return tuple(form.format(**slots) for form in forms)


def _prices(knowledge: KnowledgeBase, main: str) -> Iterator[Chunk]:
    services = {normalised(s.name): s for s in knowledge.services}
    disputed = _disputed(knowledge)
    for price in knowledge.pricing:
        words = lexicon(price.language or main)
        service = services.get(normalised(price.service or price.name))
        other = disputed.get(price.key)
        text = wording.price_words(price, words, service=service, other=other)
        said = wording.price_words(price, words, service=service, other=other, say=spoken_amount)
        name = f"{price.name} ({price.service})" if price.service else price.name
        chunk = _chunk(price, text, words, slots={"name": name}, heading=price.service)
        yield chunk.model_copy(update={"spoken": said if said != text else None})
    yield from _price_lists(knowledge.pricing, main)


def _disputed(knowledge: KnowledgeBase) -> dict[str, str]:
    return {
        c.about: " / ".join(dict.fromkeys(c.values))
        for c in knowledge.contradictions
        if not c.overruled and c.field.startswith("amount")
    }


def _price_lists(prices: Sequence[Price], main: str) -> Iterator[Chunk]:
    """All tiers of one service, and all prices of one page, in one answer each where they fit."""
    groups: dict[tuple[str, str], list[Price]] = {}
    for price in prices:
        url = price.url or (price.sources[0].url if price.sources else "")
        groups.setdefault((price.service or "", url), []).append(price)
    for (service, url), tiers in groups.items():
        words = lexicon(tiers[0].language or main)
        items = list(dict.fromkeys(wording.price_item(tier, words) for tier in tiers))
        form = words.sentences["price_list_of" if service else "price_list"]
        for part in _filled(items, PASSAGE_TOKENS - tokens(form + service)):
            if len(part) < 2:
                continue
            yield Chunk(
                id="",
                kind="price",
                text=form.format(service=service, items="; ".join(part)),
                url=url,
                heading_path=(service,) if service else (),
                language=tiers[0].language or main,
                questions=questions("price", words, {"name": service}) if service else (),
            )


def _filled(items: Sequence[str], limit: int) -> Iterator[list[str]]:
    part: list[str] = []
    for item in items:
        if part and sum(map(tokens, [*part, item])) > limit:
            yield part
            part = []
        part = [*part, item]
    yield part


def _services(knowledge: KnowledgeBase, main: str) -> Iterator[Chunk]:
    for service in knowledge.services:
        yield from _service(service, lexicon(service.language or main))


def _service(service: Service, words: Lexicon) -> Iterator[Chunk]:
    text = wording.service_words(service, words)
    for part in windows(text):
        named = part if service.name in part else f"{service.name}: {part}"
        yield _chunk(service, named, words, slots={"name": service.name})


def _faqs(knowledge: KnowledgeBase, main: str) -> Iterator[Chunk]:
    for faq in knowledge.faq:
        chunk = _chunk(faq, wording.faq_words(faq), lexicon(faq.language or main), slots={})
        yield chunk.model_copy(update={"questions": (faq.question,)})


def _testimonials(knowledge: KnowledgeBase, main: str) -> Iterator[Chunk]:
    company = knowledge.company_info.name or ""
    for quote in knowledge.testimonials:
        words = lexicon(quote.language or main)
        yield _chunk(
            quote, wording.testimonial_words(quote, words), words, slots={"company": company}
        )


def _contact(knowledge: KnowledgeBase, main: str) -> Iterator[Chunk]:
    words, contact = lexicon(main), knowledge.contact_info
    said = {f: text for f in CONTACT_FIELDS if (text := wording.contact_words(contact, f, words))}
    aloud = {f: wording.contact_words(contact, f, words, spoken=True) or "" for f in said}
    groups = (
        [tuple(said)] if sum(map(tokens, said.values())) <= PASSAGE_TOKENS else [(f,) for f in said]
    )
    for group in filter(None, groups):
        urls = [s.url for s in contact.sources if s.field in group and _is_page(s.url)]
        yield Chunk(
            id="",
            kind="contact",
            text=" ".join(said[field] for field in group),
            url=Counter(urls).most_common(1)[0][0] if urls else "",
            heading_path=(words.labels["contact"],),
            language=main,
            record_key="contact_info",
            spoken=" ".join(aloud[f] for f in group) if "phones" in group else None,
            questions=tuple(q for field in group for q in questions(field, words, {})),
        )


def _is_page(url: str) -> bool:
    """Whether a visitor can be sent there: what a person corrected cites no page."""
    return url.startswith(("http://", "https://"))


def _company(knowledge: KnowledgeBase, main: str) -> Iterator[Chunk]:
    words, company = lexicon(main), knowledge.company_info
    people = [f"{p.name}, {p.role}" if p.role else p.name for p in company.people]
    name = company.name or company.legal_name or ""
    parts = {
        "company": _sentence(words, name, company.description or company.tagline),
        "legal_name": _labelled(words, "legal_name", [company.legal_name]),
        "founded": _labelled(words, "founded", [company.founded]),
        "people": _labelled(words, "people", people),
        "locations": _labelled(words, "locations", company.locations),
    }
    said = {field: text for field, text in parts.items() if text}
    whole = sum(map(tokens, said.values())) <= PASSAGE_TOKENS
    for group in [tuple(said)] if whole else [(field,) for field in said]:
        if not group:
            continue
        fitting = (s for s in company.sources if s.field in group or "company" in group)
        urls = [s.url for s in fitting if _is_page(s.url)]
        yield Chunk(
            id="",
            kind="company",
            text=" ".join(said[field] for field in group),
            url=Counter(urls).most_common(1)[0][0] if urls else "",
            heading_path=(name,) if name else (),
            language=main,
            record_key="company_info",
            questions=tuple(q for field in group for q in questions(field, words, {})),
        )


def _sentence(words: Lexicon, name: str, description: str | None) -> str | None:
    if name and description:
        return words.sentences["company"].format(name=name, description=description)
    return words.sentences["called"].format(name=name) if name else description


def _labelled(words: Lexicon, field: str, values: Iterable[str | None]) -> str | None:
    given = [value for value in values if value]
    return f"{words.labels[field]}: {'; '.join(given)}." if given else None
