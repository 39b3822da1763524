import pytest

from crawler.records import Price, Source
from index.money import written


@pytest.mark.parametrize(
    ("amount", "quote", "words"),
    [
        ("4200", "Workshop $4,200 per team", "$4,200"),
        ("1290", "nur 1.290 € im Jahr", "1.290 €"),
        ("49.90", "ab 49,90 EUR", "49,90 EUR"),
        ("300", "300 zł / 50 min", "300 zł"),
        ("4999", "₹4,999", "₹4,999"),
        ("149", "à partir de 149€", "149€"),
        ("50", "$1,350 or $50", "$50"),
        ("990", "einmalig 990,- €", "990,- €"),
    ],
)
def test_the_pages_own_spelling(amount: str, quote: str, words: str) -> None:
    price = Price(name="x", amount=amount, currency="EUR", sources=(Source(url="u", quote=quote),))
    assert written(amount, price) == words


def test_without_a_quote_the_language_decides() -> None:
    german = Price(name="x", amount="1290.50", currency="EUR", language="de")
    assert written("1290.50", german) == "1.290,50 €"
    assert written("1290", german.model_copy(update={"currency": None})) == "1290"
    odd = Price(name="x", amount="5", currency="EUR", language="tlh")
    assert written("5", odd) == "5 EUR"
