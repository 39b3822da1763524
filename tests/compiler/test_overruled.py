import pytest

from compiler.overruled import Overruled, overruled
from crawler.records import ContactInfo

GONE = Overruled(
    frozenset(
        {
            "+442079460123",
            "old@acme.example",
            "https://book.acme.example/old",
            "1 Rose Lane, Leeds",
            "London",
            "Mon–Fri 9–17",
        }
    )
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Call 020 7946 0123. We are open.", "We are open."),
        ("Call +44 (0)20 7946-0123!\nSecond line.", "Second line."),
        ("Write to Old@acme.example today. Thanks.", "Thanks."),
        ("Book at book.acme.example/old. Or come.", "Or come."),
        ("We are at 1 Rose Lane, Leeds LS1. Come in.", "Come in."),
        ("Open Mon–Fri 9–17.", ""),
        ("We are in London. Call 020 7946 0999.", "We are in London. Call 020 7946 0999."),
        ("Nothing of it.", "Nothing of it."),
    ],
)
def test_sentences_that_state_them_go(text: str, kept: str) -> None:
    assert GONE.without(text) == kept


def test_what_the_pages_give_and_the_corrections_do_not() -> None:
    before = ContactInfo(phones=("+1", "+2"), emails=("a@b.test",))
    after = ContactInfo(phones=("+2", "+3"), emails=("a@b.test",))
    assert overruled(before, after).values == {"+1"}


def test_without_corrections_nothing_goes() -> None:
    assert not Overruled().states("Call 020 7946 0123.")
