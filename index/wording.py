"""Records as sentences to read out, in the site's language, with the page's own amounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from crawler.records import ContactInfo, Faq, Price, Qualifier, Service, Testimonial
from index.lexicon import Lexicon
from index.money import written
from index.spoken import spoken_phone


def price_words(
    price: Price,
    words: Lexicon,
    *,
    service: Service | None,
    other: str | None,
    say: Callable[[str, Price], str] = written,
) -> str:
    """What it costs, includes, how long it lasts; `other`: amounts that the site also gives.

    `say` turns an amount into words: as the page writes it, or as it is spoken.
    """
    parts = [_costs(price, words, say)]
    if other:
        parts.append(words.sentences["price_two"].format(values=other))
    if service and service.duration:
        parts.append(words.sentences["lasts"].format(duration=_bare(service.duration)))
    parts.extend(_listed(price.features, words))
    return " ".join(parts)


def price_item(price: Price, words: Lexicon) -> str:
    """One entry of a price list: "Workshop $4,200 per person"."""
    return f"{price.name} {amount_words(price, words)}"


def amount_words(price: Price, words: Lexicon) -> str:
    """The amount with its qualifier and period, without the name."""
    if (
        price.qualifier is Qualifier.FREE
        or price.qualifier is Qualifier.ON_REQUEST
        or not price.amount
    ):
        free = price.qualifier is Qualifier.FREE
        return words.labels["free" if free else "on_request"]
    amount = written(price.amount, price)
    if price.amount_max:
        amount = f"{amount} – {written(price.amount_max, price)}"
    elif price.qualifier in (Qualifier.FROM, Qualifier.UP_TO):
        amount = words.labels[price.qualifier.value].format(amount=amount)
    return amount + _period(price, words)


def service_words(service: Service, words: Lexicon) -> str:
    """What it is, for whom, how long, with what."""
    parts = [
        f"{service.name}: {_ended(service.description)}"
        if service.description
        else f"{service.name}."
    ]
    if service.audience:
        parts.append(words.sentences["audience"].format(audience=_bare(service.audience)))
    if service.duration:
        parts.append(words.sentences["lasts"].format(duration=_bare(service.duration)))
    parts.extend(_listed(service.features, words))
    return " ".join(parts)


def testimonial_words(testimonial: Testimonial, words: Lexicon) -> str:
    """The customer's words, labelled as such, with who said them."""
    who = ", ".join(filter(None, (testimonial.author, testimonial.role, testimonial.company)))
    review = words.sentences["review"].format(quote=testimonial.quote.strip("“”\"'«»„ "))
    return f"{review} — {who}" if who else review


def faq_words(faq: Faq) -> str:
    """Question and answer."""
    return f"{faq.question}\n{faq.answer}"


def contact_words(
    contact: ContactInfo, field: str, words: Lexicon, *, spoken: bool = False
) -> str | None:
    """One kind of contact value as a sentence; None when the site gives none."""
    values: tuple[str, ...] = getattr(contact, field)
    if not values:
        return None
    if spoken and field == "phones":
        shown = [spoken_phone(value) for value in values]
    else:
        shown = [_as_written(value, field, contact) for value in values]
    return f"{words.labels[field]}: {'; '.join(dict.fromkeys(shown))}."


def _as_written(value: str, field: str, contact: ContactInfo) -> str:
    """A phone as the page writes it, with its E.164 form beside it when that differs."""
    if field != "phones":
        return _bare(value)
    digits = value.lstrip("+")[-8:]
    for source in contact.sources:
        if source.field == field and source.value == value:
            for line in _phone_like(source.quote):
                if "".join(c for c in line if c.isdigit()).endswith(digits):
                    return line
    return value


def _phone_like(quote: str) -> Iterable[str]:
    return (m.group().strip() for m in re.finditer(r"\+?[\d(][\d\s()./-]{5,}\d", quote))


def _costs(price: Price, words: Lexicon, say: Callable[[str, Price], str]) -> str:
    name = price.name
    if price.service and price.service.casefold() not in name.casefold():
        name = words.sentences["price_of_service"].format(name=name, service=price.service)
    slots = {"name": name, "period": _period(price, words)}
    if price.qualifier in (Qualifier.FREE, Qualifier.ON_REQUEST) or price.amount is None:
        free = price.qualifier is Qualifier.FREE
        return words.sentences["price_free" if free else "price_on_request"].format(**slots)
    form = "range" if price.amount_max else price.qualifier.value
    if form == "range" and not price.amount_max:
        form = "from"
    if price.amount_max:
        slots["amount_max"] = say(price.amount_max, price)
    return words.sentences[f"price_{form}"].format(amount=say(price.amount, price), **slots)


def _period(price: Price, words: Lexicon) -> str:
    return f" {words.periods[price.period.value]}" if price.period else ""


def _listed(items: tuple[str, ...], words: Lexicon) -> list[str]:
    return [words.sentences["includes"].format(items="; ".join(map(_bare, items)))] if items else []


def _bare(text: str) -> str:
    return text.strip().rstrip(".;, ")


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
