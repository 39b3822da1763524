import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.tokens import count_tokens
from index.payload import payload
from index.search import Answer, Hit

SENTENCE = "Boat number {} has a radar, a cabin and a crew of four. "


def hit(text: str, spoken: str | None = None) -> Hit:
    return Hit(text, spoken, "https://x.test/a", "Our fleet", "passage", 1.0, None)


def answer(*hits: Hit, answered: bool = True) -> Answer:
    return Answer(answered, False, hits, ("Our fleet",), 1.0)


def size(value: dict[str, Any]) -> int:
    return count_tokens(json.dumps(value, ensure_ascii=False))


def made(found: Answer, budget: int = 350) -> dict[str, Any]:
    return payload(
        found, count=count_tokens, budget=budget, seen={"https://x.test/a": "2026-03-04T05:06:07"}
    )


def test_a_short_answer_stands_whole_with_source_and_date() -> None:
    assert made(answer(hit("Nine boats.", "nine boats"))) == {
        "answered": True,
        "results": [
            {
                "text": "Nine boats.",
                "title": "Our fleet",
                "url": "https://x.test/a",
                "spoken": "nine boats",
                "as_of": "2026-03-04",
            }
        ],
    }


def test_long_answers_are_cut_between_sentences() -> None:
    long = "".join(SENTENCE.format(n) for n in range(40)).strip()
    found = made(answer(hit(long), hit("Second."), hit("Third.")))
    assert size(found) <= 350
    assert found["results"][0]["text"].endswith("four.")


@pytest.mark.parametrize("sentences", [1, 5, 9, 12])
def test_three_passages_fit_into_the_budget(sentences: int) -> None:
    text = "".join(SENTENCE.format(n) for n in range(sentences)).strip()
    found = made(answer(*(hit(f"{n} {text}") for n in range(3))))
    assert size(found) <= 350
    assert 1 <= len(found["results"]) <= 3


def test_what_is_not_on_the_site_has_topics_and_no_text() -> None:
    assert made(answer(hit("Nine boats."), answered=False)) == {
        "answered": False,
        "results": [],
        "topics": ["Our fleet"],
    }


@given(st.lists(st.text(max_size=2000), min_size=1, max_size=3), st.integers(100, 400))
def test_the_budget_holds_for_any_text(texts: list[str], budget: int) -> None:
    assert size(made(answer(*map(hit, texts)), budget)) <= budget
