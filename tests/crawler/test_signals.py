"""Where a site is, from many small hints."""

import pytest

from crawler.reading import PageReading
from crawler.signals import country_code, settle, signals
from crawler.site import SiteIdentity
from tests.crawler.reading_pages import document

SITE = SiteIdentity(start_urls=("https://example.com/",))


def settled(html: str, *, language: str = "", head: str = "") -> SiteIdentity:
    page = document(html, language=language, head=head)
    reading = PageReading(
        url=page.url, language=page.language, content_hash="x", signals=signals(page)
    )
    return settle([reading], SITE)


@pytest.mark.parametrize(
    ("html", "language", "country"),
    [
        ('<a href="tel:+351961204567">call</a>', "fr", "PT"),
        ("<footer><p>31-147 Kraków</p></footer>", "en", "PL"),
        ("<p>x</p>", "pt-BR", "BR"),
        ("<p>x</p>", "de", "DE"),
        ("<p>x</p>", "en", "US"),
        ("<p>x</p>", "", None),
    ],
)
def test_country(html: str, language: str, country: str | None) -> None:
    assert settled(html, language=language).country == country


def test_address_in_structured_data_decides() -> None:
    head = """<script type="application/ld+json">{"@type": "Dentist",
      "address": {"@type": "PostalAddress", "addressCountry": "Österreich"}}</script>"""
    assert settled("<p>x</p>", language="de", head=head).country == "AT"


def test_what_the_owner_gives_stays() -> None:
    given = SITE.model_copy(update={"country": "CH", "languages": ("it",)})
    assert settle([], given) == given


def test_currencies() -> None:
    page = document("<p>from €49, or 1.200 zł, or $5, or CHF 30</p>")
    assert signals(page).currencies == ("EUR", "PLN", "CHF")


def test_country_names() -> None:
    assert country_code("Deutschland") == "DE"
    assert country_code("USA") == "US"
    assert country_code("pt") == "PT"
    assert country_code("Nowhere") is None
