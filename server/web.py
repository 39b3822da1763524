"""Running the web application under gunicorn: threads, services opened in each process."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from server.errors import SettingsError


@dataclass(frozen=True)
class Listen:
    """Where and how wide to serve."""

    host: str
    port: int
    workers: int
    threads: int


class Gunicorn(BaseApplication):  # type: ignore[misc]
    """gunicorn with our options; `load` runs in each worker."""

    def __init__(self, make_app: Callable[[], Flask], listen: Listen) -> None:
        self._make_app = make_app
        self._listen = listen
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        options: dict[str, Any] = {
            "bind": f"{self._listen.host}:{self._listen.port}",
            "workers": self._listen.workers,
            "threads": self._listen.threads,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 20,
            "keepalive": 75,
            "backlog": 1024,
            "limit_request_line": 4094,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application."""
        return self._make_app()


def require_free_port(host: str, port: int) -> None:
    """Raise SettingsError when `host`:`port` cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as exc:
            raise SettingsError(
                f"cannot listen on {host}:{port} ({exc.strerror}); choose another with --port"
            ) from exc
