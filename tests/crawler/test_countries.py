"""Countries by name."""

import pytest

from crawler.countries import country_code, country_named, country_of_place


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Deutschland", "DE"),
        ("USA", "US"),
        ("UK", "GB"),
        ("pt", "PT"),
        ("Österreich", "AT"),
        ("Szwajcaria", "CH"),
        ("Danmark", "DK"),
        ("Nowhere", None),
    ],
)
def test_country_code(name: str, code: str | None) -> None:
    assert country_code(name) == code


def test_a_code_or_the_name_of_a_state_names_no_country() -> None:
    assert country_named("in") is None
    assert country_named("Georgia") is None
    assert country_named("Perú") == "PE"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Quito, Ecuador", "EC"),
        ("Laval, Québec, Canada.", "CA"),
        ("Ecuador", None),
        ("We deliver to 4 towns, Ecuador", None),
        ("Austin, Texas", None),
    ],
)
def test_country_of_place(text: str, code: str | None) -> None:
    assert country_of_place(text) == code
