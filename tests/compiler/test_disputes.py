import pytest

from compiler.disputes import Disputes, disputes_of
from crawler.records import Contradiction, Faq, KnowledgeBase


def claim(*values: str, about: str = "claim:clients") -> Disputes:
    return Disputes((Contradiction(about=about, field="claims", values=values, sources=()),))


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("More than 590.000 people", "590.000"),
        ("Over 590,000 came", "590,000"),
        ("590 000 clients", "590 000"),
        ("566000+ clients", "566000"),
        ("Since 1998 we teach", None),
        ("590.001 people", None),
        ("1.590.000 people", None),
    ],
)
def test_a_long_number_is_known_again(sentence: str, number: str | None) -> None:
    assert claim("590000+", "566000+").claimed(sentence) == number


def test_a_short_number_needs_its_word() -> None:
    disputes = claim("500+", "100+")
    assert disputes.claimed("500 clients trust us") == "500"
    assert disputes.claimed("From 500 euros") is None


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        ("Yes, we do.", "No.", True),
        ("Ja, gern.", "Nein.", True),
        ("Yes.", "Sí.", False),
        ("It takes 3 days.", "It takes 5 days.", True),
        ("3 to 5 days.", "5 days.", False),
        ("It takes 3 days. " * 10, "It takes 5 days. " * 10, False),
        ("No-one does.", "Yes.", False),
    ],
)
def test_answers_that_disagree(one: str, other: str, disputed: bool) -> None:
    faq = tuple(Faq(question="Is it?", answer=answer) for answer in (one, other))
    found = disputes_of(KnowledgeBase(faq=faq)).open
    assert [(c.about, c.field) for c in found] == [("faq:is-it", "answer")] * disputed
