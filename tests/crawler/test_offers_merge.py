"""Offers of several pages put together."""

from collections.abc import Mapping
from datetime import UTC, datetime

from crawler.extract import read_page
from crawler.merge import merge
from crawler.pages import Page
from crawler.records import KnowledgeBase
from crawler.site import SiteIdentity

HOME = "https://a.example/"


def knowledge(
    pages: Mapping[str, str], *, language: str = "en", country: str | None = None
) -> KnowledgeBase:
    site = SiteIdentity(start_urls=(HOME,), country=country)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    readings = [
        read_page(
            Page(
                url=f"https://a.example{path}",
                html=f"<html lang={language}><body>{body}</body></html>",
                fetched_at=now,
            ),
            site,
        )
        for path, body in pages.items()
    ]
    return merge(readings, site)


def card(name: str, text: str, price: str = "", link: str = "") -> str:
    more = f"<a href={link}>Learn more</a>" if link else ""
    return f"<div class=c><h3>{name}</h3><p>{text}</p><p>{price}</p>{more}</div>"


def prices(found: KnowledgeBase) -> list[tuple[str, str | None]]:
    return sorted((p.name, p.amount) for p in found.pricing)


def names(found: KnowledgeBase) -> list[str]:
    return sorted(s.name for s in found.services)


def test_one_offer_on_two_pages_is_one_record_with_both_sources() -> None:
    both = card("Bike Check", "Brakes, gears and bearings, an hour of care.", "$60")
    both += card("Wheel Truing", "Spokes brought back to even tension.", "$25")
    found = knowledge({"/": f"<main>{both}</main>", "/prices": f"<main>{both}</main>"})
    assert prices(found) == [("Bike Check", "60"), ("Wheel Truing", "25")]
    assert {s.url for s in found.pricing[0].sources} == {HOME, "https://a.example/prices"}


def test_a_reworded_name_with_the_same_price_on_another_page_is_the_same_offer() -> None:
    one = card("Bike Check", "An hour of care for it.", "$60") + card("Tube", "New tube.", "$15")
    two = card("Bike Check for Commuters", "All of it.", "$60") + card("Lamp", "New lamp.", "$35")
    found = knowledge({"/": f"<main>{one}</main>", "/prices": f"<main>{two}</main>"})
    assert len([p for p in found.pricing if p.amount == "60"]) == 1


def test_two_amounts_for_one_thing_are_a_contradiction() -> None:
    one = card("Bike Check", "An hour of care.", "$60") + card("Tube", "New tube.", "$15")
    two = card("Bike Check", "An hour of care.", "$75") + card("Tube", "New tube.", "$15")
    found = knowledge({"/": f"<main>{one}</main>", "/prices": f"<main>{two}</main>"})
    assert prices(found) == [("Bike Check", "60"), ("Bike Check", "75"), ("Tube", "15")]
    assert [c.values for c in found.contradictions] == [("60 USD", "75 USD")]
    doubted = [p.confidence for p in found.pricing if p.name == "Bike Check"]
    assert all(c <= 0.6 for c in doubted)


def test_a_bare_dollar_is_the_dollar_of_the_country() -> None:
    body = card("Bike Check", "An hour of care.", "$60") + card("Tube", "New tube.", "$15")
    found = knowledge({"/": f"<main>{body}</main>"}, country="CA")
    assert {p.currency for p in found.pricing} == {"CAD"}


MENU = """<nav><ul><li><a href=/>Home</a></li><li><a href=/services>Services</a><ul>
<li><a href=/services/roof>Roof Repair</a></li>
<li><a href=/services/gutter>Gutters</a></li></ul></li>
<li><a href=/about>About</a></li></ul></nav>"""


def test_a_service_is_called_as_its_card_and_described_as_on_its_own_page() -> None:
    cards = card("Roof Repair", "Leaks found and closed.", link="/services/roof")
    cards += card("Gutters", "Cleaned and mended.", link="/services/gutter")
    intro = "We find the leak on the day you call and close it before the next rain."
    own = f"<main><h1>Roof Repair in Leeds and York</h1><p>{intro}</p></main>"
    found = knowledge(
        {"/": f"{MENU}<main><h2>What we do</h2>{cards}</main>", "/services/roof": MENU + own}
    )
    assert names(found) == ["Gutters", "Roof Repair"]
    roof = next(s for s in found.services if s.name == "Roof Repair")
    assert roof.description == intro
    assert roof.url == "https://a.example/services/roof"


def test_cards_on_the_page_of_a_service_are_its_parts() -> None:
    parts = card("Slate", "We match old slate.") + card("Lead", "Flashing and valleys.")
    own = (
        f"<main><h1>Roof Repair</h1><p>We close every leak.</p><h2>Roof services</h2>{parts}</main>"
    )
    found = knowledge(
        {"/": f"{MENU}<main><h1>Hill Roofs</h1></main>", "/services/roof": MENU + own}
    )
    assert names(found) == ["Gutters", "Roof Repair"]


def test_pages_for_towns_are_one_service() -> None:
    def page(town: str) -> str:
        typed = f'{{"@type": "Service", "name": "Roof Repair {town}"}}'
        text = f"A roof in {town} that leaks cannot wait, so we come on the same day for it."
        head = f"<script type=application/ld+json>{typed}</script>"
        return f"{head}<main><h1>Roof Repair {town}</h1><p>{text}</p></main>"

    found = knowledge(
        {"/roof-leeds": page("Leeds"), "/roof-york": page("York"), "/roof-hull": page("Hull")}
    )
    assert len(found.services) == 1


def test_a_boilerplate_intro_describes_no_service() -> None:
    def page(name: str) -> str:
        same = "Book your first visit today and get a written plan without any obligation."
        return f"{MENU}<main><h1>{name}</h1><p>{same}</p></main>"

    found = knowledge({"/services/roof": page("Roof Repair"), "/services/gutter": page("Gutters")})
    assert [s.description for s in found.services] == [None, None]


def test_the_free_first_step_that_a_site_repeats_is_one_offer() -> None:
    body = "<main><h1>Therapy</h1><a href=/c>Book a free 15-minute consultation</a></main>"
    found = knowledge({"/": body, "/a": body, "/b": body})
    assert [(p.name, p.qualifier, p.amount) for p in found.pricing] == [
        ("Free 15-minute consultation", "free", None)
    ]


def test_amounts_only_in_structured_data_count_where_no_page_shows_any() -> None:
    offer = '{"@type": "Offer", "price": "450", "priceCurrency": "EUR"}'
    typed = f'{{"@type": "Product", "name": "Oak Table", "offers": {offer}}}'
    page = f"<script type=application/ld+json>{typed}</script><main><h1>Oak Table</h1></main>"
    assert prices(knowledge({"/table": page})) == [("Oak Table", "450")]
    shown = card("Chair", "Oak, oiled.", "€90") + card("Stool", "Oak, oiled.", "€60")
    found = knowledge({"/table": page, "/": f"<main>{shown}</main>"})
    assert prices(found) == [("Chair", "90"), ("Stool", "60")]
