from datetime import UTC, datetime

import pytest

from crawler.dom import parse
from crawler.pages import Page
from crawler.records import Qualifier
from crawler.stated_terms import merge_agreed, stated_terms


def terms(text: str, language: str) -> list[tuple[str, Qualifier]]:
    page = Page(
        url="https://example.com/prices",
        html=f'<html lang="{language}"><body><main><h1>A</h1><p>{text}</p></main></body></html>',
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return [(p.name, p.qualifier) for p in stated_terms(parse(page))]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Cena naprawy ustalana jest indywidualnie.", "pl", "Cena"),
        ("The price of a session is agreed individually with you.", "en", "Session"),
        ("Der Preis der Behandlung wird nach Absprache festgelegt.", "de", "Behandlung"),
        ("Le prix de la séance est fixé individuellement.", "fr", "Séance"),
        ("El precio de la sesión se acuerda individualmente.", "es", "Sesión"),
    ],
)
def test_agreed_prices_are_on_request(text: str, language: str, name: str) -> None:
    assert terms(text, language) == [(name, Qualifier.ON_REQUEST)]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Pierwsza rozmowa telefoniczna jest bezpłatna.", "pl", "Pierwsza rozmowa telefoniczna"),
        ("Das erste Gespräch ist kostenlos.", "de", "Erste Gespräch"),
        ("First call is free of charge.", "en", "First call"),
        ("La primera visita es gratis.", "es", "Primera visita"),
    ],
)
def test_a_first_step_said_to_be_free(text: str, language: str, name: str | None) -> None:
    assert terms(text, language) == ([(name, Qualifier.FREE)] if name else [])


def test_sentences_about_other_things_state_no_terms() -> None:
    assert terms("We agreed individually on the colours of every room.", "en") == []


def test_nothing_said_means_no_record() -> None:
    assert merge_agreed([], []) is None
