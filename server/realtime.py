"""Minting at the Realtime vendor: the Protocol that the server needs, and OpenAI behind it.

The contract (POST /v1/realtime/client_secrets, GA shape of 2026-11) stays in this file. Vendor
errors end here: each becomes one RealtimeError with a stable code, without the vendor's text,
which may repeat parts of our key.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel, Field, SecretStr, ValidationError

from compiler.session_body import client_secret_body
from server.errors import (
    RealtimeBusyError,
    RealtimeError,
    RealtimeGarbledError,
    RealtimeKeyRefusedError,
    RealtimeRefusedError,
    RealtimeSpendLimitError,
    RealtimeTimeoutError,
    RealtimeUnreachableError,
)

if TYPE_CHECKING:
    import httpx2
    import openai

_TIMEOUT_SECONDS = 10.0
_SPENT = {"insufficient_quota", "project_spend_limit_exceeded", "billing_hard_limit_reached"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ClientSecret:
    """What lets one browser start a session."""

    value: str
    expires_at: int
    """Unix seconds."""
    model: str
    drift: tuple[str, ...] = ()
    """Paths of the session settings that the vendor did not take as sent, such as
    "audio.output.voice"."""

    def __repr__(self) -> str:
        return f"ClientSecret(expires_at={self.expires_at}, model={self.model!r})"


@dataclass(frozen=True)
class Asked:
    """What a secret is asked for; kept and used again, since many visitors ask for the same."""

    session: Mapping[str, Any]
    """A Realtime GA session body."""

    @cached_property
    def content(self) -> bytes:
        """The request that asks for it, as JSON."""
        return json.dumps(client_secret_body(dict(self.session)), ensure_ascii=False).encode()


class Realtime(Protocol):
    """A vendor of Realtime sessions."""

    call_url: str
    """Where the browser posts its SDP offer."""

    def client_secret(self, asked: Asked, *, now: float) -> ClientSecret:
        """Mint a secret for what is `asked`. Raises RealtimeError."""


class _Reply(BaseModel):
    """The part of the published reply that we rely on."""

    value: str = Field(min_length=8)
    expires_at: int
    session: dict[str, Any]


class OpenAIRealtime:
    """OpenAI, or the local peer that answers in the same shape."""

    def __init__(
        self, api_key: SecretStr, base_url: str, *, transport: httpx2.BaseTransport | None = None
    ) -> None:
        import httpx2
        import openai

        self.call_url = f"{base_url}/realtime/calls"
        self._openai = openai
        self._response = httpx2.Response
        self._client = openai.OpenAI(
            api_key=api_key.get_secret_value(),
            base_url=base_url,
            timeout=_TIMEOUT_SECONDS,
            max_retries=0,  # the SDK would wait up to two minutes when a Retry-After says so
            http_client=httpx2.Client(
                transport=transport,
                timeout=_TIMEOUT_SECONDS,
                limits=httpx2.Limits(max_connections=200, max_keepalive_connections=100),
            ),
        )

    def client_secret(self, asked: Asked, *, now: float) -> ClientSecret:
        """Mint a secret for what is `asked`; a connection that breaks is tried once more."""
        try:
            content = self._create(asked.content)
        except RealtimeUnreachableError:
            content = self._create(asked.content)
        return _secret(content, asked.session, now=now)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _create(self, content: bytes) -> bytes:
        # The SDK's typed method walks the whole body to rename its fields, which is half the cost
        # of a mint; ours already has the published names (tests hold it against the contract).
        try:
            reply = self._client.post(
                "/realtime/client_secrets",
                content=content,
                options={"headers": {"Content-Type": "application/json"}},
                cast_to=self._response,
            )
        except self._openai.APIError as exc:
            raise _translated(exc) from None
        return reply.content


def drifts(sent: Mapping[str, Any], echoed: Mapping[str, Any]) -> tuple[str, ...]:
    """Paths of the values in `sent` that `echoed` lacks or holds differently, sorted."""
    return tuple(sorted(_drifts(sent, echoed, "")))


def _drifts(sent: object, echoed: object, path: str) -> Iterator[str]:
    if sent == echoed:
        return
    if isinstance(sent, Mapping) and isinstance(echoed, Mapping):
        for key, value in sent.items():
            yield from _drifts(value, echoed.get(key), f"{path}.{key}" if path else key)
    elif isinstance(sent, list | tuple) and isinstance(echoed, list) and len(sent) == len(echoed):
        for position, (mine, theirs) in enumerate(zip(sent, echoed, strict=True)):
            yield from _drifts(mine, theirs, f"{path}[{position}]")
    else:
        yield path


def _secret(content: bytes, sent: Mapping[str, Any], *, now: float) -> ClientSecret:
    try:
        reply = _Reply.model_validate(json.loads(content))
    except (ValueError, ValidationError):
        raise RealtimeGarbledError(
            "the Realtime API answered in an unknown shape; see its status page"
        ) from None
    if reply.expires_at <= now:
        raise RealtimeGarbledError(
            "the Realtime API gave a secret that is already over; check this machine's clock"
        )
    drift = drifts(sent, reply.session)
    if drift:
        log.warning("session drift: the vendor changed %s", ", ".join(drift))
    model = str(reply.session.get("model") or sent.get("model", ""))
    return ClientSecret(reply.value, reply.expires_at, model, drift)


def _translated(error: openai.APIError) -> RealtimeError:
    """Return our error for `error`, by its HTTP status and code alone."""
    import openai

    match error:
        case openai.APITimeoutError():
            return RealtimeTimeoutError(
                f"the Realtime API did not answer in {_TIMEOUT_SECONDS:.0f} s"
            )
        case openai.APIConnectionError():
            return RealtimeUnreachableError(
                "no connection to the Realtime API; check OPENAI_BASE_URL"
            )
        case openai.APIStatusError():
            return _from_status(error)
        case _:
            return RealtimeGarbledError(
                "the Realtime API answered in an unknown shape; see its status page"
            )


def _from_status(error: openai.APIStatusError) -> RealtimeError:
    status, code = error.status_code, error.code or ""
    if code in _SPENT:
        return RealtimeSpendLimitError(
            "the OpenAI account has reached its spend limit; raise it or wait"
        )
    by_status: dict[int, Callable[[], RealtimeError]] = {
        401: lambda: RealtimeKeyRefusedError(
            "the Realtime API refused the key; check OPENAI_API_KEY"
        ),
        403: lambda: RealtimeKeyRefusedError(
            "the key may not use this model; check the OpenAI project"
        ),
        429: lambda: RealtimeBusyError(
            "the Realtime API has too many requests", retry_after=_retry_after(error)
        ),
    }
    if status in by_status:
        return by_status[status]()
    if status < 500:
        known = code if code.replace("_", "").isalnum() and len(code) < 64 else "no code"
        return RealtimeRefusedError(
            f"the Realtime API refused the session (HTTP {status}, {known})"
        )
    return RealtimeError(
        f"the Realtime API failed (HTTP {status})", retry_after=_retry_after(error)
    )


def _retry_after(error: openai.APIStatusError) -> int | None:
    value = error.response.headers.get("retry-after", "")
    return min(int(value), 120) if value.isdigit() else None
