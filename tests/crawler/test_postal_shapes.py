"""Codes, streets and towns."""

import pytest

from crawler.postal_shapes import has_code, has_street, town_of


def test_codes_and_streets() -> None:
    assert has_code("36037 Fulda") == "36037"
    assert has_code("2215 John Daniel Drive") is None
    assert has_street("2215 John Daniel Drive")
    assert not has_street("Straße der Freude")


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("Am Mühlwehr 3, 97070 Würzburg", "Würzburg"),
        ("Hauptstr. 1, 60311 Frankfurt am Main", "Frankfurt am Main"),
        ("1600 Stout Street, Suite 700, Denver, CO 80202", "Denver"),
        ("9 Fletcher Gate, Nottingham NG1 2FS", "Nottingham"),
        ("90 Water Street, Vancouver, BC V6B 1A4", "Vancouver"),
        ("Av. do Contorno, 6500, Belo Horizonte - MG, 30110-044", "Belo Horizonte"),
        ("ul. Długa 14/3, 31-147 Kraków", "Kraków"),
        ("Simi Falls, CA", "Simi Falls"),
        ("C/ Azafranal, 33", None),
    ],
)
def test_towns(address: str, town: str | None) -> None:
    assert town_of(address) == town
