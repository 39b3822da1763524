import pytest

from compiler.contacts import allowed
from compiler.disputes import Disputes
from compiler.notes import Why
from compiler.overruled import Overruled
from compiler.reader import Reader, pattern_of


@pytest.fixture
def reader() -> Reader:
    return Reader(allowed((), ()), Disputes(()), Overruled(frozenset({"old@acme.example"})))


@pytest.mark.parametrize(
    ("marks", "text", "found"),
    [
        (("TODO",), "Todo incluido", False),
        (("TODO",), "TODO: write this", True),
        (("TODO",), "MÉTODO", False),
        (("Lorem ipsum",), "LOREM IPSUM dolor", True),
        (("[Company Name]",), "Welcome to [company name]!", True),
        (("+1-XXX-XXX-XXXX",), "Call +1-XXX-XXX-XXXX", True),
        (("", " "), "anything", False),
    ],
)
def test_placeholders_are_whole_words_and_capitals_capitals(
    marks: tuple[str, ...], text: str, found: bool
) -> None:
    pattern = pattern_of(marks)
    assert bool(pattern and pattern.search(text)) is found


def test_everything_left_out_is_noted(reader: Reader) -> None:
    text = "We forge. Write to old@acme.example. Or to x@evil.com. " + "Come to us. " * 20
    assert reader.text("service:a", "description", text, 40, "https://a.test/") == (
        "We forge. Come to us. Come to us."
    )
    assert [(n.why, n.text) for n in reader.notes] == [
        (Why.OVERRULED, "Write to old@acme.example."),
        (Why.FOREIGN, "x@evil.com"),
        (Why.SHORTENED, "description: 33 of 295 characters"),
    ]


def test_what_no_sentence_of_fits_is_noted(reader: Reader) -> None:
    assert reader.text("service:a", "description", "word " * 4000, 480, None) is None
    assert {(n.why, n.text) for n in reader.notes} == {(Why.TOO_LONG, "description")}


def test_a_list_is_cut_and_counted(reader: Reader) -> None:
    assert reader.first("service:a", "features", "abcd", 3) == "abc"
    assert reader.beyond == {("service:a", "features"): 1}
    assert reader.first("service:b", "features", "abc", 3) == "abc"
    assert len(reader.notes) == 1
