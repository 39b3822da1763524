"""The Realtime GA session as the vendor accepts it: unknown fields and beta shapes are refused.

Read from the published OpenAPI description (2026-11); only what sitebrief may send.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expiry(_Shape):
    """expires_after."""

    anchor: Literal["created_at"] = "created_at"
    seconds: int = Field(default=600, ge=10, le=7200)


class Format(_Shape):
    """PCM at 24 kHz, or G.711."""

    type: Literal["audio/pcm", "audio/pcmu", "audio/pcma"]
    rate: Literal[24000] | None = None


class Transcription(_Shape):
    """audio.input.transcription."""

    model: str
    language: str | None = None
    languages: list[str] | None = None
    keywords: list[str] | None = None
    prompt: str | None = None


class NoiseReduction(_Shape):
    """audio.input.noise_reduction."""

    type: Literal["near_field", "far_field"]


class SemanticVad(_Shape):
    """Turns end by meaning."""

    type: Literal["semantic_vad"]
    eagerness: Literal["low", "medium", "high", "auto"] = "auto"
    create_response: bool = True
    interrupt_response: bool = True


class ServerVad(_Shape):
    """Turns end by silence."""

    type: Literal["server_vad"]
    threshold: float | None = None
    prefix_padding_ms: int | None = None
    silence_duration_ms: int | None = None
    idle_timeout_ms: int | None = None
    create_response: bool = True
    interrupt_response: bool = True


class Hearing(_Shape):
    """audio.input."""

    format: Format | None = None
    transcription: Transcription | None = None
    noise_reduction: NoiseReduction | None = None
    turn_detection: Annotated[SemanticVad | ServerVad, Field(discriminator="type")] | None = None


class Speaking(_Shape):
    """audio.output."""

    format: Format | None = None
    voice: str | None = None
    speed: float = Field(default=1.0, ge=0.25, le=1.5)


class Audio(_Shape):
    """audio."""

    input: Hearing | None = None
    output: Speaking | None = None


class FunctionTool(_Shape):
    """One entry of tools."""

    type: Literal["function"]
    name: str
    description: str | None = None
    parameters: dict[str, Any] = {}


class Reasoning(_Shape):
    """reasoning."""

    effort: Literal["minimal", "low", "medium", "high", "xhigh"]


class TokenLimits(_Shape):
    """truncation.token_limits."""

    post_instructions: int = Field(ge=0)


class Retention(_Shape):
    """truncation as an object."""

    type: Literal["retention_ratio"]
    retention_ratio: float = Field(ge=0, le=1)
    token_limits: TokenLimits | None = None


class RealtimeSession(_Shape):
    """session."""

    type: Literal["realtime"]
    model: str | None = None
    output_modalities: list[Literal["audio", "text"]] | None = None
    instructions: str | None = None
    max_output_tokens: Annotated[int, Field(ge=1, le=4096)] | Literal["inf"] | None = None
    parallel_tool_calls: bool | None = None
    reasoning: Reasoning | None = None
    audio: Audio | None = None
    tools: list[FunctionTool] | None = None
    tool_choice: Literal["none", "auto", "required"] | dict[str, Any] | None = None
    truncation: Literal["auto", "disabled"] | Retention | None = None
    include: list[str] | None = None


class SecretRequest(_Shape):
    """Body of POST /v1/realtime/client_secrets."""

    expires_after: Expiry = Expiry()
    session: RealtimeSession
