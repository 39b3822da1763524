"""A site that sells one subscription: what it sells is the thing that the company is named for."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.records import CompanyInfo, Period, Price, Service

_SURE = 0.5


def sole_product(pricing: Sequence[Price], company: CompanyInfo) -> tuple[Service, ...]:
    """The product of a site whose pages name no service but ask for money by month or year."""
    plans = [p for p in pricing if p.amount and p.period in (Period.MONTH, Period.YEAR)]
    if not plans or company.name is None:
        return ()
    return (
        Service(
            name=company.name,
            description=company.description,
            language=plans[0].language,
            confidence=_SURE,
            sources=tuple(dict.fromkeys(s for p in plans for s in p.sources))[:20],
        ),
    )
