"""What the optional assistant may do, and what it costs."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

_MILLION = 1_000_000


class AssistRules(BaseModel):
    """What the assistant may do and what it costs: part of [extraction] in site.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    model: str = "gpt-6-luna"
    """Name of the model."""
    budget_usd: float = Field(default=1.0, ge=0)
    """The most that one build may spend."""
    input_usd: float = Field(default=0.10, ge=0)
    """Price of a million input tokens (the vendor's list of 2026-09-22).

    Check it against the vendor's price page before use; site.toml carries it.
    """
    output_usd: float = Field(default=0.50, ge=0)
    """Price of a million output tokens, like `input_usd`."""
    max_characters: int = Field(default=24_000, ge=1_000)
    """Of a page; the rest is not sent."""
    max_output_tokens: int = Field(default=8_000, ge=500)
    """Of one answer."""

    def cost(self, input_tokens: int, output_tokens: int) -> float:
        """US dollars of so many tokens."""
        return (input_tokens * self.input_usd + output_tokens * self.output_usd) / _MILLION
