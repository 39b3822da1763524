import pytest

from compiler.sameness import joined, statement, told_once
from crawler.records import Price, Source


def price(url: str, feature: str) -> Price:
    source = Source(url=url, quote="650")
    return Price(name="Course", amount="650", url=url, features=(feature,), sources=(source,))


def test_the_same_price_on_two_pages_is_one_statement() -> None:
    one, other = price("https://a.test/x", "Lunch"), price("https://a.test/y", "Anvil")
    assert one.id != other.id
    assert statement(one) == statement(other)
    both = joined(one, other)
    assert both.id == one.id
    assert both.features == ("Lunch", "Anvil")
    assert both.sources == (*one.sources, *other.sources)


def test_another_amount_is_another_statement() -> None:
    one = price("https://a.test/x", "Lunch")
    assert statement(one) != statement(one.model_copy(update={"amount": "660"}))


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        (("1 Rose Lane, Leeds", "1 Rose Lane, Leeds LS1"), ("1 Rose Lane, Leeds LS1",)),
        (("1 Rose Lane", "1 ROSE LANE."), ("1 Rose Lane",)),
        (("1 Rose Lane", "2 Rose Lane"), ("1 Rose Lane", "2 Rose Lane")),
        ((), ()),
    ],
)
def test_a_value_within_another_is_not_told(values: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert told_once(values) == kept
