"""Headings that say who speaks."""

from __future__ import annotations

import pytest

from crawler.quote_headings import author_in


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("What Jane says about us", "Jane"),
        ("Das sagt Annelie über uns", "Annelie"),
        ("Das sagen Rolf & Ulla über uns", "Rolf & Ulla"),
        ("Ce que Marie Lefort dit de nous", "Marie Lefort"),
        ("Lo que dice Carmen Ruiz de nosotros", "Carmen Ruiz"),
        ("Det säger Karin om oss", "Karin"),
    ],
)
def test_the_name_in_a_heading(heading: str, name: str) -> None:
    assert author_in(heading) == name


@pytest.mark.parametrize(
    "heading",
    [
        "What our clients say about us",
        "What People Say About Us",
        "Das sagen Studien über uns",
        "Das sagen unsere Kunden über uns",
        "Ce que dit la Loi",
        "About us",
    ],
)
def test_no_name_in_a_heading(heading: str) -> None:
    assert author_in(heading) is None
