"""What the optional assistant may do, and what it costs."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

_MILLION = 1_000_000


class AssistRules(BaseModel):
    """What the assistant may do and what it costs: part of [extraction] in site.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    model: str = "gpt-5-mini"
    """Name of the model."""
    budget_usd: float = Field(default=1.0, ge=0)
    """The most that one build may spend."""
    input_usd: float = Field(default=0.25, ge=0)
    """Price of a million input tokens: a guess until checked.

    Check it against the vendor's price page before use; site.toml carries it with its date.
    """
    output_usd: float = Field(default=2.0, ge=0)
    """Price of a million output tokens: a guess until checked, like `input_usd`."""
    max_characters: int = Field(default=24_000, ge=1_000)
    """Of a page; the rest is not sent."""
    max_output_tokens: int = Field(default=8_000, ge=500)
    """Of one answer."""

    def cost(self, input_tokens: int, output_tokens: int) -> float:
        """US dollars of so many tokens."""
        return (input_tokens * self.input_usd + output_tokens * self.output_usd) / _MILLION
