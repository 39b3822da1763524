"""Addresses that are none cost a page nothing."""

from datetime import UTC, datetime

import pytest

from crawler.extract import read_page
from crawler.hrefs import join_url, split_url
from crawler.merge import merge
from crawler.pages import Page
from crawler.site import SiteIdentity

BROKEN = ["http://[", "https://[::1", "//[x]/", "http://\u2100.com/", "http://a]b/", "[", "?["]
SITE = SiteIdentity(start_urls=("https://reed.example/",))


@pytest.mark.parametrize("href", BROKEN)
def test_nothing_raises(href: str) -> None:
    split_url(href)
    assert split_url(join_url("https://reed.example/a", href)).netloc == "reed.example"


@pytest.mark.parametrize("href", BROKEN)
def test_a_page_full_of_it_is_read(href: str) -> None:
    html = f"""<html><head><title>Reed</title><link rel="stylesheet" href="{href}">
      <link rel="canonical" href="{href}"><meta property="og:url" content="{href}">
      <script type="application/ld+json">{{"@type": "LocalBusiness", "name": "R", "url": "{href}",
      "sameAs": ["{href}"]}}</script></head><body><header><nav><a href="{href}">Services</a></nav>
      </header><main><h1>Reed mats</h1><p>Woven to order, by hand.</p><a href="{href}">Book now</a>
      <h2>Services</h2><div><h3>Mats</h3><p>From € 40.</p><a href="{href}">More</a></div>
      <div><h3>Roofs</h3><p>From € 900.</p><a href="{href}">More</a></div></main>
      <footer><a href="{href}">Find us</a></footer></body></html>"""
    page = Page(url="https://reed.example/", html=html, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    merge([read_page(page, SITE)], SITE)
