"""Prices of one offer that a site words differently."""

from crawler.price_twins import joined, visible_twin
from crawler.records import Channel, Price, Qualifier, Source


def price(name: str, amount: str, page: str = "/", service: str | None = None) -> Price:
    url = f"https://a.example{page}"
    return Price(
        name=name,
        service=service,
        amount=amount,
        currency="EUR",
        qualifier=Qualifier.EXACT,
        url=url,
        language="it",
        confidence=0.8,
        sources=(Source(url=url, quote=f"{name} {amount} €", channel=Channel.VISIBLE),),
    )


def names(*found: Price) -> list[list[str]]:
    return [[p.name for p in group] for group in joined([[p] for p in found], frozenset())]


def test_structured_data_goes_with_the_visible_price_of_the_same_amount() -> None:
    fitted, supplied = price("Fitting boiler", "699"), price("Supply + fitting boiler", "1249")
    typed = price("Supply + fitting boiler (full pack)", "1249")
    assert visible_twin(typed, [fitted, supplied]) is supplied
    assert visible_twin(price("Fitting boiler", "650"), [supplied, fitted]) is fitted
    assert visible_twin(price("Chimney sweep", "699"), [fitted, supplied]) is None


def test_a_teaser_in_the_plural_is_its_only_offer() -> None:
    teaser, offer = price("Trattamenti", "18"), price("Trattamento al miele", "18", "/listino")
    assert len(names(teaser, offer)) == 1


def test_other_words_amounts_and_pages_stay_apart() -> None:
    teaser = price("Trattamenti", "18")
    assert len(names(teaser, price("Taglio al miele", "18", "/listino"))) == 2
    assert len(names(teaser, price("Trattamento al miele", "28", "/listino"))) == 2
    assert len(names(teaser, price("Trattamento al miele", "18"))) == 2


def test_a_category_with_one_offer_elsewhere_bears_its_name() -> None:
    teaser = price("Barba", "12")
    offer = price("Rasatura classica", "12", "/listino", service="Barba")
    other = price("Regolazione", "12", "/listino", service="Barba")
    assert names(teaser, offer) == [["Rasatura classica", "Rasatura classica"]]
    assert len(names(teaser, offer, other)) == 3
