"""The voice of a release and its limits, in no vendor's terms."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Voice(BaseModel):
    """How the agent sounds, hears and how much it may say: part of [voice] in site.toml, and of
    every release, so that it is tried, approved and rolled back with the words it speaks.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    model: str = "gpt-realtime-2.1"
    """Realtime model; the economy choice is gpt-realtime-2.1-mini."""
    voice: str = "marin"
    """marin or cedar sound best; a voice cannot change within a session."""
    speed: float = Field(default=1.0, ge=0.25, le=1.5)
    """1.0 is the voice's own pace."""
    transcription_model: str = "gpt-transcribe"
    """Writes down what the visitor says; "" leaves it off."""
    noise_reduction: str = "near_field"
    """near_field (headset, phone), far_field (laptop across the room) or ""."""
    eagerness: str = "auto"
    """How soon the agent takes its turn: low, medium, high or auto."""
    reasoning_effort: str = "low"
    """Thinking before an answer; more is slower."""
    max_output_tokens: int = Field(default=1024, ge=1, le=4096)
    """Tokens of one answer; the agent speaks 20 a second."""
    history_tokens: int = Field(default=8000, ge=1000)
    """Tokens of conversation kept after the instructions; older turns are dropped."""
    max_seconds: int = Field(default=480, ge=30, le=3600)
    """Longest conversation. The vendor ends a session only after 60 minutes, so this cap is
    ours."""
