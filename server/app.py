"""The web application. It never loads Scrapy or Twisted: crawling belongs to the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from server.limits import limiter
from server.problems import answer_with_problems
from server.routes.health import health_routes
from server.routes.knowledge import KnowledgeDesk, knowledge_routes
from server.routes.voice import VoiceDesk, voice_routes
from server.settings import Settings
from server.tools import Tools
from server.wiring import Web

_MAX_BODY = 64 * 1024


def utc_now() -> datetime:
    """Return the time now."""
    return datetime.now(UTC)


def create_app(settings: Settings, web: Web, *, clock: Callable[[], datetime] = utc_now) -> Flask:
    """Put the application together: configuration, limits, errors, views, proxy."""
    app = Flask("sitebrief", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=_MAX_BODY, JSON_SORT_KEYS=False)
    limits = limiter(settings)
    limits.init_app(app)
    answer_with_problems(app)
    tools = Tools(web.live, web.lookups, web.mint.book, web.leads, web.booking_url, clock)
    desk = VoiceDesk(web.mint, tools, settings.allowed_origins, settings.rate_limit, clock)
    app.register_blueprint(voice_routes(desk, limits))
    knowledge = KnowledgeDesk(web.live, web.engine, web.lookups, settings.api_keys, clock)
    app.register_blueprint(knowledge_routes(knowledge, limits))
    app.register_blueprint(health_routes(web.live))
    if settings.trusted_proxies:
        hop = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hop, x_proto=hop, x_host=hop)  # type: ignore[method-assign]
    return app
