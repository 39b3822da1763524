"""A site that sells one subscription: what it sells is the thing that the company is named for."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.records import CompanyInfo, Period, Price, Service
from crawler.service_words import is_service_name

_SURE = 0.5
_PAGES = 2
"""Pages that state its plans: the site comes back to what it sells."""


def sole_product(pricing: Sequence[Price], company: CompanyInfo) -> tuple[Service, ...]:
    """The product of a site whose pages name no service but ask for money by month or year."""
    plans = [p for p in pricing if p.amount and p.period in (Period.MONTH, Period.YEAR)]
    pages = {s.url for p in plans for s in p.sources}
    if len(pages) < _PAGES or not is_service_name(company.name or "", plans[0].language):
        return ()
    return (
        Service(
            name=company.name or "",
            description=company.description,
            language=plans[0].language,
            confidence=_SURE,
            sources=tuple(dict.fromkeys(s for p in plans for s in p.sources))[:20],
        ),
    )
