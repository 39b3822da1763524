"""Company values of several pages become the site's."""

import pytest

from crawler.company import company, merge_company
from crawler.contact import contacts
from crawler.reading import PageReading
from crawler.records import CompanyInfo, Contradiction, Person, Testimonial
from crawler.site import SiteIdentity
from tests.crawler.reading_pages import document

SITE = SiteIdentity(start_urls=("https://example.com/",))


def reading(html: str, path: str = "", *, head: str = "", language: str = "en") -> PageReading:
    page = document(html, head=head, language=language, url=f"https://example.com/{path}")
    return PageReading(
        url=page.url, title=page.title, content_hash=path, company=company(page, SITE)
    )


def merged(*readings: PageReading) -> tuple[CompanyInfo, tuple[Contradiction, ...]]:
    return merge_company(readings, SITE)


def test_name_is_what_most_places_agree_on() -> None:
    footer = "<footer><p>© 2026 Acme Web GmbH</p></footer>"
    pages = [
        reading(f"<h1>{t}</h1>{footer}", t, head=f"<title>{t} | Acme Web</title>")
        for t in ("Home", "Prices", "Contact")
    ]
    info, _ = merged(*pages)
    assert info.name == "Acme Web"
    assert info.legal_name == "Acme Web GmbH"


def test_the_owners_name_for_the_site_wins() -> None:
    site = SITE.model_copy(update={"name": "Mine"})
    info, _ = merge_company([reading("<footer>© 2026 Acme</footer>")], site)
    assert info.name == "Mine"


def test_words_of_meta_tags_alone_never_pass() -> None:
    head = (
        '<meta name="description" content="Jane Roe — Founder of CANARY">'
        '<meta property="og:site_name" content="CANARY">'
    )
    info, _ = merged(reading("<h1>Hello</h1>", head=head))
    assert "CANARY" not in info.model_dump_json()
    assert info.people == ()


def test_an_owner_in_the_description_whose_name_the_page_shows() -> None:
    head = '<meta name="description" content="Jane Roe — Founder of Acme">'
    info, _ = merged(reading("<p>Roe & Co. Ask Jane!</p>", head=head))
    assert info.people == (Person(name="Jane Roe", role="Founder"),)


def test_authors_of_testimonials_are_no_people_of_the_company() -> None:
    cards = "<h2>Our team</h2><h3>Jane Roe</h3><p>Coach</p><h3>Emma Poe</h3><p>Manager</p>"
    page = reading(cards)
    quote = Testimonial(quote="Great.", author="Emma Poe")
    info, _ = merged(page, page.model_copy(update={"testimonials": (quote,)}))
    assert Person(name="Jane Roe", role="Coach") in info.people


def test_one_person_under_two_names() -> None:
    info, _ = merged(
        reading("<p>Alex, Founder</p>"),
        reading("<h2>Our team</h2><h3>Alex Roe</h3><p>Founder & CEO</p>", "about"),
    )
    assert info.people == (Person(name="Alex Roe", role="Founder & CEO"),)


def test_two_founding_years_are_a_contradiction() -> None:
    info, disputes = merged(
        reading("<p>Founded in 2009.</p>"), reading("<p>Established in 2011.</p>", "about")
    )
    assert info.founded == "2009"
    (dispute,) = disputes
    assert dispute.values == ("2009", "2011")


def test_tagline_and_description() -> None:
    footer = (
        "<footer><p>We mend old chairs in Asheville, with patience and hand tools.</p></footer>"
    )
    info, _ = merged(
        reading(f"<h1>Old wood,<br>new stories</h1>{footer}"), reading(f"<h1>X</h1>{footer}", "a")
    )
    assert info.tagline == "Old wood, new stories"
    assert info.description == "We mend old chairs in Asheville, with patience and hand tools."


@pytest.mark.parametrize(
    ("title", "address", "name"),
    [
        ("Taller Encina | Burgos", "Calle Olmo 5, 09003 Burgos", "Taller Encina"),
        ("Studio Ferri - Bologna", "Via Zamboni 10, 40126 Bologna BO", "Studio Ferri"),
        ("Malerei Hess GmbH, Thun", "Bernstrasse 12, 3600 Thun", "Malerei Hess GmbH"),
        ("Elm Row Framers | Tulsa", "4210 E 11th Street, Tulsa, OK 74112", "Elm Row Framers"),
    ],
)
def test_a_town_is_not_the_name(title: str, address: str, name: str) -> None:
    town = title.rsplit(maxsplit=1)[-1]
    html = f"<p>{town} and {town} and {town}.</p><footer><p>{address}</p></footer>"
    page = document(f"<h2>Welcome to {name}</h2>{html}", head=f"<title>{title}</title>")
    page_reading = PageReading(
        url=page.url,
        title=page.title,
        content_hash="x",
        company=company(page, SITE),
        contacts=contacts(page, SITE),
    )
    assert merge_company([page_reading], SITE)[0].name == name
