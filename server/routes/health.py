"""/healthz: the process runs. /readyz: it can mint."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from compiler.errors import CompileError
from server.errors import ServerError
from server.live import LiveReleases


def health_routes(live: LiveReleases) -> Blueprint:
    """Return the views."""
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @routes.get("/readyz")
    def readyz() -> tuple[Response, int]:
        try:
            release = live.production().id
        except (ServerError, CompileError) as exc:
            return jsonify(ready=False, reason=getattr(exc, "code", "release_unavailable")), 503
        return jsonify(ready=True, release=release, database=live.database_answers), 200

    return routes
