from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.addresses import AddressFilter, is_loopback, is_public
from tests.crawler.fixture_server import FixtureSite, serve

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254
169.254.169.254 169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170
192.0.2.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1
239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001:db8::1
2001::1 2002:7f00:1:: 2002:a00:1:: fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1
not-an-address
"""

PUBLIC = """
1.1.1.1 8.8.8.8 93.184.216.34 2606:4700::1111 2a00:1450:4001::1 64:ff9b::808:808
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_what_is_not_on_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_what_is(address: str) -> None:
    assert is_public(address)


def test_only_the_named_host_and_port_may_be_private() -> None:
    addresses = AddressFilter(["127.0.0.1:8000", "Staging.internal:80", "[::1]:9000"])
    assert addresses.permits("127.0.0.1", 8000, "127.0.0.1")
    assert addresses.permits("staging.internal", 80, "10.0.0.7")
    assert addresses.permits("::1", 9000, "::1")
    assert not addresses.permits("127.0.0.1", 8001, "127.0.0.1")
    assert not addresses.permits("localhost", 8000, "127.0.0.1")
    assert not addresses.permits("evil.example", 80, "169.254.169.254")
    assert addresses.permits("good.example", 443, "93.184.216.34")
    assert addresses.blocked == {
        ("127.0.0.1", 8001): "127.0.0.1",
        ("localhost", 8000): "127.0.0.1",
        ("evil.example", 80): "169.254.169.254",
    }


def test_loopback_by_name() -> None:
    assert all(
        map(is_loopback, ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "a.localhost"])
    )
    assert not any(map(is_loopback, ["10.0.0.1", "example.com", "localhost.example.com"]))


HOSTILE = """
127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0x0.0x0.0x1 0x7f.1 017700000001 0177.0.0.1
0177.0.0.01 127.0.0.1. 127.127.127.127 127.0.0.2 0 0.0.0.0 00000000 localhost LOCALHOST
localhost. [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1]
[::ffff:0:127.0.0.1] [0000::1] [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] 10.0.0.1
172.16.0.1 192.168.0.1 169.254.169.254 0xa9fea9fe 2852039166 0251.0376.0251.0376 100.64.0.1
198.18.0.1 240.0.0.1 255.255.255.255 224.0.0.1 [fe80::1] [fc00::1] [fec0::1] [ff02::1]
first.rebind second.rebind user:pass@127.0.0.1 evil.example@127.0.0.1 ip6-localhost
"""
"""Spellings of loopback and of other private places."""


RUNNING = [
    "CoreStats",
    "DefaultHeadersMiddleware",
    "DownloadTimeoutMiddleware",
    "DownloaderStats",
    "HttpAuthMiddleware",
    "HttpCompressionMiddleware",
    "LogCount",
    "UserAgentMiddleware",
]
"""Every part of Scrapy that acts in a crawl; a new version must not add one unseen."""


def hostile(port: int) -> list[str]:
    """Hostile URLs, all of them with the canary's port where they have one."""
    urls = [f"http://{host}:{port}/secret" for host in HOSTILE.split()]
    urls += [f"https://127.0.0.1:{port}/", f"http://127.0.0.1:{port}#@evil.example/"]
    urls += [
        f"http://１２７.0.0.1:{port}/",
        f"http://127。0。0。1:{port}/",
        f"http://ⓛocalhost:{port}/",
    ]
    return [
        *urls,
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "data:text/html,x",
        "gopher://127.0.0.1:1/",
    ]


def test_no_spelling_of_a_private_address_is_connected_to(site: FixtureSite) -> None:
    """The canary listens on every address; only the site's own host:port may be asked."""
    site.pages = {"/ok": "fine"}
    with serve(everywhere=True) as canary:
        urls = hostile(canary.port)
        assert len(urls) >= 58
        program = Path(__file__).with_name("fetch_urls.py")
        done = subprocess.run(
            [sys.executable, program, site.host],
            input=json.dumps([*urls, f"{site.url}/ok", f"http://localhost:{site.port}/ok"]),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            cwd=Path(__file__).parents[2],
        )
        found = json.loads(done.stdout)
        assert canary.asked == []
    assert found.pop("running").split() == RUNNING
    assert found.pop(f"{site.url}/ok") == "HTTP 200"
    assert found.pop(f"http://localhost:{site.port}/ok") == "blocked-address"
    assert len(found) == len(urls)
    assert not [url for url, end in found.items() if end.startswith("HTTP")]
    assert found[f"http://127.0.0.1:{canary.port}/secret"] == "blocked-address"
    assert found[f"http://second.rebind:{canary.port}/secret"] == "blocked-address"
