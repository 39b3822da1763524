"""The vendors' session bodies that a release can be turned into; a release itself favours none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from compiler.live_body import live_body
from compiler.manifest import Release
from compiler.session_body import session_body
from compiler.voice import Voice


class Emitter(Protocol):
    """Turns the instructions, tools, voice and limits of a release into one vendor's session."""

    def __call__(
        self,
        release: Release,
        goal: str,
        language: str,
        variant: str = ...,
        fallback: Voice | None = None,
    ) -> dict[str, Any]:
        """The JSON object of a session; the same arguments give the same bytes.

        `fallback` is the voice of releases that hold none. Raises ShelfError when the release has
        no such instructions.
        """


EMITTERS: Mapping[str, Emitter] = {"realtime": session_body, "live": live_body}
"""realtime: `session` of POST /v1/realtime/client_secrets. live: of POST /v1/live/sessions."""
