"""[lookup] of site.toml: how questions are answered from the site."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class LookupRules(BaseModel):
    """What the business decides about lookup."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    embedder: Literal["auto", "openai", "minilm", "none"] = "auto"
    """Who makes vectors. auto: the local MiniLM, else OpenAI when a key is set, else nobody."""
    openai_model: str = "text-embedding-3-small"
    """Embedding model when embedder is openai."""
    floor: float | None = Field(default=None, ge=0, le=1)
    """Below this certainty (0..1) the site does not tell. Empty: the calibrated one."""
    limit: int = Field(default=3, ge=1, le=10)
    """Passages in one answer."""
    payload_tokens: int = Field(default=350, ge=100, le=2000)
    """Most tokens of one tool answer."""
