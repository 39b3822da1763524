"""What the company does for customers: every place of a page that speaks of a service.

One page rarely settles what is a service. Each place (menu, card, priced card, own page, structured
data) is read as a record whose confidence is the evidence of that place alone; merge_services adds
the evidence of all pages up.
"""

from __future__ import annotations

from crawler.dom import Document
from crawler.priced_services import priced_services
from crawler.records import Service
from crawler.service_cards import service_cards
from crawler.service_lists import linked_services, listed_services
from crawler.service_menu import service_menu
from crawler.service_merge import merge_services
from crawler.service_pages import service_page, typed_services
from crawler.site import SiteIdentity
from crawler.toggled_services import toggled_services

__all__ = ["merge_services", "services"]


def services(document: Document, site: SiteIdentity) -> tuple[Service, ...]:
    """Every place of one page that speaks of a service, with its own evidence as confidence."""
    del site  # what is a service is settled over all pages
    found = [
        *service_menu(document),
        *service_page(document),
        *typed_services(document),
        *service_cards(document),
        *linked_services(document),
        *listed_services(document),
        *toggled_services(document),
        *priced_services(document),
    ]
    return tuple(dict.fromkeys(found))
