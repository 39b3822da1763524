from __future__ import annotations

import contextlib
import gzip
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler.crawl import crawl
from crawler.errors import CrawlError, CrawlProcessError
from crawler.report import Disposition
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from crawler.store import PageStore
from tests.crawler.conftest import Crawls, ended
from tests.crawler.fixture_server import FixtureSite, Reply, page, redirect, serve, sitemap

D = Disposition


def test_nothing_on_a_page_leads_to_another_host(site: FixtureSite, crawls: Crawls) -> None:
    with serve() as canary:
        evil = canary.url
        site.pages = {
            "/": page(
                "Home",
                f"{evil}/link",
                "/redirect",
                "/refresh",
                "/canonical",
                "//127.0.0.1/x",
                "http://[::1]/",
                head=f'<link rel="stylesheet" href="{evil}/a.css"><base href="{site.url}/">'
                f'<link rel="alternate" hreflang="de" href="{evil}/de">'
                f'<script type="application/ld+json">{{"url":"{evil}/ld"}}</script>',
                body=f'<img src="{evil}/i.png"><iframe src="{evil}/frame"></iframe>',
            ),
            "/redirect": redirect(f"{evil}/redirected"),
            "/refresh": page("Refresh", head=f'<meta http-equiv=refresh content="0;{evil}/meta">'),
            "/canonical": page("Canon", head=f'<link rel="canonical" href="{evil}/canonical">'),
            "/robots.txt": Reply(f"Sitemap: {evil}/evil.xml\nSitemap: /index.xml"),
            "/evil.xml": sitemap(f"{evil}/from-sitemap", f"{evil}/from-sitemap-2"),
            "/index.xml": redirect(f"{evil}/moved.xml"),
            "/sitemap.xml": Reply(
                f"<sitemapindex><sitemap><loc>{evil}/nested.xml</loc></sitemap></sitemapindex>"
            ),
        }
        report = crawls()
        assert canary.asked == []
    assert report.aliases == (canary.host,)  # its paths were asked for here, never there
    assert ended(report, site)["/link"] is D.NOT_FOUND
    assert any("blocked-address" in note for note in report.notes)


def test_robots_txt_cannot_lead_to_another_host(site: FixtureSite, crawls: Crawls) -> None:
    with serve() as canary:
        site.pages = {"/": page("Home"), "/robots.txt": redirect(f"{canary.url}/robots.txt")}
        with pytest.raises(CrawlError):
            crawls()
        assert canary.asked == []


BOUNDS = {"max_bytes": 5_000_000, "timeout": 3, "max_memory_mb": 1024}


def test_answers_without_an_end(site: FixtureSite, crawls: Crawls) -> None:
    bomb = gzip.compress(b"<p>" + b"a" * 60_000_000)
    site.pages = {
        "/": page("Home", "/gzip", "/endless", "/drip", "/short", "/none"),
        "/gzip": Reply(bomb, headers={"Content-Encoding": "gzip"}),
        "/endless": Reply(b"<p>" + b"x" * 100_000, chunks=2_000),
        "/drip": Reply("<title>Drip</title>" + "y" * 500, drip=0.2),
        "/short": Reply("<p>half", announced=10_000),
        "/none": Reply(status=204),
    }
    started = time.monotonic()
    found = ended(crawls(**BOUNDS), site)
    assert time.monotonic() - started < 40
    assert found["/gzip"] is found["/endless"] is D.TOO_LARGE
    assert found["/drip"] is D.TIMEOUT
    assert found["/short"] is D.TRUNCATED
    assert found["/none"] is D.REFUSED


def test_broken_markup_and_encodings_are_read(site: FixtureSite, crawls: Crawls) -> None:
    html = {"Content-Type": "text/html"}
    klingon = {"Content-Type": "text/html; charset=klingon"}
    site.pages = {
        "/": page("Home", "/latin", "/utf16", "/wrong", "/deep", "/nul"),
        "/latin": Reply("<h1>Über café</h1>".encode("latin-1"), headers=html),
        "/utf16": Reply(page("Wide ż").encode("utf-16"), headers=html),
        "/wrong": Reply(b"<h1>\xff\xfe\xfa broken</h1>" * 9, headers=klingon),
        "/deep": "<div>" * 50_000 + "deep",
        "/nul": "<h1>nul\x00 byte</h1>" + "<a href='/x\x00y'>" + "<a href='http://[broken'>",
    }
    report = crawls(**BOUNDS)
    pages = {p.url.removeprefix(site.url): p.html for p in crawls.store.pages()}
    assert "Über café" in pages["/latin"]
    assert "Wide ż" in pages["/utf16"]
    assert {"/wrong", "/deep", "/nul"} <= set(pages)
    assert D.FAILED not in ended(report, site).values()


def test_hostile_sitemaps_name_nothing(site: FixtureSite, crawls: Crawls) -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    xxe = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    names = ("laughs.xml", "bomb.xml.gz", "xxe.xml", "html.xml")
    site.pages = {
        "/": page("Home"),
        "/robots.txt": Reply("\n".join(f"Sitemap: /{name}" for name in names)),
        "/laughs.xml": Reply(f"{laughs}]><urlset><url><loc>{site.url}/&m;</loc></url></urlset>"),
        "/bomb.xml.gz": Reply(gzip.compress(b"<urlset>" + b" " * 60_000_000)),
        "/xxe.xml": Reply(f"{xxe}<urlset><url><loc>{site.url}/&f;</loc></url></urlset>"),
        "/html.xml": Reply("<!doctype html><p>no sitemap"),
        "/sitemap.xml": Reply(""),
    }
    report = crawls(**BOUNDS)
    assert D.FAILED not in ended(report, site).values()
    assert not any("root:" in url or "haha" in url for url in ended(report, site))
    notes = " ".join(report.notes)
    assert "bomb.xml.gz: larger than" in notes
    assert "html.xml: an HTML page" in notes
    assert "sitemap.xml: empty file" in notes


def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path, store: PageStore) -> None:
    with serve(certificate(tmp_path / "server.pem")) as site:
        site.pages = {"/": page("Home")}
        rules = CrawlRules(allow_private_hosts=(site.host,))
        with pytest.raises(CrawlError, match="bad-tls"):
            crawl(SiteIdentity(start_urls=(site.url,)), rules, store=store, now=datetime.now(UTC))
        assert site.asked == []


def certificate(path: Path) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_the_wall_clock_ends_a_crawl_and_keeps_what_it_has(
    site: FixtureSite, crawls: Crawls
) -> None:
    def slow(_: object) -> str:
        time.sleep(0.3)
        return page("Slow")

    site.pages = {"/": page("Home", *(f"/p{n}" for n in range(200)))} | {
        f"/p{n}": slow
        for n in range(200)  # type: ignore[misc]
    }
    report = crawls(max_seconds=2)
    assert not report.complete
    assert 1 < report.pages < 150
    assert D.NOT_REACHED in ended(report, site).values()
    assert any("max_seconds" in note for note in report.notes)


def test_memory_is_capped(site: FixtureSite, crawls: Crawls) -> None:
    site.pages = {
        "/": page("Home", "/huge", "/a"),
        "/a": page("A"),
        "/huge": Reply(b"<p>" + b"x" * 1_000_000, chunks=400),
    }
    report = crawls(max_memory_mb=300, max_bytes=1_000_000_000, timeout=30)
    assert ended(report, site)["/huge"] in (D.FAILED, D.TRUNCATED)
    assert crawls.live() == ["/", "/a"]


def test_a_crawl_process_that_dies_is_one_line_and_changes_nothing(
    site: FixtureSite, crawls: Crawls
) -> None:
    site.pages = {"/": page("Home", "/a"), "/a": page("A")}
    crawls()

    def kill(_: object) -> str:
        os.kill(_child_of(os.getpid()), signal.SIGKILL)
        return page("Too late")

    site.pages["/a"] = kill
    with pytest.raises(CrawlProcessError, match="run it again to continue"):
        crawls()
    assert ["A number" in p.html for p in crawls.store.pages()] == [False, True]


def _child_of(parent: int) -> int:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(status[1]) == parent and b"crawler.child" in (folder / "cmdline").read_bytes():
                return int(folder.name)
    raise AssertionError("no crawl process")


def test_the_crawl_process_gets_no_secret(
    site: FixtureSite, crawls: Crawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    monkeypatch.setenv("DATABASE_URL", "postgresql://canary")
    seen: list[bytes] = []

    def look(_: object) -> str:
        child = _child_of(os.getpid())
        seen.append(Path(f"/proc/{child}/environ").read_bytes())
        return page("Home")

    site.pages = {"/": look}
    crawls()
    assert seen
    assert b"canary" not in b"".join(seen)
    assert b"PATH=" in seen[0]


def test_rules_refuse_what_they_cannot_keep() -> None:
    for bad in (
        {"allow_private_hosts": ("127.0.0.1",)},
        {"max_pages": 0},
        {"render": "always"},
        {"typo": 1},
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - pydantic's own message
            CrawlRules(**bad)  # type: ignore[arg-type]
