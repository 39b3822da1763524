import pytest

from crawler.reading import PageReading
from crawler.records import Channel, Period, Price, Service, Source
from crawler.service_prices import priced_beside, priced_places

PROSE = Source(url="https://a.example/p", quote="Each winter costs 40 €.", channel=Channel.VISIBLE)


def price(name: str, service: str | None = None, **more: object) -> Price:
    channel = more.pop("channel", Channel.VISIBLE)
    source = Source(url="https://a.example/p", quote=f"{name} 40", channel=channel)
    return Price.model_validate(
        {"name": name, "service": service, "amount": "40", "currency": "EUR", "language": "en"}
        | {"confidence": 0.9}
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
        price("10 tickets"),
        price("Years 3–6"),
        price("winter", confidence=0.6, sources=(PROSE,)),
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


def beside(known: tuple[str, ...], *prices: Price) -> list[str]:
    reading = PageReading(
        url="https://a.example/p", content_hash="0", title="", language="en", pricing=prices
    )
    found = [Service(name=n, sources=prices[0].sources) for n in known]
    return [place.name for place in priced_beside(found, [reading], 0.5)]


LISTED = (
    price("First visit", "Acupuncture"),
    price("Next visit", "Acupuncture"),
    price("First visit", "Reflexology"),
    price("Forest bath"),
)


def test_headings_beside_a_known_service_are_services_too() -> None:
    assert beside(("Acupuncture",), *LISTED) == ["Acupuncture", "Forest bath", "Reflexology"]
    assert beside(("Acupuncture", "Forest bath"), *LISTED) != []


def test_headings_that_no_service_is_called_like_are_left_alone() -> None:
    assert beside(("Talks",), *LISTED) == []


def test_headings_are_left_alone_where_as_many_services_are_known() -> None:
    assert beside(("Acupuncture", "Talks", "Walks"), *LISTED) == []


def test_headings_over_few_of_the_prices_are_left_alone() -> None:
    loose = (price("Towel"), price("Oil"), price("Tea"))
    assert beside(("Acupuncture",), *LISTED, *loose) == []


def test_a_heading_that_begins_with_a_known_word_is_no_further_service() -> None:
    compound = price("Erstbesuch", "Akupunkturbehandlung")
    assert "Akupunkturbehandlung" not in beside(
        ("Akupunktur", "Forest bath"), compound, price("a", "Cupping"), *LISTED[2:]
    )


def test_one_heading_over_all_prices_is_a_title() -> None:
    listed = (
        price("Couple therapy", "What therapy costs"),
        price("Family therapy", "What therapy costs"),
    )
    assert offered(*listed) == ["Couple therapy", "Family therapy"]


def test_a_name_leaves_its_duration() -> None:
    reading = PageReading(
        url="https://a.example/p",
        content_hash="0",
        title="",
        language="en",
        pricing=(price("Couple therapy: 50 minutes"), price("Family therapy (90 minutes)")),
    )
    found = priced_places([reading], 0.5)
    assert [(s.name, s.duration) for s in found] == [
        ("Couple therapy", "50 minutes"),
        ("Family therapy", "90 minutes"),
    ]


def test_a_long_list_of_treatments_that_take_their_time_is_offered() -> None:
    rows = []
    for number in range(40):
        part = ("Back", "Face", "Foot", "Hand", "Neck")[number % 5]
        name = f"{part} care {'abcdefgh'[number // 5] * 3}"
        row = price(name)
        source = row.sources[0].model_copy(update={"quote": f"{name} 50 min 40"})
        rows.append(Price.model_validate(row.model_dump(mode="json") | {"sources": [source]}))
    assert len(offered(*rows)) == 40
