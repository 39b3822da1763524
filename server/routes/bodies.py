"""Reading a request's JSON body."""

from __future__ import annotations

from flask import Request

from server.arguments import Body, fitted
from server.errors import NotJsonError


def json_of(asked: Request) -> bytes:
    """Return the body, which may be empty.

    Raises NotJsonError for another content type: a form post needs no CORS preflight, JSON does.
    """
    content = asked.get_data()
    if content and asked.mimetype != "application/json":
        raise NotJsonError('send the body as "Content-Type: application/json"')
    return content


def parsed(asked: Request, kind: type[Body]) -> Body:
    """Read the body as `kind`; raises NotJsonError, RequestError."""
    return fitted(json_of(asked), kind)
