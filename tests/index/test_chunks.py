import pytest

from crawler.reading import Passage
from crawler.records import (
    CompanyInfo,
    ContactInfo,
    Contradiction,
    KnowledgeBase,
    Price,
    Qualifier,
    Service,
    Source,
    Testimonial,
    ValueSource,
)
from index.chunks import Chunk, build_chunks, dump_chunks, load_chunks
from index.errors import DamagedIndexError
from index.lexicon import languages

from .conftest import HOME, PASSAGES, chunks, knowledge


def of_kind(kind: str, found: list[Chunk]) -> list[Chunk]:
    return [chunk for chunk in found if chunk.kind == kind]


def test_a_record_is_a_sentence() -> None:
    texts = {chunk.kind: chunk.text for chunk in chunks() if "First call" not in chunk.text}
    assert texts["price"] == (
        "Harbour Workshop costs $4,200. Duration: 3 Days. Includes: Handbook; Certificate."
    )
    assert texts["service"] == (
        "Harbour Workshop: Crews practise night landings. For: harbour pilots. Duration: 3 Days."
    )
    assert texts["testimonial"] == "Customer review: “We land safely now.” — Ida Berg, Pilot"
    assert texts["faq"] == "Do you work in winter?\nYes, the basin is heated."
    assert texts["contact"] == (
        "Phone: +15550100200. Email: hello@example.test. Opening hours: Mon–Fri 9–17."
    )
    assert texts["company"] == (
        "The company is called Quay School. Founded: 1999. People: Olaf Stern, Founder."
    )


def test_prices_stand_together_too() -> None:
    (listed,) = [c for c in chunks() if c.text.startswith("Prices: ")]
    assert listed.text == "Prices: Harbour Workshop $4,200; First call free."


def test_a_chunk_names_its_source() -> None:
    price = next(c for c in chunks() if c.text.startswith("Harbour Workshop costs"))
    assert (price.url, price.title, price.record_key) == (
        f"{HOME}services", "Services", "price:harbour-workshop"
    )  # fmt: skip
    assert price.questions == ("How much is Harbour Workshop?", "What does Harbour Workshop cost?")


def test_prose_stands_below_its_headings() -> None:
    texts = [chunk.text for chunk in of_kind("passage", chunks())]
    assert min(texts).startswith("About – Our fleet\nOur fleet has nine training boats.")


def test_same_knowledge_same_bytes() -> None:
    first = dump_chunks(chunks())
    turned = build_chunks(knowledge(), PASSAGES[::-1], titles={f"{HOME}services": "Services"})
    assert dump_chunks(turned) == first
    assert load_chunks(first) == chunks()


def test_a_new_price_changes_only_its_chunks() -> None:
    before, after = ({c.id for c in chunks(price)} for price in ("4200", "4300"))
    assert len(after - before) == 2  # the price, and the list of prices


def test_words_on_many_pages_are_kept_once() -> None:
    same = [
        Passage(url=f"{HOME}{n}", title="t", heading_path=("Why us",), text="We know the sea.")
        for n in range(5)
    ]
    (only,) = build_chunks(KnowledgeBase(), same, titles={})
    assert only.url == f"{HOME}0"


@pytest.mark.parametrize(
    ("price", "text"),
    [
        (Price(name="A", amount="5", currency="EUR", qualifier="from"), "A costs from €5."),
        (Price(name="A", amount="5", currency="EUR", qualifier="up_to"), "A costs up to €5."),
        (
            Price(name="A", amount="5", amount_max="9", currency="EUR", qualifier="range"),
            "A costs between €5 and €9.",
        ),
        (Price(name="A", amount="5", qualifier="range"), "A costs from 5."),
        (Price(name="A", qualifier="on_request"), "The price of A is on request."),
        (Price(name="A", qualifier="free"), "A is free of charge."),
        (
            Price(name="A", service="B", amount="5", currency="USD", period="month"),
            "A (B) costs $5 per month.",
        ),
    ],
)
def test_how_a_price_is_said(price: Price, text: str) -> None:
    (chunk,) = build_chunks(KnowledgeBase(pricing=(price,)), [], titles={})
    assert chunk.text == text


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("qualifier", list(Qualifier))
def test_every_language_has_words_for_every_price(tag: str, qualifier: Qualifier) -> None:
    none = qualifier in (Qualifier.FREE, Qualifier.ON_REQUEST)
    price = Price(
        name="{A}",
        amount=None if none else "5",
        amount_max="9" if qualifier is Qualifier.RANGE else None,
        currency="EUR",
        period="month",
        qualifier=qualifier,
        language=tag,
        features=("{0}",),
    )
    (chunk,) = build_chunks(KnowledgeBase(pricing=(price,)), [], titles={})
    assert "{A}" in chunk.text
    assert chunk.language == tag


def test_an_amount_in_dispute_is_given_with_the_other() -> None:
    prices = tuple(Price(name="A", amount=amount, currency="USD") for amount in ("140", "150"))
    source = Source(url=HOME, quote="$140")
    dispute = Contradiction(
        about="price:a", field="amount", values=("140", "150"), sources=(source, source)
    )
    found = build_chunks(KnowledgeBase(pricing=prices, contradictions=(dispute,)), [], titles={})
    said = [c.text for c in found if "costs" in c.text]
    assert len(said) == 2
    assert all("The site gives different prices for it: 140 / 150." in text for text in said)


def test_a_phone_is_given_as_the_page_writes_it() -> None:
    source = ValueSource(
        url=HOME, quote="Ring (0152) 541 908 19 today", field="phones", value="+4915254190819"
    )
    contact = ContactInfo(phones=("+4915254190819",), sources=(source,))
    (chunk,) = build_chunks(KnowledgeBase(contact_info=contact), [], titles={})
    assert chunk.text == "Phone: (0152) 541 908 19."
    assert chunk.url == HOME


def test_an_empty_site_has_no_chunks() -> None:
    assert build_chunks(KnowledgeBase(), [], titles={}) == []
    assert dump_chunks([]) == b""
    assert load_chunks(b"") == []


def test_long_descriptions_are_cut_into_passages_that_name_the_service() -> None:
    service = Service(name="Refit", description=" ".join(f"Step {n} is done." for n in range(120)))
    found = build_chunks(KnowledgeBase(services=(service,)), [], titles={})
    assert len(found) > 1
    assert all("Refit" in chunk.text for chunk in found)


def test_a_quote_in_another_language_keeps_its_language() -> None:
    quote = Testimonial(quote="Sehr gut.", language="de")
    (chunk,) = build_chunks(
        KnowledgeBase(testimonials=(quote,), company_info=CompanyInfo()), [], titles={}
    )
    assert chunk.text == "Kundenstimme: „Sehr gut.“"
    assert chunk.language == "de"


def test_damaged_chunks_are_an_error() -> None:
    with pytest.raises(DamagedIndexError, match=r"chunks\.jsonl is damaged"):
        load_chunks(b'{"id": 1}\n')


def test_what_a_person_corrected_sends_nobody_to_a_file() -> None:
    given = {"field": "phones", "value": "+14155550133", "quote": "moved (Ana, 2026-11-20)"}
    source = ValueSource(url="corrections.toml#phones", **given)
    contact = ContactInfo(phones=("+14155550133",), sources=(source,))
    (chunk,) = build_chunks(KnowledgeBase(contact_info=contact), (), titles={})
    assert chunk.url == ""
