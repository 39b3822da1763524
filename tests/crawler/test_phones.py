"""Phones: which runs of digits are one, and how they become E.164."""
# ruff: noqa: E501 - one case a line

import pytest

from crawler.phones import country_of, e164, phones
from tests.crawler.reading_pages import document


@pytest.mark.parametrize(
    ("written", "countries", "expected"),
    [
        ("0661 90 244 77", ["DE"], "+496619024477"),
        ("+44 (0)1422 847 116", [], "+441422847116"),
        ("0044 1422 847116", ["DE"], "+441422847116"),
        ("(918) 555-1234", ["US"], "+19185551234"),
        ("06.12.34.56.79", ["FR"], "+33612345679"),
        ("512 204 338", ["PL", "DE"], "+48512204338"),
        ("4915254190000", ["FR"], "+4915254190000"),
        ("000 000 000", ["PL"], None),
        ("(555) 555-5555", ["US"], None),
        ("12345", ["DE"], None),
        ("", ["DE"], None),
        ("0661 90 244 77", [], None),
    ],
)
def test_e164(written: str, countries: list[str], expected: str | None) -> None:
    assert e164(written, countries) == expected


def test_country_of_an_international_number() -> None:
    assert country_of("+351 961 204 567") == "PT"
    assert country_of("961 204 567") is None
    assert country_of("+999 1") is None


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Tel.: 0661 90 244 77</p>", ["0661 90 244 77"]),
        ("<p>Telefon</p><p>0661 90 244 77</p>", ["0661 90 244 77"]),
        ("<p>Fax: 0661 90 244 78</p>", []),
        ("<p>Tel 0661 90 244 77, Fax 0661 90 244 78</p>", ["0661 90 244 77"]),
        ("<p>HRB 118842 1177, USt-IdNr. DE 311 904 556</p>", []),
        ("<p>IBAN DE12 5001 0517 0648 4898 90</p>", []),
        ("<p>Montag 10:00-18:00, 01.02.2026</p>", []),
        ('<a href="tel:+49%20661%20902447">Anruf</a>', ["+49 661 902447"]),
        ('<a href="https://wa.me/4915254190000?text=hi">Chat</a>', ["+4915254190000"]),
        ('<a href="https://wa.me/?text=share">Teilen</a>', []),
        (
            '<p>Where to find us in the old town <a href="">ask@example.org</a> <a href="">+1 514 248 0199</a></p>',
            ["+1 514 248 0199"],
        ),
        (
            "<p>Some words about us that are long enough here, ask@example.org +1 514 248 0199</p>",
            ["+1 514 248 0199"],
        ),
        (
            "<p>Some words about a part with the number +1 514 248 0199 that fits your machine</p>",
            [],
        ),
        ("<p>7 rue Longue, 29000 Quimper</p><p>06 12 34 56 78</p>", ["06 12 34 56 78"]),
        ("<p>Nos chiffres</p><p>06 12 34 56 78</p>", []),
        ("<p>In 1998 waren es 4500000 Besucher.</p>", []),
    ],
)
def test_candidates(html: str, expected: list[str]) -> None:
    assert [c.value for c in phones(document(html))] == expected
