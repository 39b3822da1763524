"""Amounts in running text, by language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.money import Money, decimal_string, find_money, only_period, period_in


def read(text: str, language: str) -> list[str]:
    """What is stated, on one line each: amount currency period qualifier fault."""
    return [line(m) for m in find_money(text, language)]


def line(money: Money) -> str:
    top = f"-{money.amount_max}" if money.amount_max else ""
    period = money.period.value if money.period else "-"
    fault = f" {money.fault}" if money.fault else ""
    return f"{money.amount}{top} {money.currency} {period} {money.qualifier.value}{fault}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,5", "1234.50"),
        ("1'250", "1250"),
        ("1,50,000", "150000"),
        ("2.990", "2990"),
        ("2,990", "2990"),
        ("49,-", "49"),
        ("120.–", "120"),
        ("0.99", "0.99"),
        ("1.000.000", "1000000"),
    ],
)
def test_numbers_with_any_marks(written: str, expected: str) -> None:
    assert decimal_string(written) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "$70/hr", "70 USD hour exact"),
        ("en", "starting at $140", "140 USD - from"),
        ("en", "$15,000 / 6 Weeks", "15000 USD - exact"),
        ("en", "£1,200 + VAT per day", "1200 GBP day exact"),
        ("en", "$49 – $99 per person", "49-99 USD person range"),
        ("en", "$500+", "500 USD - from"),
        ("en", "£245pp", "245 GBP person exact"),
        ("en", "Rs. 1,50,000", "150000 INR - exact"),
        ("de", "ab 12,50 € pro m²", "12.50 EUR unit from"),
        ("de", "zwischen 990 € und 2.990 €", "990-2990 EUR - range"),
        ("de", "2.990 € einmalig", "2990 EUR once exact"),
        ("de", "80 € / 50 Min.", "80 EUR session exact"),
        ("de", "CHF 1'250.– pro Sitzung", "1250 CHF session exact"),
        ("fr", "à partir de 1 250,50 € TTC par mois", "1250.50 EUR month from"),
        ("fr", "250 € de l'heure", "250 EUR hour exact"),
        ("es", "45 € + IVA al mes", "45 EUR month exact"),
        ("es", "Desde 45€/mes IVA incluido", "45 EUR month from"),
        ("it", "da € 50 a € 80 a seduta", "50-80 EUR session range"),
        ("pt", "R$ 1.299,90 por mês", "1299.90 BRL month exact"),
        ("nl", "€ 49,- p.p.", "49 EUR person exact"),
        ("pl", "od 150 zł za godzinę", "150 PLN hour from"),
        ("pl", "100-200 zł", "100-200 PLN - range"),
        ("pl", "1400* zł", "1400 PLN - exact"),
        ("de", "89 ** €", "89 EUR - exact"),
        ("sv", "1 200 kr/mån", "1200 SEK month exact"),
        ("cs", "1 200 Kč za hodinu", "1200 CZK hour exact"),
    ],
)
def test_amount_currency_period_and_qualifier(language: str, text: str, expected: str) -> None:
    assert read(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "fault"),
    [
        ("en", "worth over $4,700", "saving"),
        ("en", "Save $500 today", "saving"),
        ("en", "$25 off", "saving"),
        ("en", "reg. $497", "old"),
        ("en", "3 payments of $199", "instalment"),
        ("en", "$12M in revenue", "scale"),
        ("en", "a $50 deposit", "fee"),
        ("de", "statt 199 €", "old"),
        ("de", "Gutscheinwert 50 €", "saving"),
        ("fr", "au lieu de 250 €", "old"),
        ("es", "3 cuotas de 99 €", "instalment"),
        ("pt", "de R$ 99 por R$ 79", "old"),
        ("pl", "200 zł UPUSTU!!!", "saving"),
        ("cs", "300 Kč slevu", "saving"),
        ("pl", "należy doliczyć 50 zł", "fee"),
    ],
)
def test_what_is_no_price_says_why(language: str, text: str, fault: str) -> None:
    assert find_money(text, language)[0].fault == fault


@pytest.mark.parametrize("text", ["Call 323-454-3637", "in 2024", "4.9/5", "24/7", "29 90 €", ""])
def test_numbers_that_are_no_money(text: str) -> None:
    assert find_money(text, "en") == ()


def test_digits_after_an_amount_belong_to_something_else() -> None:
    assert read("45 € · 50 min", "es") == ["45 EUR - exact"]
    assert read("TV 60 $180", "en") == ["180 USD - exact"]


def test_a_slash_before_the_next_name_is_no_period() -> None:
    assert read("Full £25 / Half £20", "en") == ["25 GBP - exact", "20 GBP - exact"]
    assert read("£25 / bouquet", "en") == ["25 GBP unit exact"]


def test_periods_beside_an_amount() -> None:
    assert period_in("per month, billed annually", "en") == "month"
    assert period_in("einmalig · keine Vertragslaufzeit", "de") == "once"
    assert period_in("/ 6 Weeks", "en") is None
    assert only_period("par mois", "fr")
    assert not only_period("Session pack", "en")


@given(
    st.text(alphabet="0123456789 .,€$-–/abz'’+%K", max_size=40), st.sampled_from(["en", "de", None])
)
def test_any_text_is_read_without_error(text: str, language: str | None) -> None:
    for money in find_money(text, language):
        assert 0 <= money.start < money.end <= len(text)
        assert money.amount is None or float(money.amount) >= 0
