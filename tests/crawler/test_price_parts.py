"""The words around the amounts of one line."""

import pytest

from crawler.money import find_money
from crawler.price_parts import parts


def read(text: str, language: str) -> list[str]:
    """What names each amount, the amount, and what only follows it."""
    sums = find_money(text, language)
    found = parts(text, sums, language)
    return [f"{found[m.start][0]}|{m.amount}|{found[m.start][1]}" for m in sums]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "$900 setup · $120/month per desk", ["|900|setup", "|120|per desk"]),
        ("en", "$80 adults, $40 children", ["|80|adults", "|40|children"]),
        ("en", "Adults $80, children $40", ["Adults|80|", "children|40|"]),
        ("de", "Ganz 25 € / Halb 20 €", ["Ganz|25|", "Halb|20|"]),
        ("fr", "Coupe 30 € lavage | Couleur 45 €", ["Coupe|30|lavage", "Couleur|45|"]),
        ("cs", "Střih 400 Kč (muži), barva 900 Kč", ["Střih|400|(muži)", "barva|900|"]),
    ],
)
def test_words_stay_on_their_side_of_a_separator(
    language: str, text: str, expected: list[str]
) -> None:
    assert read(text, language) == expected
