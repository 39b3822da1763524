"""A real HTTP server on loopback whose pages a test writes; it remembers what it was asked."""

from __future__ import annotations

import email.utils
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True)
class Reply:
    """What the server answers."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    """Seconds between two bytes of the body."""
    announced: int | None = None
    """Content-Length, when it is not the body's."""
    chunks: int = 0
    """Send the body this many times over, chunked."""

    @property
    def raw(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]


Answer = Reply | str | Callable[[Asked], "Reply | str"]


def redirect(location: str, status: int = 301) -> Reply:
    """A redirect."""
    return Reply(status=status, headers={"Location": location})


def page(title: str, *links: str, body: str = "", head: str = "") -> str:
    """A page with enough words of its own, and links."""
    words = " ".join(f"{title} number {n} says something of its own." for n in range(12))
    anchors = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head>'
        f"<body><h1>{title}</h1><p>{words}</p>{body}<ul>{anchors}</ul></body></html>"
    )


def sitemap(*locs: str, lastmod: str = "") -> Reply:
    """A urlset."""
    when = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    urls = "".join(f"<url><loc>{loc}</loc>{when}</url>" for loc in locs)
    return Reply(
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{urls}</urlset>",
        headers={"Content-Type": "application/xml"},
    )


class FixtureSite:
    """The pages of one server; change `pages` between two crawls."""

    def __init__(self, port: int, scheme: str = "http") -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.port = port
        self.host = f"127.0.0.1:{port}"
        self.url = f"{scheme}://{self.host}"
        self.otherwise: Answer = Reply("<h1>Not found</h1>", status=404)

    def answer(self, asked: Asked) -> Reply:
        """What `asked` gets."""
        self.asked.append(asked)
        found = self.pages.get(asked.path, self.otherwise)
        if callable(found):
            found = found(asked)
        return found if isinstance(found, Reply) else Reply(found)

    def paths(self) -> list[str]:
        """Every path asked for, in order, and forget them."""
        found = [asked.path for asked in self.asked]
        self.asked.clear()
        return found


def validated(
    text: str, etag: str = "", modified: datetime | None = None
) -> Callable[[Asked], Reply]:
    """A page that answers 304 to a request that knows its validators."""
    headers = {"ETag": etag} if etag else {}
    if modified:
        headers["Last-Modified"] = email.utils.format_datetime(modified, usegmt=True)

    def answer(asked: Asked) -> Reply:
        same_tag = etag and asked.headers.get("If-None-Match") == etag
        same_date = modified and asked.headers.get("If-Modified-Since") == headers["Last-Modified"]
        if same_tag or same_date:
            return Reply(status=304, headers=headers)
        return Reply(text, headers=headers)

    return answer


@contextmanager
def serve(certificate: Path | None = None, *, everywhere: bool = False) -> Iterator[FixtureSite]:
    """Run a server; with `certificate` (a PEM file with its key) over TLS; `everywhere`: on each
    address of this machine, IPv6 too where it has it.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            reply = site.answer(Asked(self.path, dict(self.headers.items())))
            try:
                _send(self, reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def server_bind(self) -> None:
            if self.address_family is socket.AF_INET6:
                self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            super().server_bind()

        def handle_error(self, *_: object) -> None:
            """A client that goes away is what some tests are about."""

    six = everywhere and socket.has_dualstack_ipv6()
    Server.address_family = socket.AF_INET6 if six else socket.AF_INET
    server = Server(("::" if six else "0.0.0.0" if everywhere else "127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = FixtureSite(server.server_address[1], "https" if certificate else "http")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(reply.status)
    headers = {"Content-Type": "text/html; charset=utf-8", **reply.headers}
    for name, value in headers.items():
        if value:
            handler.send_header(name, value)
    if reply.chunks:
        handler.send_header("Transfer-Encoding", "chunked")
    elif reply.status != 304:
        length = len(reply.raw) if reply.announced is None else reply.announced
        handler.send_header("Content-Length", str(length))
    handler.end_headers()
    if reply.chunks:
        chunk = f"{len(reply.raw):x}\r\n".encode() + reply.raw + b"\r\n"
        for _ in range(reply.chunks):
            handler.wfile.write(chunk)
        handler.wfile.write(b"0\r\n\r\n")
    elif reply.drip:
        for byte in reply.raw:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(reply.drip)
    elif reply.status != 304:
        handler.wfile.write(reply.raw)
        if reply.announced is not None:
            handler.close_connection = True
