from dataclasses import dataclass
from decimal import Decimal

from compiler.money import Talk, lint_prices, money_report, session_cost, session_costs


@dataclass(frozen=True)
class Prices:
    text_in: Decimal = Decimal(4)
    text_cached: Decimal = Decimal("0.40")
    audio_in: Decimal = Decimal(32)
    audio_cached: Decimal = Decimal("0.40")
    audio_out: Decimal = Decimal(64)


def test_one_turn_by_hand() -> None:
    talk = Talk(turns=1, visitor_seconds=10, agent_seconds=10)
    by_hand = (1000 * 4 + 100 * 32 + 200 * 64) / Decimal(1_000_000)
    assert session_cost(1000, Prices(), talk, cached=False) == by_hand
    assert session_cost(1000, Prices(), talk, cached=True) == by_hand


def test_two_turns_by_hand() -> None:
    talk = Talk(turns=2, visitor_seconds=10, agent_seconds=10)
    plain = (2 * 1000 * 4 + 300 * 32 + 2 * (100 * 32 + 200 * 64)) / Decimal(1_000_000)
    cheap = 1000 * 4 + 1000 * Decimal("0.4") + 300 * Decimal("0.4") + 2 * (100 * 32 + 200 * 64)
    assert session_cost(1000, Prices(), talk, cached=False) == plain
    assert session_cost(1000, Prices(), talk, cached=True) == cheap / Decimal(1_000_000)


def test_the_report_has_a_row_for_each_text() -> None:
    report = money_report({"a": 5000, "b": 6000}, Prices())
    assert set(report) == {"a", "b"}
    row = {name: Decimal(value) for name, value in report["a"].items()}
    assert row["session_cached"] < row["session"]
    assert row["of_it_prefix"] == Decimal("0.2800")
    assert abs(row["thousand_sessions"] - 1000 * row["session"]) < Decimal("0.1")
    assert Decimal(report["b"]["session"]) > row["session"]


def test_without_prices_there_is_nothing_to_report() -> None:
    assert money_report({"a": 5000}, None) == {}


def test_a_model_without_prices_is_named() -> None:
    (found,) = lint_prices({"realtime": "gpt-new"}, None)
    assert (found.level, found.where) == ("warning", "site.toml")
    assert found.message.startswith("no prices of gpt-new, so no costs; add [costs.models.")
    assert lint_prices({"realtime": "gpt-new"}, Prices()) == ()
    assert lint_prices({}, None) == ()


def test_tokens_and_dollars_of_each_text() -> None:
    report = {"tokens": {"a": {"total": 5000}}, "money": money_report({"a": 5000}, Prices())}
    cost = session_costs(report)["a"]
    assert cost["tokens"] == 5000
    assert Decimal(cost["usd_cached"]) < Decimal(cost["usd"])
    assert session_costs({"tokens": {"a": {"total": 7}}}) == {
        "a": {"tokens": 7, "usd": None, "usd_cached": None}
    }
    assert session_costs({}) == {}
