import pytest

from compiler.written import babel_tag, is_same, written_in


@pytest.mark.parametrize(
    ("written", "amount", "currency", "same"),
    [
        ("1.250,00", "1250", "EUR", True),
        ("1'250", "1250", "CHF", True),
        ("1.250", "1250", "EUR", True),
        ("1.250", "1.25", "EUR", False),
        ("125.500", "125.5", "KWD", True),
        ("125.500", "125500", "EUR", True),
        ("12", "a lot", None, False),
    ],
)
def test_digits_of_an_amount(written: str, amount: str, currency: str | None, same: bool) -> None:
    assert is_same(written, amount, currency) is same


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("15 seats for US$ 15", ("US$ 15", True)),
        ("15 seats", ("15", False)),
        ("no number", (None, False)),
        ("15 złotych", ("15 złotych", True)),
    ],
)
def test_a_number_with_its_currency_comes_first(quote: str, found: tuple[str | None, bool]) -> None:
    assert written_in(quote, "15", "PLN", "pl") == found


def test_tags() -> None:
    assert [babel_tag(tag) for tag in ("pl", "xx", None)] == ["pl", "en", "en"]
