import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.demand import LEAST_CONVERSATIONS, steady_demand

KEYS = st.sampled_from(["faq:a", "faq:b", "price:c", "service:d"])
COUNTS = st.dictionaries(KEYS, st.integers(0, 1000))


def report(asked: dict[str, float], *stated: str) -> dict[str, object]:
    return {"asked": asked, "provenance": {"support.en.A": [{"key": key} for key in stated]}}


def test_few_conversations_say_nothing() -> None:
    assert steady_demand({"faq:a": 150}, LEAST_CONVERSATIONS - 1) == {}
    kept = report({"faq:a": 0.5})
    assert steady_demand({"faq:b": 150}, LEAST_CONVERSATIONS - 1, kept) == {"faq:a": 0.5}


@pytest.mark.parametrize(
    ("times", "weight"), [(1000, 1.0), (600, 0.5), (300, 0.25), (20, 0.015625), (3, None)]
)
def test_shares_are_powers_of_two(times: int, weight: float | None) -> None:
    assert steady_demand({"faq:a": times}, 1000).get("faq:a") == weight


@pytest.mark.parametrize(("times", "weight"), [(499, 0.25), (126, 0.25), (500, 0.5), (120, 0.125)])
def test_a_weight_stays_until_the_share_has_moved_by_two(times: int, weight: float) -> None:
    assert steady_demand({"faq:a": times}, 1000, report({"faq:a": 0.25})) == {"faq:a": weight}


def test_what_is_stated_is_no_longer_looked_up_and_keeps_its_weight() -> None:
    assert steady_demand({}, 1000, report({"faq:a": 0.25}, "faq:a")) == {"faq:a": 0.25}
    assert steady_demand({}, 1000, report({"faq:a": 0.25})) == {}
    assert steady_demand({"faq:a": 900}, 1000, report({"faq:a": 0.25}, "faq:a")) == {"faq:a": 1.0}


@given(COUNTS, st.integers(LEAST_CONVERSATIONS, 2000), st.lists(KEYS))
def test_the_same_lookups_change_nothing_twice(
    counts: dict[str, int], conversations: int, stated: list[str]
) -> None:
    counts = {key: min(times, conversations) for key, times in counts.items()}
    first = steady_demand(counts, conversations)
    assert steady_demand(counts, conversations, report(first, *stated)) == first
    assert all(0 < weight <= 1 for weight in first.values())
