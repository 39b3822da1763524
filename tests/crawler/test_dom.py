"""A page becomes a tree of what a person sees; hostile and broken pages do too."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.dom import (
    Document,
    Uncleaned,
    channel_of,
    heading_path,
    is_struck,
    lines_of,
    parse,
    region_of,
    text_of,
)
from crawler.extract import read_page
from crawler.pages import Page
from crawler.records import Channel
from crawler.site import SiteIdentity
from crawler.visibility import DEEPEST, MOST_ELEMENTS

SITE = SiteIdentity(start_urls=("https://example.com/",))


def page(html: str, **more: object) -> Page:
    return Page(
        url="https://example.com/a/", html=html, fetched_at=datetime(2026, 1, 1, tzinfo=UTC), **more
    )


def document(body: str) -> Document:
    return parse(page(f"<html lang=en><body>{body}</body></html>"))


def test_head_of_the_page() -> None:
    doc = parse(
        page(
            """<html lang="pt-BR"><head><title> A\n b </title><meta name=description content="C  d">
            <meta property=og:title content=E></head><body>x</body></html>"""
        )
    )
    assert (doc.title, doc.language, doc.description) == ("A b", "pt", "C d")
    assert doc.metas["og:title"] == "E"
    assert doc.absolute(" ../b ") == "https://example.com/b"


def test_lines_are_what_blocks_and_breaks_part() -> None:
    doc = document("<div>One <b>two</b><br>three<ul><li>four</li><li>five</li></ul>six</div>")
    assert lines_of(doc.root) == ["One two", "three", "four", "five", "six"]
    assert text_of(doc.root) == "One two three four five six"


def test_stylesheets_part_lines_too() -> None:
    doc = document(
        "<style>.b{display:block}.r{display:flex}</style>"
        "<p>a<span class=b>c</span></p><p class=r><span>d</span><span>e</span></p>"
    )
    assert lines_of(doc.root) == ["a", "c", "d e"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>$49<sup>99</sup></p>", "$49.99"),
        ("<p>300<sup>1</sup></p>", "300 1"),
        ("<p>m<sup>2</sup></p>", "m2"),
        ("<p>a<!-- b -->c</p>", "ac"),
        ("<p>It&#146;s</p>", "It’s"),
        ("<p>a&nbsp;b</p>", "a b"),
    ],
)
def test_words(markup: str, text: str) -> None:
    assert text_of(document(markup).root) == text


def test_struck_out_by_element_and_by_stylesheet() -> None:
    doc = document(
        "<style>.o{text-decoration:line-through}</style><p><del>1</del><s>2</s><span class=o>3"
        "</span><span style='text-decoration-line: line-through'>4</span><i>5</i></p>"
    )
    struck = [text_of(e) for e in doc.root.iter("del", "s", "span", "i") if is_struck(e)]
    assert struck == ["1", "2", "3", "4"]


def test_details_are_collapsed_until_open() -> None:
    doc = document("<details><p>a</p></details><details open><p>b</p></details>")
    assert [channel_of(p) for p in doc.root.iter("p")] == [Channel.COLLAPSED, Channel.VISIBLE]


def test_source_quotes_the_element() -> None:
    doc = document(f"<p>{'word ' * 100}</p>")
    source = doc.source(next(doc.root.iter("p")))
    assert source.url == "https://example.com/a/"
    assert len(source.quote) == 300


def test_a_page_cannot_set_our_marks() -> None:
    doc = document("<nav data-sitebrief-region=main><p data-sitebrief-struck>x</p></nav>")
    p = next(doc.root.iter("p"))
    assert (region_of(p), is_struck(p)) == ("nav", False)


@pytest.mark.parametrize("depth", [DEEPEST + 50, 3_000, 20_000])
@pytest.mark.parametrize("tag", ["div", "span", "b", "ul><li"])
def test_deep_pages_keep_their_words(depth: int, tag: str) -> None:
    html = f"<body><p>Before</p>{f'<{tag}>' * depth}Deep{'</div>' * depth}<p>After</p></body>"
    doc = parse(page(html))
    assert text_of(doc.root).split()[:2] == ["Before", "Deep"]
    assert "After" in text_of(doc.root)
    assert max(sum(1 for _ in e.iterancestors()) for e in doc.root.iter()) <= DEEPEST + 3


def test_a_giant_page_is_cut_and_says_so() -> None:
    html = "<body><main>" + "<p>Word <b>by</b> word.</p>" * 60_000
    began = time.process_time()
    doc = parse(page(html))
    assert time.process_time() - began < 15
    assert doc.cut
    assert sum(1 for _ in doc.root.iter()) <= MOST_ELEMENTS
    assert read_page(page("<p>x</p>" * (MOST_ELEMENTS + 9)), SITE).trace[0].verdict == "none"


@pytest.mark.parametrize("html", ["", " ", "<", "<!--", "<html>", "\x00", "plain", "<head></head>"])
def test_a_page_of_nothing_reads_as_nothing(html: str) -> None:
    assert read_page(page(html), SITE).pricing == ()


TAGS = st.sampled_from(
    [
        "a",
        "b",
        "p",
        "h1",
        "h2",
        "h3",
        "ul",
        "li",
        "div",
        "span",
        "table",
        "tr",
        "td",
        "th",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "blockquote",
        "cite",
        "form",
        "footer",
        "nav",
        "header",
        "main",
        "section",
        "article",
        "figure",
        "figcaption",
        "button",
        "input",
        "img",
        "style",
        "script",
        "sup",
        "s",
        "template",
        "noscript",
        "svg",
        "dialog",
    ]
)
WORDS = st.sampled_from(
    ["$49", "per month", "from 20 €", "What is it?", "“Great work.”", "— Ann B., CEO",
     "Mon-Fri 9-5",
     "+49 30 1234567", "a@b.example", "1 Main Street", "FAQ", "Prices", "★★★★★", "\u200b", "&#0;",
     "<", "]]>", "{{7*7}}", "XXX-XXXX", "lorem ipsum dolor", "0", "..", "é", "مرحبا"]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    ["", " hidden", " class=card", " style='display:none'",
     " itemscope itemtype=https://schema.org/Product", " itemprop=price content=5",
 " href=tel:+1", " href=mailto:", " href='http://['", " id=a",
     " aria-controls=a", " role=dialog", " lang=xx", " class=faq-item", " colspan=x"]
)  # fmt: skip


@st.composite
def markup(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 40))):
        tag = draw(TAGS)
        parts.append(f"<{'/' if draw(st.booleans()) and parts else ''}{tag}{draw(ATTRIBUTES)}>")
        if draw(st.booleans()):
            parts.append(draw(WORDS))
    return "".join(parts)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(markup())
def test_any_markup_is_read_without_an_error(html: str) -> None:
    reading = read_page(page(html), SITE)
    assert reading == read_page(page(html), SITE)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(html: str) -> None:
    read_page(page(html), SITE)


def test_headings_above() -> None:
    doc = document("<h1>A</h1><section><h2>B</h2><p>x</p></section>")
    assert heading_path(next(doc.root.iter("p"))) == ("A", "B")


def test_why_words_are_hidden() -> None:
    uncleaned = Uncleaned(
        page("<div style='display:none'><p>x</p></div><template><i>y</i></template>")
    )
    assert uncleaned.hidden_by(next(uncleaned.root.iter("p"))).startswith("display hides <div>")
    assert uncleaned.hidden_by(next(uncleaned.root.iter("i"))) == "it stands in <template>"
