"""Reading a request's JSON body into a typed value."""

from __future__ import annotations

from typing import TypeVar

from flask import Request
from pydantic import BaseModel, ValidationError

from server.errors import NotJsonError, RequestError

Body = TypeVar("Body", bound=BaseModel)


def parsed(asked: Request, kind: type[Body]) -> Body:
    """Read the body as `kind`; an empty body is an empty object.

    Raises NotJsonError for another content type (a form post needs no CORS preflight, JSON does),
    RequestError for a body that does not fit.
    """
    content = asked.get_data()
    if content and asked.mimetype != "application/json":
        raise NotJsonError('send the body as "Content-Type: application/json"')
    try:
        return kind.model_validate_json(content or b"{}")
    except ValidationError as exc:
        wrong = exc.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in wrong["loc"]) or "body"
        raise RequestError(f"{field}: {wrong['msg']}") from None
