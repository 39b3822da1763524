import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import PASSAGE_TOKENS, sentences, tokens, windows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Berg came. He left.", ["Dr. Berg came.", "He left."]),
        ("It costs $4.50 a day. Book now.", ["It costs $4.50 a day.", "Book now."]),
        ("A line\nAnother line", ["A line", "Another line"]),
        ("¿Abierto? ¡Sí! Claro.", ["¿Abierto?", "¡Sí!", "Claro."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def paragraph(seed: int, words: int = 30) -> str:
    pick = random.Random(seed)
    return (
        " ".join(pick.choice(["boat", "mast", "rope", "wind"]) for _ in range(words)) + f" {seed}."
    )


def test_short_text_is_one_passage() -> None:
    assert windows("Just one line.") == ["Just one line."]
    assert windows("") == []


def test_passages_keep_every_paragraph_within_the_limit() -> None:
    paragraphs = [paragraph(n) for n in range(40)]
    found = windows("\n".join(paragraphs))
    assert "\n".join(found).split("\n") == paragraphs
    assert all(tokens(passage) <= PASSAGE_TOKENS for passage in found)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    found = windows(" ".join(paragraph(n).capitalize() for n in range(12)))
    assert len(found) > 1
    assert all(passage.endswith(".") for passage in found)


def test_an_edited_paragraph_changes_at_most_two_passages() -> None:
    paragraphs = [paragraph(n) for n in range(40)]
    before = set(windows("\n".join(paragraphs)))
    for place in range(40):
        edited = [*paragraphs[:place], paragraphs[place] + " Edited.", *paragraphs[place + 1 :]]
        assert len(set(windows("\n".join(edited))) - before) <= 2


def test_a_colon_stays_with_what_it_announces() -> None:
    lines = [line for n in range(20) for line in (f"List {n}:", paragraph(n, 20))]
    assert not any(passage.endswith(":") for passage in windows("\n".join(lines)))


@given(st.text(max_size=3000))
def test_no_words_are_lost(text: str) -> None:
    assert "".join("".join(windows(text)).split()) == "".join(text.split())
