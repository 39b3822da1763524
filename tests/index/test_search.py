from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.records import KnowledgeBase, Price, Qualifier
from index.build import write_index
from index.chunks import build_chunks, dump_chunks
from index.embedders import choose_embedder
from index.lexical import Lexical
from index.opening import open_searcher
from index.rules import LookupRules
from index.search import Searcher
from index.vectors import VectorCache

from .conftest import HOME, MakeRelease, chunks


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """The tiny site under the real model."""
    folder, rules = tmp_path_factory.mktemp("r-1"), LookupRules()
    model = choose_embedder(rules)
    (folder / "chunks.jsonl").write_bytes(dump_chunks(chunks()))
    write_index(folder, chunks(), model, VectorCache(folder / "vectors.db"))
    opened = open_searcher(folder, folder / "open", model, rules)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What would the harbour workshop set me back?", "costs $4,200"),
        ("phone number", "+15550100200"),
        ("When are you open?", "Mon–Fri 9–17"),
        ("Who started the school?", "Olaf Stern"),
        ("Is the first call free?", "free of charge"),
        ("How many vessels do you own?", "nine training boats"),
        ("Can I cancel and get my money back?", "whole fee is returned"),
        ("What do your customers say?", "We land safely now"),
        ("Do lessons go on when it is cold?", "basin is heated"),
        ("¿Cuánto cuesta el workshop?", "costs $4,200"),
        ("Wie lautet die Telefonnummer?", "+15550100200"),
    ],
)
def test_spoken_questions_find_the_fact(searcher: Searcher, question: str, words: str) -> None:
    answer = searcher.search(question)
    assert any(words in hit.text for hit in answer.hits[:2]), [h.text for h in answer.hits]


@pytest.mark.parametrize(
    "query",
    ["harbour workshop price", "phone number", "opening hours", "cancellation", "first call"],
)
def test_what_the_site_tells_is_answered(searcher: Searcher, query: str) -> None:
    assert searcher.search(query).answered


@pytest.mark.parametrize(
    "question",
    ["cryptocurrency payments with Bitcoin", "pizza delivery menu", "visa sponsorship for nurses"],
)
def test_what_the_site_does_not_tell_is_refused_with_topics(
    searcher: Searcher, question: str
) -> None:
    answer = searcher.search(question)
    assert not answer.answered
    assert answer.certainty < 0.6
    assert answer.topics


def test_a_contact_that_the_site_does_not_give_is_refused(searcher: Searcher) -> None:
    answer = searcher.search("postal address of the office")
    assert not answer.answered


def test_the_owner_may_set_the_floor(make_release: MakeRelease, tmp_path: Path) -> None:
    folder = make_release("r-1", chunks(), None)
    for floor, answered in ((0.0, True), (1.0, False)):
        found = open_searcher(folder, tmp_path / "open", None, LookupRules(floor=floor))
        assert found.search("workshop price").answered is answered


def test_an_answer_says_nothing_twice(searcher: Searcher) -> None:
    texts = [hit.text for hit in searcher.search("harbour workshop price", limit=10).hits]
    assert len(texts) == len(set(texts))


def test_hits_name_their_source(searcher: Searcher) -> None:
    hits = searcher.search("harbour workshop price").hits
    hit = next(hit for hit in hits if hit.record_key)
    assert (hit.url, hit.title, hit.kind) == (f"{HOME}services", "Services", "price")


@pytest.mark.parametrize("question", ["", " ", "?", "the of and", "\u200b", "a" * 5000])
def test_odd_questions_get_an_answer_of_the_usual_shape(searcher: Searcher, question: str) -> None:
    answer = searcher.search(question)
    assert 0 <= answer.certainty <= 1


def test_a_question_that_shares_no_word_with_the_site_is_no_error(
    make_release: MakeRelease, tmp_path: Path
) -> None:
    folder = make_release("r-1", chunks()[:1], None)
    found = open_searcher(folder, tmp_path / "open", None, LookupRules())
    for question in ("When do you open?", "zebra", "What is your phone number?"):
        assert found.search(question).hits is not None


@settings(max_examples=150, deadline=None)
@given(question=st.text(max_size=80))
def test_any_text_is_a_question(question: str) -> None:
    found = chunks()
    plain = Searcher(found, Lexical.of(found), LookupRules())
    for searcher in (plain, Searcher([], Lexical.of([]), LookupRules())):
        assert 0 <= searcher.search(question).certainty <= 1


def test_limits(searcher: Searcher) -> None:
    assert len(searcher.search("workshop", limit=1).hits) == 1
    assert len(searcher.search("workshop").hits) == 3


def test_the_price_in_general_is_led_by_amounts() -> None:
    prices = (
        Price(name="Talk on stage", qualifier=Qualifier.ON_REQUEST),
        Price(name="Sail course", amount="390", currency="EUR"),
        Price(name="Knot course", amount="90", currency="EUR"),
    )
    found = build_chunks(KnowledgeBase(pricing=prices), [], titles={})
    plain = Searcher(found, Lexical.of(found), LookupRules(embedder="none"))
    general = plain.search("What does it cost?").hits
    assert all(amount in general[0].text for amount in ("390", "90"))
    assert "on request" not in general[1].text
    assert "on request" in plain.search("What does the talk on stage cost?").hits[0].text
