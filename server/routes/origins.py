"""Which pages may ask for a session: exact origins, and the CORS headers that say so.

This binds browsers only; a program can send any Origin. The limits on mints and money are what
binds those.
"""

from __future__ import annotations

from flask import Request, Response, request

from server.errors import OriginRefusedError
from server.settings import origin_of


def allowed_origin(asked: Request, allowed: tuple[str, ...]) -> str:
    """Return the origin of the request.

    It must be one of `allowed`, or the request's own host when `allowed` is empty. Raises
    OriginRefusedError when it is not, is absent or is "null".
    """
    origin = asked.headers.get("Origin")
    if origin is None:
        raise OriginRefusedError("the request names no Origin; only pages of the site may ask")
    if origin not in (allowed or (_own_origin(asked),)):
        raise OriginRefusedError("this origin may not ask; list it in VOICE_AGENT_ALLOWED_ORIGINS")
    return origin


def allow_reading(response: Response, allowed: tuple[str, ...]) -> Response:
    """Let the asking page read `response`, when its origin is an allowed one."""
    response.headers.add("Vary", "Origin")
    origin = request.headers.get("Origin", "")
    if origin in allowed:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        response.headers["Access-Control-Max-Age"] = "600"
    return response


def _own_origin(asked: Request) -> str:
    try:
        return origin_of(asked.host_url)
    except ValueError:
        raise OriginRefusedError("the request names no usable host") from None
