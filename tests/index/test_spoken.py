import pytest

from crawler.records import Price
from index.spoken import spoken_amount, spoken_phone

from .conftest import chunks


@pytest.mark.parametrize(
    ("amount", "currency", "language", "words"),
    [
        ("4200", "USD", "en", "4,200 US dollars"),
        ("1290.50", "EUR", "de", "1.290,50 Euro"),
        ("300", "PLN", "pl", "300 złotych polskich"),
        ("149", "EUR", "fr", "149 euros"),
        ("5", None, "en", "5"),
        ("5", "EUR", "tlh", "5 EUR"),
    ],
)
def test_amounts(amount: str, currency: str | None, language: str, words: str) -> None:
    price = Price(name="x", amount=amount, currency=currency, language=language)
    assert spoken_amount(amount, price) == words


def test_phones() -> None:
    assert spoken_phone("+14155550133") == "+1, 4 1 5, 5 5 5, 0 1 3 3"
    assert spoken_phone("call us") == "call us"


def test_what_has_digits_is_also_given_in_words() -> None:
    spoken = {chunk.kind: chunk.spoken for chunk in chunks() if chunk.spoken}
    assert spoken["price"].startswith("Harbour Workshop costs 4,200 US dollars. Duration: 3 Days.")
    assert spoken["contact"].startswith("Phone: +1, 5 5 5, 0 1 0, 0 2 0 0. Email: ")
    assert set(spoken) == {"price", "contact"}
