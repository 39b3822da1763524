"""From a release to the body of a Realtime session (GA contract, read 2026-11): the only place that
knows its fields. One of the emitters of compiler/emitters.py.
"""

from __future__ import annotations

import re
from typing import Any

from compiler.manifest import DEFAULT_VARIANT, Release
from compiler.neutral import neutral
from compiler.voice import Voice

SECRET_SECONDS = 60
"""Life of an ephemeral secret. The vendor's default is 600; a visitor connects within seconds."""
_KEYWORDS = 24
"""Names given to the transcription; a short list helps, a long one distracts."""
_NAME = re.compile(r"(?!.*\d{4})[\w&'’+ -]{2,60}")
_RATE = 24_000
"""Hz; the only PCM rate that the API takes."""


def session_body(
    release: Release,
    goal: str,
    language: str,
    variant: str = DEFAULT_VARIANT,
    fallback: Voice | None = None,
) -> dict[str, Any]:
    """The `session` object of `POST /v1/realtime/client_secrets` and `/v1/realtime/calls`.

    The same release, goal, language and variant always give the same bytes, so that the vendor's
    prefix cache holds. `fallback` is the voice of releases of format 1, which hold none. Raises
    ShelfError when the release has no such instructions.
    """
    voice = release.voice or fallback or Voice()
    return {
        "type": "realtime",
        "model": voice.model,
        "output_modalities": ["audio"],
        "instructions": release.instructions_for(goal, language, variant),
        "max_output_tokens": voice.max_output_tokens,
        "parallel_tool_calls": False,
        "reasoning": {"effort": voice.reasoning_effort},
        "audio": {"input": _hearing(release, language, voice), "output": _speaking(voice)},
        "tools": list(release.tools),
        "tool_choice": "auto",
        "truncation": {
            "type": "retention_ratio",
            "retention_ratio": 0.8,
            "token_limits": {"post_instructions": voice.history_tokens},
        },
    }


def client_secret_body(session: dict[str, Any]) -> dict[str, Any]:
    """The whole body of `POST /v1/realtime/client_secrets` around a session."""
    return {
        "expires_after": {"anchor": "created_at", "seconds": SECRET_SECONDS},
        "session": session,
    }


def _hearing(release: Release, language: str, voice: Voice) -> dict[str, Any]:
    hearing: dict[str, Any] = {
        "format": {"type": "audio/pcm", "rate": _RATE},
        "turn_detection": {
            "type": "semantic_vad",
            "eagerness": voice.eagerness,
            "create_response": True,
            "interrupt_response": True,
        },
    }
    if voice.noise_reduction:
        hearing["noise_reduction"] = {"type": voice.noise_reduction}
    if voice.transcription_model:
        hearing["transcription"] = {
            "model": voice.transcription_model,
            "languages": [language],
            "keywords": _keywords(release),
        }
    return hearing


def _speaking(voice: Voice) -> dict[str, Any]:
    return {
        "format": {"type": "audio/pcm", "rate": _RATE},
        "voice": voice.voice,
        "speed": voice.speed,
    }


def _keywords(release: Release) -> list[str]:
    """Names that a transcription gets wrong without being told: the company's and its services'."""
    known = release.knowledge
    names = [known.company_info.name, *(s.name for s in known.services)]
    plain = (neutral(name, 60) for name in names if name)
    return list(dict.fromkeys(name for name in plain if _NAME.fullmatch(name)))[:_KEYWORDS]
