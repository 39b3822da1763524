"""What a person may write into a field of a record: the fields by key, and values that fit them.

Read before a correction is in force, so that a slip shows on the day it is made and not on the day
it is due.
"""

from __future__ import annotations

import re
from typing import Any

from babel.numbers import list_currencies
from pydantic import TypeAdapter, ValidationError

from compiler.slips import first_slip
from crawler.records import (
    CompanyInfo,
    ContactInfo,
    Faq,
    Knowledge,
    Price,
    Record,
    Service,
    Testimonial,
)

OWNERS: dict[str, type[Knowledge]] = {"contact_info": ContactInfo, "company_info": CompanyInfo}
"""What has one value a field instead of records."""
RECORDS: dict[str, type[Record]] = {
    "service": Service,
    "testimonial": Testimonial,
    "price": Price,
    "faq": Faq,
}
_FILLED_IN = {"key", "id", "language", "confidence", "sources"}
_AMOUNT = (r"\d+(\.\d+)?", 'a decimal number in quotes, such as "4900" or "49.90"')
_URL = (r"https?://[^\s/]+\S*", "a web address with http(s)://")
_FORMS = {
    "amount": _AMOUNT,
    "amount_max": _AMOUNT,
    "url": _URL,
    "booking_urls": _URL,
    "social_urls": _URL,
    "phones": (r"\+[1-9]\d{6,14}", 'a number in E.164, such as "+14155550133"'),
    "emails": (r"[^@\s]+@[^@\s]+\.[^@\s.]+", "a mail address"),
    "founded": (r"\d{4}", 'a year, such as "1998"'),
    "currency": (r"[A-Z]{3}", 'an ISO 4217 code, such as "EUR"'),
    "language": (r"[a-z]{2,3}", 'a BCP 47 primary tag, such as "en"'),
}
_STARS = 5
_NEVER_STATED = {"booking_urls", "social_urls", "legal_name"}
"""Fields that no instructions state, so that nothing could be pinned."""


def model_of(key: str) -> type[Knowledge]:
    """What the key of a record, "contact_info" or "company_info" names. Raises ValueError."""
    kind, _, name = key.partition(":")
    found = OWNERS.get(key) or (RECORDS.get(kind) if name else None)
    if found is None:
        raise ValueError(
            'no such key; keys begin with "service:", "testimonial:", "price:" or "faq:", or are '
            '"contact_info" or "company_info"; "sitebrief inspect URL --json" prints them'
        )
    return found


def fields_of(model: type[Knowledge]) -> tuple[str, ...]:
    """The fields that a person may write."""
    return tuple(name for name in model.model_fields if name not in _FILLED_IN)


def require_field(model: type[Knowledge], field: str) -> None:
    """Raise ValueError naming the fields that there are unless `field` is one."""
    if field not in fields_of(model):
        raise ValueError(f"no such field here; use {', '.join(sorted(fields_of(model)))}")


def fitting(model: type[Knowledge], field: str, value: object) -> object:
    """`value` as `field` holds it; None empties the field. Raises ValueError with what fits."""
    info = model.model_fields[field]
    if value is None:
        if info.is_required():
            raise ValueError(f"{field} cannot be emptied; write a value or hide the record")
        return info.get_default(call_default_factory=True)
    try:
        # Typed as Any: a FieldInfo holds its annotation as `type | None`.
        annotation: Any = info.annotation
        read: object = TypeAdapter(annotation).validate_python(value)
    except ValidationError as error:
        place, says = first_slip(error)
        raise ValueError(f"{'.'.join(map(str, (field, *place)))}{says}") from None
    for one in read if isinstance(read, tuple) else (read,):
        _require_form(field, one)
    return read


def _require_form(field: str, value: object) -> None:
    if field == "rating" and not 0 <= float(str(value)) <= _STARS:
        raise ValueError(f"rating = {value}: must be stars from 0 to {_STARS}")
    if not isinstance(value, str):
        return
    if not value.strip():
        raise ValueError(f"{field} must not be blank; leave it out to empty the field")
    pattern, form = _FORMS.get(field, ("", ""))
    odd = bool(pattern) and not re.fullmatch(pattern, value)
    if odd or (field == "currency" and value not in list_currencies()):
        raise ValueError(f'{field} = "{value[:60]}": must be {form}')


def part_key(key: str) -> str:
    """`key` if it names a record, contact or company details, or one field of them. Raises
    ValueError.
    """
    owner, _, field = key.partition(".")
    if owner in OWNERS and field:
        require_field(OWNERS[owner], field)
    else:
        model_of(key)
    return key


def whole_key(key: str) -> str:
    """`key` if it names a record or all contact or company details. Raises ValueError."""
    owner, _, field = key.partition(".")
    if owner in OWNERS and field:
        raise ValueError(f'write key = "{owner}" and field = "{field}"')
    model_of(key)
    return key


def stated_key(key: str) -> str:
    """`key` if it names something that instructions can state. Raises ValueError."""
    owner, _, field = part_key(key).partition(".")
    if owner in OWNERS and field in _NEVER_STATED:
        use = ", ".join(f"{owner}.{f}" for f in fields_of(OWNERS[owner]) if f not in _NEVER_STATED)
        raise ValueError(f"never stands in the instructions; pin {use}")
    return key
