"""What the demo runs: the sample site on a local port and the local Realtime peer."""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from server.errors import ServerError, SettingsError
from server.processes import Child, start

READY_SECONDS = 60.0
PEER_KEY = "sk-local-peer"  # the peer takes any key of this form


class _Static(http.server.SimpleHTTPRequestHandler):
    """A static host with clean URLs: /x finds x.html."""

    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        """Return the file of `path`."""
        found = Path(super().translate_path(path))
        page = found.with_name(found.name + ".html")
        return str(page if not found.exists() and page.is_file() else found)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def static_site(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve `folder` on `port` of 127.0.0.1 (0: any free one) and yield its URL."""
    handler = functools.partial(_Static, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as exc:
        raise SettingsError(
            f"cannot listen on 127.0.0.1:{port} ({exc.strerror}); choose another --port"
        ) from exc
    with server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def start_peer() -> tuple[Child, str]:
    """Start the local Realtime peer; return it and its base URL."""
    child = start(["server.peer"], stdout=subprocess.PIPE)
    assert child.stdout is not None  # noqa: S101 - it is a pipe
    base_url = child.stdout.readline().strip()
    if not base_url:
        child.wait()
        raise ServerError('the local peer did not start; run "pip install sitebrief[demo]"')
    return child, base_url


def await_ready(url: str, child: Child) -> None:
    """Wait until `url`/readyz answers; raises ServerError when it ends or takes too long."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise ServerError(f"the web process ended with exit code {child.returncode}; see above")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310 - our own URL
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise ServerError(f"{url} was not ready after {READY_SECONDS:.0f} s; see the log above")


def mint(url: str) -> dict[str, Any]:
    """Mint one session as a page of `url` would."""
    request = urllib.request.Request(  # noqa: S310 - our own URL
        f"{url}/api/voice/token",
        data=b"{}",
        headers={"Origin": url, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
        minted: dict[str, Any] = json.load(reply)
    return minted
