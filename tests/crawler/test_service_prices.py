import pytest

from crawler.reading import PageReading
from crawler.records import Channel, Period, Price, Source
from crawler.service_prices import priced_places


def price(name: str, service: str | None = None, **more: object) -> Price:
    channel = more.pop("channel", Channel.VISIBLE)
    source = Source(url="https://a.example/p", quote=f"{name} 40", channel=channel)
    return Price.model_validate(
        {"name": name, "service": service, "amount": "40", "currency": "EUR", "language": "en"}
        | {"sources": (source,), **more}
    )


def offered(*prices: Price) -> list[str]:
    reading = PageReading(
        url="https://a.example/p", content_hash="0", title="", language="en", pricing=prices
    )
    return [place.name for place in priced_places([reading], 0.5)]


def test_priced_things_are_offered() -> None:
    assert offered(price("Beard trim"), price("Hot towel shave;")) == [
        "Beard trim",
        "Hot towel shave",
    ]


def test_headings_over_most_prices_are_offered_instead() -> None:
    listed = (price("Lashes", "Eyes"), price("Brows", "Eyes"), price("Polish", "Nails"))
    assert offered(*listed, price("Voucher")) == ["Eyes", "Nails"]
    assert "Lashes" in offered(listed[0], price("Wax"), price("Dye"), price("Cut"))


@pytest.mark.parametrize(
    "other",
    [
        price("Team plan", period=Period.MONTH),
        price("Premium"),
        price("Big day", features=("Six hours", "All pictures")),
        price("Cancellation fee"),
        price("Oak board", url="https://a.example/producto/oak"),
        price("Beard trim", channel=Channel.JSONLD),
        price("Beard trim", amount=None, currency=None, qualifier="on_request"),
    ],
)
def test_plans_fees_and_what_nobody_sees_are_not(other: Price) -> None:
    assert offered(other, price("Nail polish")) == []


def test_one_priced_thing_alone_is_rather_a_product() -> None:
    assert offered(price("Oak board")) == []


def test_a_long_list_is_a_bill_of_fare() -> None:
    assert offered(*(price(f"Dish of the {n}th day") for n in range(31))) == []
