"""From the readings of all pages to one KnowledgeBase: one record per real thing, every source
kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.company import merge_company
from crawler.contact import merge_contacts
from crawler.faq_merge import merge_faqs
from crawler.placeholders import merge_placeholders
from crawler.pricing import merge_prices
from crawler.reading import PageReading
from crawler.records import KnowledgeBase
from crawler.services import merge_services
from crawler.signals import settle
from crawler.site import SiteIdentity
from crawler.sole_product import sole_product
from crawler.testimonial_merge import merge_testimonials


def merge(readings: Sequence[PageReading], site: SiteIdentity) -> KnowledgeBase:
    """Merge the pages' readings; `site` is completed by what the pages agree on (country,
    languages).
    """
    site = settle(readings, site)
    pricing, price_disputes = merge_prices(readings, site)
    services, service_disputes = merge_services(readings, site)
    faq, faq_disputes = merge_faqs(readings, site)
    testimonials, quote_disputes = merge_testimonials(readings, site)
    contact, contact_disputes = merge_contacts(readings, site)
    company, company_disputes = merge_company(readings, site)
    return KnowledgeBase(
        services=services or sole_product(pricing, company),
        testimonials=testimonials,
        pricing=pricing,
        faq=faq,
        contact_info=contact,
        company_info=company,
        contradictions=(
            *price_disputes,
            *service_disputes,
            *faq_disputes,
            *quote_disputes,
            *contact_disputes,
            *company_disputes,
        ),
        placeholders=merge_placeholders(readings),
    )
