"""Where a site is, from many small hints."""

import pytest

from crawler.reading import PageReading
from crawler.signals import settle, signals
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
        ("<footer><p>Calle 8 # 2 - 10</p><p>Medellín, Colombia</p></footer>", "es-PE", "CO"),
        ("<p>Rue Longue 4</p><p>Namur, Belgique</p>", "fr-FR", "BE"),
        ("<p>Jane Roe</p><p>Namur, Belgium</p>", "en-GB", "GB"),
        ("<footer><p>Lyon, France</p><p>Liège, Belgique</p></footer>", "fr-CH", "CH"),
        ("<footer><p>Atlanta, Georgia</p></footer>", "en-GB", "GB"),
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


def test_the_summary_names_the_country() -> None:
    head = '<meta name="description" content="Taller de bicicletas en Cuenca, Ecuador">'
    assert settled("<p>x</p>", language="es", head=head).country == "EC"
    head = '<meta name="keywords" content="viajes, Ecuador, Bolivia">'
    assert settled("<p>x</p>", language="es", head=head).country == "ES"
