import pytest

from compiler.prompts import Prompts
from compiler.spoken import (
    spoken_amount,
    spoken_mail,
    spoken_phone,
    spoken_price,
    written_amount,
    written_phone,
    written_price,
)
from crawler.records import Price, Source


def price(quote: str = "", **fields: object) -> Price:
    sources = (Source(url="https://a.example/", quote=quote),) if quote else ()
    return Price.model_validate({"name": "Course", "sources": sources, **fields})


@pytest.mark.parametrize(
    ("quote", "amount", "written"),
    [
        ("Course $15,000 per person", "15000", "$15,000"),
        ("Kurs 15.000 € zzgl. MwSt.", "15000", "15.000 €"),
        ("Cours à 1 490 € TTC", "1490", "1 490 €"),
        ("Nur 49,90 € im Monat", "49.90", "49,90 €"),
        ("CHF 1'200.- all in", "1200", "CHF 1'200"),
        ("₹1,25,000 only", "125000", "₹1,25,000"),
        ("was $4,900 now $4,200", "4200", "$4,200"),
        ("1500 zł za sesję", "1500", "1500 zł"),
        ("Call 15 times for US$ 15", "15", "US$ 15"),
        ("Curso R$ 450 por mês", "450", "R$ 450"),
        ("C$ 80 or A$90", "80", "C$ 80"),
        ("C$ 80 or A$90", "90", "A$90"),
        ("PLUS $15", "15", "$15"),
        ("FOR 15 $", "15", "15 $"),
        ("USD $99", "99", "USD $99"),
        ("120 euros par mois", "120", "120 euros"),
        ("ab 1.250 Euro pro Person", "1250", "1.250 Euro"),
        ("nur 20,- €", "20", "20 €"),
        ("nur 20,–", "20", "20 EUR"),
        ("Rate 15 per head", "15", "15 EUR"),
        ("Fr. 1500.–", "1500", "Fr. 1500"),
        ("2 500 kr.", "2500", "2 500 kr."),
    ],
)
def test_amounts_stand_as_the_page_writes_them(quote: str, amount: str, written: str) -> None:
    assert written_amount(amount, price(quote, amount=amount, currency="EUR")) == written


@pytest.mark.parametrize(
    ("language", "written"), [("en", "15,000 EUR"), ("de", "15.000 EUR"), (None, "15,000 EUR")]
)
def test_without_a_quote_the_language_of_the_record_decides(
    language: str | None, written: str
) -> None:
    said = price(amount="15000", currency="EUR", language=language)
    assert written_amount("15000", said) == written


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "15000", "currency": "USD"}, "15,000 US dollars"),
        ({"amount": "49.90", "currency": "EUR"}, "49.90 euros"),
        ({"amount": "1", "currency": "EUR"}, "1 euro"),
        ({"amount": "140", "currency": "USD", "qualifier": "from"}, "from 140 US dollars"),
        ({"amount": "9", "currency": "GBP", "qualifier": "up_to"}, "up to 9 British pounds"),
        (
            {"amount": "100", "amount_max": "200", "currency": "USD", "qualifier": "range"},
            "100 to 200 US dollars",
        ),
        ({"amount": "80", "currency": "EUR", "period": "session"}, "80 euros per session"),
        ({"amount": "80", "currency": None, "period": "once"}, "80, once"),
        ({"amount": None, "qualifier": "free"}, "free of charge"),
        ({"amount": None, "qualifier": "on_request"}, "on request"),
    ],
)
def test_english(prompts: Prompts, fields: dict[str, object], said: str) -> None:
    assert spoken_price(price(**fields), prompts.locales["en"]) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "desde 4.200 dólares estadounidenses por persona"),
        ("fr", "à partir de 4 200 dollars des États-Unis par personne"),
    ],
)
def test_other_languages(prompts: Prompts, language: str, said: str) -> None:
    course = price(amount="4200", currency="USD", period="person", qualifier="from")
    assert spoken_price(course, prompts.locales[language]) == said


@pytest.mark.parametrize(
    ("quote", "fields", "written"),
    [
        ("KWD 125.500", {"amount": "125.5", "currency": "KWD"}, "KWD 125.500"),
        ("", {"amount": "125.5", "currency": "KWD"}, "125.500 KWD"),
        ("500 FCFA", {"amount": "500", "currency": "XAF", "language": "fr"}, "500 FCFA"),
        ("450 reais", {"amount": "450", "currency": "BRL", "language": "pt"}, "450 reais"),
        ("1000円", {"amount": "1000", "currency": "JPY", "language": "ja"}, "1000円"),
        ("15 US dollars", {"amount": "15", "currency": "USD"}, "15 US dollars"),
        ("15 and more", {"amount": "15"}, "15"),
        ("€100–200", {"amount": "100", "amount_max": "200", "currency": "EUR"}, "€100 to 200"),
        ("100–200 €", {"amount": "100", "amount_max": "200", "currency": "EUR"}, "100 to 200 €"),
        ("100–200", {"amount": "100", "amount_max": "200", "currency": "EUR"}, "100 to 200 EUR"),
    ],
)
def test_the_currency_is_named_once(
    prompts: Prompts, quote: str, fields: dict[str, object], written: str
) -> None:
    assert written_price(price(quote, **fields), prompts.locales["en"].spoken) == written


def test_written_price_keeps_the_digits_of_the_page(prompts: Prompts) -> None:
    course = price("ab 4.200 € pro Person", amount="4200", currency="EUR", qualifier="from")
    assert written_price(course, prompts.locales["en"].spoken) == "from 4.200 €"


def test_odd_amounts_do_not_break() -> None:
    assert spoken_amount("a lot", "USD", "en") == "a lot"
    assert spoken_amount("NaN", "USD", "en") == "NaN"


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", "+14155550133", "plus 1, 4 1 5, 5 5 5, 0 1 3 3"),
        ("es", "+34911222333", "más 3 4, 9 1 1, 2 2, 2 3, 3 3"),
        ("fr", "+33140000000", "plus 3 3, 1, 4 0, 0 0, 0 0, 0 0"),
        ("en", "12", "plus 1 2"),
    ],
)
def test_phones(prompts: Prompts, language: str, number: str, said: str) -> None:
    assert spoken_phone(number, prompts.locales[language].spoken) == said


def test_phones_stand_as_the_page_writes_them() -> None:
    quotes = [Source(url="https://a.example/", quote="Call us: (415) 555-0133, or visit")]
    assert written_phone("+14155550133", quotes) == "(415) 555-0133"
    assert written_phone("+14155550134", quotes) == "+14155550134"


def test_mail(prompts: Prompts) -> None:
    said = spoken_mail("dr.john-c_x@a.example", prompts.locales["en"].spoken)
    assert said == "dr dot john dash c underscore x at a dot example"
