"""Errors as the browser sees them: application/problem+json (RFC 9457) with a stable `code`."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus

from flask import Flask, Response
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from compiler.errors import CompileError
from index.errors import IndexingError
from server.errors import RealtimeError, ServerError

_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
    429: "rate_limited",
}

log = logging.getLogger(__name__)


def problem(status: int, code: str, detail: str) -> Response:
    """Return the response for one problem; `detail` must be fit for a visitor's eyes."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    response = Response(json.dumps(body), status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_with_problems(app: Flask) -> None:
    """Make every error of `app` a problem."""
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ServerError, _ours)
    app.register_error_handler(CompileError, _unavailable)
    app.register_error_handler(IndexingError, _unavailable)
    app.register_error_handler(Exception, _unexpected)


def _ours(error: ServerError) -> Response:
    if error.status >= 500:
        log.error("%s: %s", error.code, error)
    response = problem(error.status, error.code, str(error))
    if isinstance(error, RealtimeError) and error.retry_after:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _too_many(_: RateLimitExceeded) -> Response:
    response = problem(429, "rate_limited", "too many requests from this address; wait a minute")
    response.headers["Retry-After"] = "60"
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    code = _CODES.get(status, "http_error")
    response = problem(status, code, error.description or HTTPStatus(status).phrase)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _unavailable(error: Exception) -> Response:
    log.error("release_unavailable: %s", error)
    return problem(503, "release_unavailable", "the knowledge of this site cannot be read just now")


def _unexpected(error: Exception) -> Response:
    log.error("internal_error: %s", type(error).__name__, exc_info=error)
    return problem(500, "internal_error", "something went wrong on our side")
