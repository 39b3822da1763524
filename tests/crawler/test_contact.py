"""Contact values of several pages become the site's."""

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.company import company, merge_company
from crawler.contact import contacts, merge_contacts, postal_line
from crawler.placeholders import placeholders
from crawler.reading import PageReading
from crawler.records import ContactInfo, Contradiction
from crawler.signals import settle, signals
from crawler.site import SiteIdentity
from crawler.structured import items
from tests.crawler.reading_pages import document

SITE = SiteIdentity(start_urls=("https://example.com/",), country="DE")
FOOTER = "<footer><p>Am Markt 1, 36037 Fulda</p><p>Tel. 0661 902 440</p></footer>"


def merged(**pages: str) -> tuple[ContactInfo, tuple[Contradiction, ...]]:
    """The contact values of a site whose pages are given by path ("home" is the start page)."""
    readings = []
    for name, html in pages.items():
        path = "" if name == "home" else name.replace("__", "/")
        page = document(html, language="de", url=f"https://example.com/{path}")
        readings.append(PageReading(url=page.url, content_hash=name, contacts=contacts(page, SITE)))
    return merge_contacts(readings, SITE)


def test_every_page_that_says_it_is_a_source() -> None:
    found, _ = merged(home=FOOTER, leistungen=FOOTER)
    assert found.phones == ("+49661902440",)
    pages = [s.url for s in found.sources if s.field == "phones"]
    assert pages == ["https://example.com/", "https://example.com/leistungen"]


def test_other_peoples_numbers_in_articles_are_left_out() -> None:
    article = '<main><p>Hilfe: <a href="tel:08001110111">0800 111 0 111</a></p></main>'
    found, _ = merged(home=FOOTER, blog__hilfe=article + FOOTER)
    assert found.phones == ("+49661902440",)


def test_structured_data_yields_to_visible_words_and_is_listed() -> None:
    twin = """<script type="application/ld+json">{"@type": "Store", "name": "A",
      "telephone": "+49 661 118811"}</script>"""
    found, disputes = merged(home=twin + FOOTER)
    assert found.phones == ("+49661902440",)
    (dispute,) = disputes
    assert dispute.overruled
    assert dispute.values == ("+49661902440", "+49 661 118811")


def test_footers_that_disagree_are_a_contradiction() -> None:
    other = FOOTER.replace("902 440", "902 441")
    found, disputes = merged(home=FOOTER, a=FOOTER, b=other)
    assert found.phones == ("+49661902440", "+49661902441")
    (dispute,) = disputes
    assert not dispute.overruled
    assert dispute.values == ("+49661902440", "+49661902441")
    both = FOOTER + other
    assert merged(home=both, a=both)[1] == ()


def test_structured_data_stands_alone_when_nothing_is_visible() -> None:
    found, disputes = merged(
        home="""<script type="application/ld+json">{"@type": "Store", "name": "A",
      "telephone": "+49 661 118811", "email": "mailto:Info@A.de", "sameAs": ["https://x.com/acme"],
      "address": {"streetAddress": "Am Markt 1", "postalCode": "36037", "addressLocality": "Fulda"},
      "openingHours": "Mo-Fr 09:00-17:00"}</script>"""
    )
    assert found.phones == ("+49661118811",)
    assert found.emails == ("info@a.de",)
    assert found.addresses == ("Am Markt 1, 36037 Fulda",)
    assert found.opening_hours == ("Mo-Fr 09:00-17:00",)
    assert found.social_urls == ("https://x.com/acme",)
    assert disputes == ()


def test_reworded_addresses_are_one() -> None:
    found, _ = merged(
        home="<footer><p>Leipziger Str. 114a<br>36037 Fulda</p></footer>",
        kontakt="<p>Leipziger Straße 114 a, 36037 Fulda, Deutschland</p>",
    )
    assert len(found.addresses) == 1


def test_dead_booking_links_are_left_out() -> None:
    html = '<a href="/termin/">Termin buchen</a><a href="/buchen">Jetzt buchen</a>'
    found, _ = merged(home=html, termin=html)
    assert found.booking_urls == ("https://example.com/termin/",)


def test_postal_line() -> None:
    head = """<script type="application/ld+json">{"@type": "Store", "address": {
      "@type": "PostalAddress", "addressLocality": "Charlotte",
      "addressRegion": "NC", "postalCode": "28277"}}</script>"""
    (store,) = items(document("", head=head))
    (address,) = store.items("address")
    assert postal_line(address) == "Charlotte, NC 28277"


PIECES = st.sampled_from(
    [
        "<a href='tel:", "<a href='mailto:", "<a href='//[", "'>", "</a>", "<footer>", "<h2>",
        "</h2>", "Tel. ", "+49 ", "0661 9024", "@", "a@b.de", "Mo–Fr ", "9–17 Uhr", "Straße 1, ",
        "36037 Fulda", "© 2026 ", "GmbH", "Dr. ", "Jane Roe", ", Founder", "seit ", "1987", "[",
        "]", "{{x}}", "<br>", "<table><tr><td>", "<script type='application/ld+json'>",
        '{"@type":"Store","telephone":7}', "</script>", "\u202e", "&#0;",
        "<iframe src='https://calendly.com/a/b'>",
    ]
)  # fmt: skip


@given(
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30), st.sampled_from(["", "de", "xx"])
)
@settings(max_examples=150, deadline=None)
def test_any_page_can_be_read(pieces: list[str], language: str) -> None:
    page = document("".join(pieces), language=language, url="https://example.com/kontakt")
    reading = PageReading(
        url=page.url,
        content_hash="x",
        language=page.language,
        contacts=contacts(page, SITE),
        company=company(page, SITE),
        placeholders=placeholders(page),
        signals=signals(page),
    )
    site = settle([reading], SiteIdentity(start_urls=(page.url,)))
    once = merge_contacts([reading], site), merge_company([reading], site)
    assert once == (merge_contacts([reading], site), merge_company([reading], site))
