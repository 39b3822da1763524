"""Selectors match as cssselect says they do, and hostile ones end."""

import time

import lxml.html
import pytest
from cssselect import HTMLTranslator
from hypothesis import given
from hypothesis import strategies as st

from crawler.selectors import compile_selector, matches, split_list

TREE = lxml.html.document_fromstring("""<body class="home page"><nav id=top><ul>
<li class="a first"><a href="/x">X</a></li><li class=b><a href="#y" lang=en-GB>Y</a></li></ul></nav>
<main><section class="card wide" data-state=open><h2>One</h2><p>a</p><p class=md:block>b</p>
</section><section class=card data-state=closed><h2>Two</h2><p hidden>c</p><div><p>d</p></div>
</section><p></p></main></body>""")


@pytest.mark.parametrize(
    "text",
    [
        "p", "*", ".card", "section.card", ".card.wide", "#top", "nav#top a", "ul > li", "nav > li",
        "li + li", "h2 ~ p", "section p", "section > p", "main section > div p", "[href]",
        "[hidden]",
        "[data-state=open]", "[data-state='closed']", '[href^="#"]', "[href$=x]", "[class*=car]",
        "[class~=wide]", "[lang|=en]", "li:first-child", "li:last-child", "p:nth-child(2)",
        "p:nth-child(2n+1)", "p:nth-child(odd)", "p:nth-of-type(2)", "h2:only-of-type",
        "p:not(.x)", "section:not([data-state=open]) p", "p:empty", "body.home .card h2",
        ".card > h2 + p", "li.a ~ li", "p:last-of-type", "section:not(.wide)",
        "p:nth-last-child(1)", "div > p:only-child",
    ],
)  # fmt: skip
def test_matches_what_cssselect_finds(text: str) -> None:
    selector = compile_selector(text)
    assert selector is not None
    wanted = set(TREE.xpath(HTMLTranslator().css_to_xpath(text)))
    assert {e for e in TREE.iter() if matches(selector, e)} == wanted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (r".md\:block", 1),
        (r".m\64 \:block", 1),
        (":is(h2, p)", 7),
        (":where(.card) > h2", 2),
        (":root", 1),
        ("a:hover", 0),
        ("section:has(div)", 0),
    ],
)
def test_newer_selectors(text: str, count: int) -> None:
    selector = compile_selector(text)
    assert selector is not None
    assert sum(matches(selector, e) for e in TREE.iter()) == count


@pytest.mark.parametrize("text", ["", "p::before", "p:after", "{", "p >", "@media", "%%"])
def test_no_selector(text: str) -> None:
    assert compile_selector(text) is None


@given(st.text(alphabet="ap.#[]=\"'>+~ :()*\\n-th", max_size=40))
def test_any_text_compiles_or_does_not(text: str) -> None:
    for part in split_list(text):
        selector = compile_selector(part)
        if selector is not None:
            matches(selector, TREE)


def test_a_long_selector_over_a_deep_page_ends() -> None:
    deep = lxml.html.document_fromstring("<div>" * 200 + "<p>x</p>")
    selector = compile_selector("i " + "div " * 12 + "p")
    assert selector is not None
    began = time.monotonic()
    assert not any(matches(selector, e) for e in deep.iter("p"))
    assert time.monotonic() - began < 1
