from crawler.owners import LINKED
from crawler.page_subject import named_by_page, without_repeats
from crawler.records import Channel, Period, Price, Source


def price(
    name: str,
    amount: str,
    *,
    quote: str = "",
    confidence: float = 0.75,
    period: Period | None = None,
) -> Price:
    return Price(
        name=name,
        amount=amount,
        currency="EUR",
        period=period,
        url="https://example.com/a",
        language="en",
        confidence=confidence,
        sources=(
            Source(url="https://example.com/a", quote=quote or name, channel=Channel.VISIBLE),
        ),
    )


def test_one_amount_is_of_the_page() -> None:
    found = named_by_page(
        [
            price("Clear pricing", "14", quote="Clear pricing … €14"),
            price("No wires", "14", quote="No wires … Get started for €14"),
        ],
        "Soil Watch",
    )
    assert {p.name for p in found} == {"Soil Watch"}


def test_a_thing_with_a_name_of_its_own_keeps_it() -> None:
    found = named_by_page([price("Call-out", "80", quote="Call-out … €80")], "Plumbing")
    assert [p.name for p in found] == ["Call-out"]


def test_without_a_title_a_heading_names_nothing() -> None:
    assert named_by_page([price("How it works", "80")], None) == []


def test_two_amounts_are_not_both_of_the_page() -> None:
    prices = [price("Clear pricing", "14"), price("Bronze", "30", confidence=0.95)]
    assert [p.name for p in named_by_page(prices, "Soil Watch")] == ["Bronze"]


def test_links_that_repeat_terms_are_sources_of_the_offer() -> None:
    plan = price("Yearly", "450", confidence=0.95, period=Period.YEAR)
    link = price("Whole suite", "450", confidence=LINKED, period=Period.YEAR)
    (kept,) = without_repeats([plan, link])
    assert kept.name == "Yearly"
    assert len(kept.sources) == 2
