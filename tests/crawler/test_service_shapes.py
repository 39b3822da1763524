"""What counts as a list of offers by its shape alone, and what only looks like one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extract import read_page
from crawler.merge import merge
from crawler.pages import Page
from crawler.site import SiteIdentity

SITE = SiteIdentity(start_urls=("https://example.com/",))


def site_of(*pages: tuple[str, str]) -> list[str]:
    """The names of the services that a site of `pages` (path, body; the language first) has."""
    readings = [
        read_page(
            Page(
                url=f"https://example.com{path}",
                html=f'<html lang="{body[:2]}"><title>Page</title><body>{body[2:]}</body></html>',
                fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
            ),
            SITE,
        )
        for path, body in pages
    ]
    return [s.name for s in merge(readings, SITE).services]


def grid(heading: str, *cards: tuple[str, str], tag: str = "h3") -> str:
    """A section with a grid of cards."""
    inner = "".join(f"<div class=card><{tag}>{n}</{tag}><p>{t}</p></div>" for n, t in cards)
    return f"<main><h1>Hello</h1><section><h2>{heading}</h2><div>{inner}</div></section></main>"


OFFERS = [
    "en"
    + grid(
        "From our workbench",
        ("Saddle fitting", "We measure horse and rider and pad the saddle to both."),
        ("Bridle stitching", "Worn straps are cut away and sewn again by hand."),
        ("Boot resoling", "New leather or rubber soles within one week."),
    ),
    "de"
    + grid(
        "Rund ums Holz",
        ("Treppenbau", "Wir bauen gerade und gewendelte Treppen aus Eiche."),
        ("Dielenböden", "Alte Dielen werden geschliffen, geölt und ergänzt."),
        ("Einbauschränke", "Jeder Schrank wird nach Aufmaß in der Werkstatt gebaut."),
        tag="div",
    ),
    "sv"
    + grid(
        "För små och stora",
        ("Babysim", "Vi leker i varmt vatten från tre månaders ålder."),
        ("Crawlskola", "Tio tillfällen för dig som vill simma längre."),
        ("Vattengympa", "Mjuk rörelse till musik i grunda bassängen."),
    ),
    "pl"
    + grid(
        "Na każdą okazję",
        ("Bukiety ślubne", "Układamy je z kwiatów sezonowych według szkicu."),
        ("Wieńce", "Plecione ręcznie, gotowe następnego dnia rano."),
        ("Dekoracje stołów", "Świeże kompozycje dla restauracji i rodzin."),
    ),
]


@pytest.mark.parametrize("body", OFFERS, ids=lambda b: b[:2])
def test_equal_cards_on_the_home_page_are_offers_where_nothing_else_is(body: str) -> None:
    assert len(site_of(("/", body))) == 3


REASONS = [
    "en"
    + grid(
        "Since 1987",
        ("Fair prices", "You know what it costs before we start the work."),
        ("Fast delivery", "Most repairs are back in your hands in a week."),
        ("Old leather", "We keep hides that you can no longer buy elsewhere."),
    ),
    "de"
    + grid(
        "Seit 1987",
        ("Qualität", "Wir arbeiten nur mit Holz aus der Umgebung."),
        ("Unser Versprechen", "Was nicht passt, bauen wir noch einmal."),
        ("Große Werkstatt", "Auf tausend Metern ist Platz für jedes Stück."),
    ),
    "en"
    + grid(
        "From first call to last stitch",
        ("1. Sketch", "We draw what you have in mind together."),
        ("2. Cutting", "The hide is chosen and cut on the bench."),
        ("3. Sewing", "Every seam is sewn by hand with waxed thread."),
    ),
    "en"
    + grid(
        "Who is at the bench",
        ("Anna Miller", "Anna learned the trade from her father."),
        ("Peter Shaw", "Peter sews the bridles and mends the bags."),
        ("Maria Jones", "Maria keeps the books and the shop front."),
    ),
    "en"
    + grid(
        "From the workshop",
        ("Winter care for boots", "12 January 2026. Salt is what leather fears most."),
        ("A saddle from 1910", "3 February 2026. It came in pieces and left whole."),
        ("How hides are tanned", "9 March 2026. A visit to the last tannery here."),
    ),
    "en"
    + grid(
        "Come and see",
        ("Telephone", "<a href='tel:+441614960000'>Ring the shop on 0161 496 0000</a> any day"),
        ("Mail", "<a href='mailto:a@b.test'>Write a few lines to us</a> at any hour"),
        ("Door", "Mill Lane 4, the blue one beside the bakery"),
    ),
    "de"
    + grid(
        "Wann wir da sind",
        ("Montag", "9:00 – 12:00 Uhr und nach Vereinbarung"),
        ("Mittwoch", "9:00 – 18:00 Uhr ohne Pause am Mittag"),
        ("Freitag", "9:00 – 15:00 Uhr oder nach Anruf"),
    ),
    "en"
    + grid(
        "Words that stay with us",
        ("Bridgewater riding club", "“They saved my saddle two days before the show.”"),
        ("Hill farm", "“Best stitching that I have seen in thirty years.”"),
        ("Canal stables", "“Nobody else would touch this old harness.”"),
    ),
    "en"
    + grid(
        "In figures",
        ("400 saddles", "That is how many we have mended so far."),
        ("30 hides", "They hang in the cellar and wait for you."),
        ("3 benches", "On each one stands a lamp and a stool."),
    ),
    "fr"
    + grid(
        "Ce qui fatigue",
        ("La paperasse", "Des formulaires que personne ne comprend vraiment."),
        ("Les files d'attente", "On perd une matinée pour un seul tampon."),
        ("Une langue étrangère", "Il manque toujours le mot qui compte."),
    ),
]


@pytest.mark.parametrize("body", REASONS)
def test_reasons_steps_people_news_and_contacts_are_none(body: str) -> None:
    assert site_of(("/", body)) == []


def test_goods_with_prices_and_no_words_are_none() -> None:
    shelf = "".join(
        f"<li><a href='/p/{n}'><h3>{n}</h3></a><span>$12.00</span></li>"
        for n in ("Beeswax tin", "Boot brush", "Linen thread")
    )
    assert site_of(("/", f"en<main><h2>On the shelf</h2><ul>{shelf}</ul></main>")) == []


def test_a_site_that_names_its_services_gets_no_more_by_shape() -> None:
    named = grid(
        "Our services",
        ("Saddle fitting", "We measure horse and rider and pad the saddle to both."),
        ("Boot resoling", "New leather or rubber soles within one week."),
    )
    other = grid(
        "In the yard",
        ("Feed store", "Hay and oats from the farms around the village."),
        ("Tack room", "Bridles hang in rows along the northern wall."),
        ("Washing bay", "Warm water and a soft floor for every horse."),
    )
    found = site_of(("/", "en" + named), ("/yard/", "en" + other))
    assert sorted(found) == ["Boot resoling", "Saddle fitting"]


def test_of_two_grids_the_one_with_pages_of_its_own_is_the_offer() -> None:
    cards = "".join(
        f"<div class=c><h3><a href='/{n.split()[0].lower()}/'>{n}</a></h3><p>{t}</p></div>"
        for n, t in (
            ("Oak gates", "Built to the width of your drive from local oak."),
            ("Garden benches", "Two or three seats, oiled, with or without back."),
            ("Rose arches", "Bent ash that carries a climber for decades."),
        )
    )
    yard = grid(
        "In the yard",
        ("Band saw", "It cuts trunks as thick as a barrel."),
        ("Steam box", "Here the ash becomes as soft as rope."),
        ("Drying shed", "Boards rest in it for two winters."),
    )
    body = f"en{yard}<main><section><h2>Out of doors</h2><div>{cards}</div></section></main>"
    assert sorted(site_of(("/", body))) == ["Garden benches", "Oak gates", "Rose arches"]


MENU = "<header><nav>{}</nav></header>"


def page_about(language: str, menu: str, title: str, text: str) -> str:
    return f"{language}{menu}<main><h1>{title}</h1><p>{text}</p></main>"


def test_pages_of_the_menu_called_after_activities_are_offers_where_nothing_else_is() -> None:
    entries = ("Akupunktur", "Massage", "Historien")
    menu = MENU.format(" ".join(f"<a href='/{e.lower()}.html'>{e}</a>" for e in entries))
    text = "Her kan du læse om det hele i ro og mag, linje for linje og uden hast."
    pages = [(f"/{e.lower()}.html", page_about("da", menu, e, text)) for e in entries]
    found = site_of(("/", page_about("da", menu, "Velkommen indenfor", text)), *pages)
    assert sorted(found) == ["Akupunktur", "Massage"]


def test_one_page_of_the_menu_alone_is_none() -> None:
    menu = MENU.format("<a href='/massage.html'>Massage</a> <a href='/huset.html'>Huset</a>")
    text = "Her kan du læse om det hele i ro og mag, linje for linje og uden hast."
    pages = [("/massage.html", page_about("da", menu, "Massage", text))]
    assert site_of(("/", page_about("da", menu, "Velkommen indenfor", text)), *pages) == []
