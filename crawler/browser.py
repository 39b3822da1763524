"""Pages whose content only appears after scripts: Chromium, through scrapy-playwright, behind a
filter.

Chromium resolves names by itself, so it gets no network but a proxy on loopback that connects only
to addresses which the crawl may use.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses import AddressFilter
from crawler.errors import CrawlError

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_UNSEEN = frozenset({"image", "media", "font", "websocket", "eventsource"})
"""Kinds of request that bring no text."""
_SETTLED = 5_000
"""Milliseconds that a page's requests may take to come to rest; then it is read as it is."""
_MAX_HEAD = 65_536


def check_browser() -> None:
    """Raises CrawlError when what `render = "browser"` needs is not installed."""
    if find_spec("scrapy_playwright") is None:
        raise CrawlError(
            'render = "browser" needs scrapy-playwright: pip install "sitebrief[browser]"'
        )
    if _chromium() is None:
        raise CrawlError('render = "browser" needs Chromium: apt-get install chromium')


def _chromium() -> str | None:
    return next((path for name in _CHROMIUM if (path := shutil.which(name))), None)


def browser_settings(proxy_port: int, *, timeout: float) -> dict[str, Any]:
    """Scrapy settings for rendering; all that Chromium sends goes to the proxy on `proxy_port`."""
    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    return {
        "DOWNLOAD_HANDLERS": {
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
            "http": handler,
            "https": handler,
        },
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": _chromium(),
            "proxy": {"server": f"http://127.0.0.1:{proxy_port}"},
            "args": [
                "--proxy-bypass-list=<-loopback>",
                "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
                "--disable-quic",
                "--disable-dev-shm-usage",
            ],
        },
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": timeout * 1000,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 4,
        "PLAYWRIGHT_ABORT_REQUEST": brings_no_text,
    }


def brings_no_text(request: Any) -> bool:
    """Whether Chromium need not make this request for the page's text."""
    return request.resource_type in _UNSEEN


def request_meta() -> dict[str, Any]:
    """What makes a Scrapy request go through Chromium and wait for the page's content."""
    from scrapy_playwright.page import PageMethod

    return {
        "playwright": True,
        "playwright_page_methods": [PageMethod(_settle)],
        "playwright_context_kwargs": {"service_workers": "block", "accept_downloads": False},
    }


async def _settle(page: Any) -> None:
    from playwright.async_api import Error

    with contextlib.suppress(Error):  # a page that never rests is read as it stands
        await page.wait_for_load_state("networkidle", timeout=_SETTLED)


class FilterProxy:
    """An HTTP proxy on loopback that resolves names itself and connects to permitted addresses."""

    def __init__(self, addresses: AddressFilter) -> None:
        self._filter = addresses
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Serve until `close`."""
        self._server = await asyncio.start_server(self._serve, sock=self._socket, limit=_MAX_HEAD)

    def close(self) -> None:
        """Take no more connections."""
        if self._server is not None:
            self._server.close()
        self._socket.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._relay(reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.write(
                b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
        finally:
            writer.close()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        tunnel = method == "CONNECT"
        url = urlsplit(f"//{target}" if tunnel else target)
        if url.hostname is None or not (tunnel or url.scheme == "http"):
            raise ValueError(target)
        port = url.port or 80
        address = await self._address(url.hostname, port)
        if address is None:
            writer.write(
                b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            return
        far_reader, far_writer = await asyncio.open_connection(address, port)
        if tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            far_writer.write(_one_request(head))
        await asyncio.gather(_copy(reader, far_writer), _copy(far_reader, writer))

    async def _address(self, host: str, port: int) -> str | None:
        """The first address of `host` that may be used."""
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(info[4][0]) for info in found]
        return next((a for a in addresses if self._filter.permits(host, port, a)), None)


def _one_request(head: bytes) -> bytes:
    """A proxy request's head as the server wants it, for one request per connection."""
    line, *fields = head.split(b"\r\n")
    method, target, version = line.split(b" ", 2)
    path = b"/" + target.split(b"/", 3)[3] if target.count(b"/") > 2 else b"/"
    hop = (b"proxy-", b"connection:", b"keep-alive:")
    kept = [f for f in fields if f and not f.lower().startswith(hop)]
    return b"\r\n".join([b" ".join((method, path, version)), *kept, b"Connection: close", b"", b""])


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()
