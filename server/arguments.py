"""JSON from outside, read into a typed value."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from server.errors import RequestError

Body = TypeVar("Body", bound=BaseModel)


def fitted(content: bytes, kind: type[Body]) -> Body:
    """Read `content` as `kind`; nothing at all is an empty object. Raises RequestError."""
    try:
        return kind.model_validate_json(content or b"{}")
    except ValidationError as exc:
        wrong = exc.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in wrong["loc"]) or "body"
        raise RequestError(f"{field}: {wrong['msg']}") from None
