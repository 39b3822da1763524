"""Which stylesheets a page links, and for which screens."""

from __future__ import annotations

from datetime import UTC, datetime

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dom import parse
from crawler.linked_sheets import LinkedSheet, in_media, linked_sheets
from crawler.pages import Page
from crawler.stylesheet import rules_of


def media(attributes: str) -> list[str]:
    html = f"<html><head><link rel=stylesheet href=a.css {attributes}></head></html>"
    return [sheet.media for sheet in linked_sheets(lxml.html.document_fromstring(html))]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("", [""]),
        ("media=all", [""]),
        ("media=Screen", [""]),
        ("media='(max-width: 40em)'", ["(max-width: 40em)"]),
        ("media='print, (max-width: 40em)'", ["print, (max-width: 40em)"]),
        ("media=print", []),
        ("media=' PRINT '", []),
        ("media='print and (orientation: landscape)'", []),
        ("media=speech", []),
        ("media=none", []),
        ("media='{{ media }}'", []),
        ("media='screen{'", []),
        ("""media=print onload="this.media='all'" """, [""]),
        ("""media=print onload="this.onload=null;this.media='screen';" """, [""]),
        ("""media=none onload="if(media!='all')media='all'" """, [""]),
        ("""media=print onload="this.media = '(min-width: 9em)'" """, ["(min-width: 9em)"]),
        ("""onload="if(this.media=='print')go()" """, [""]),
        ("""media=print onload="go()" """, []),
    ],
)
def test_media_of_a_link(attributes: str, expected: list[str]) -> None:
    assert media(attributes) == expected


def test_only_stylesheets_with_an_address_in_document_order() -> None:
    root = lxml.html.document_fromstring(
        """<html><head><link rel="StyleSheet" href=" b.css "><link rel="stylesheet">
        <link rel="alternate stylesheet" href="c.css"><link rel="preload" as="style" href="d.css">
        <style>p{}</style></head><body><link rel="preload stylesheet" href="a.css"></body></html>"""
    )
    assert list(linked_sheets(root)) == [LinkedSheet("b.css", ""), LinkedSheet("a.css", "")]


@given(st.text(max_size=60))
def test_no_attribute_is_too_broken(text: str) -> None:
    root = lxml.html.document_fromstring("<html><head><link rel=stylesheet href=x></head></html>")
    try:
        root.find(".//link").attrib.update({"media": text, "onload": f"media='{text}'"})
    except ValueError:  # control characters, which no parsed page holds
        return
    for sheet in linked_sheets(root):
        assert len(rules_of(in_media("p{display:none}", sheet.media), "shown")) == 1


def test_a_sheet_for_print_on_another_host_leaves_the_page_fully_known() -> None:
    def words(link: str) -> str:
        body = "<body style='background:#fff'><p class=pale>Kept words</p></body>"
        html = f"<html><head>{link}</head>{body}</html>"
        page = Page(
            url="https://example.com/",
            html=html,
            styles=".pale{color:#fff}",
            fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        return parse(page).root.text_content()

    own = "<link rel=stylesheet href=/a.css>"
    elsewhere = "<link rel=stylesheet href=https://cdn.example.net/p.css {}>"
    assert "Kept words" not in words(own)
    assert "Kept words" not in words(own + elsewhere.format("media=print"))
    assert "Kept words" in words(own + elsewhere.format(""))
