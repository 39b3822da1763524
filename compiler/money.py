"""What a conversation costs: the prefix is paid again in every turn, so its length is money.

Tokens of speech: the visitor 1 per 100 ms, the agent 1 per 50 ms (the vendor's published rates).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from compiler.finding import Finding

_VISITOR_PER_SECOND = 10
_AGENT_PER_SECOND = 20
_MILLION = Decimal(1_000_000)


class Prices(Protocol):
    """USD per million tokens of one Realtime model."""

    @property
    def text_in(self) -> Decimal:
        """Text that is read."""

    @property
    def text_cached(self) -> Decimal:
        """Text that is read again with an unchanged beginning."""

    @property
    def audio_in(self) -> Decimal:
        """Speech that is heard."""

    @property
    def audio_cached(self) -> Decimal:
        """Speech that was heard before."""

    @property
    def audio_out(self) -> Decimal:
        """Speech that is made."""


class Talk(BaseModel):
    """A conversation to reckon with; our own estimate until the operator's figures stand."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    turns: int = 14
    """Answers of the agent, each of which reads everything before it."""
    visitor_seconds: float = 7.0
    """Speech of the visitor before each answer."""
    agent_seconds: float = 9.0
    """Speech of the agent in each answer."""


def session_cost(prefix: int, prices: Prices, talk: Talk, *, cached: bool) -> Decimal:
    """USD of one conversation whose instructions and tools have `prefix` tokens.

    Cached: the prefix and all earlier speech are read from the vendor's cache in every turn but the
    first.
    """
    heard = Decimal(str(talk.visitor_seconds * _VISITOR_PER_SECOND))
    said = Decimal(str(talk.agent_seconds * _AGENT_PER_SECOND))
    total = Decimal(0)
    for turn in range(talk.turns):
        again = cached and turn > 0
        earlier = turn * (heard + said)
        total += prefix * (prices.text_cached if again else prices.text_in)
        total += earlier * (prices.audio_cached if again else prices.audio_in)
        total += heard * prices.audio_in + said * prices.audio_out
    return total / _MILLION


def money_report(
    prefixes: Mapping[str, int], prices: Prices | None, talk: Talk | None = None
) -> dict[str, dict[str, str]]:
    """USD of a session and of 1,000, cached and not, for each text; empty without prices."""
    if prices is None:
        return {}
    talk = talk or Talk()
    report = {}
    for name, prefix in prefixes.items():
        full = session_cost(prefix, prices, talk, cached=False)
        low = session_cost(prefix, prices, talk, cached=True)
        share = prefix * talk.turns * prices.text_in / _MILLION
        report[name] = {
            "session": _usd(full),
            "session_cached": _usd(low),
            "thousand_sessions": _usd(full * 1000),
            "thousand_sessions_cached": _usd(low * 1000),
            "of_it_prefix": _usd(share),
        }
    return report


def session_costs(report: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Of each text in report.json: tokens with the tools, USD of a session and with the cache; the
    dollars are null without prices.
    """
    money = report.get("money", {})
    return {
        name: {
            "tokens": count["total"],
            "usd": money.get(name, {}).get("session"),
            "usd_cached": money.get(name, {}).get("session_cached"),
        }
        for name, count in report.get("tokens", {}).items()
    }


def lint_prices(used: Mapping[str, str], prices: Prices | None) -> tuple[Finding, ...]:
    """A warning when the Realtime model in use has no prices; `used` = role to model name."""
    model = used.get("realtime")
    if model is None or prices is not None:
        return ()
    message = f'no prices of {model}, so no costs; add [costs.models."{model}"] to site.toml'
    return (Finding(level="warning", rule="costs", where="site.toml", message=message),)


def _usd(amount: Decimal) -> str:
    return str(amount.quantize(Decimal("0.0001")))
