"""The cascade: what a stylesheet's rules say of one element."""

import time

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.css import sheet_of
from crawler.stylesheet import declarations


def value(css: str | tuple[str, ...], attributes: str, name: str) -> str | None:
    tree = lxml.html.document_fromstring(f"<main><div><p {attributes}>x</p></div></main>")
    sheet = sheet_of((css,) if isinstance(css, str) else css)
    number, values = 0, {}
    p = next(tree.iter("p"))
    for element in [*reversed(list(p.iterancestors())), p]:
        number, values = sheet.style(element, number)
    return values.get(name)


@pytest.mark.parametrize(
    ("css", "attributes", "display"),
    [
        (".a{display:none}", "class=a", "none"),
        (".a{display:none}", "class=b", None),
        (".a{display:none}.a{display:block}", "class=a", "block"),
        ("p.a{display:none}.a{display:block}", "class=a", "none"),
        ("#i{display:block}.a.a.a{display:none}", "class=a id=i", "block"),
        (".a{display:none!important}#i{display:block}", "class=a id=i", "none"),
        (".a{display:none}", "class=a style='display:flex'", "flex"),
        (".a{display:none !important}", "class=a style='display:flex'", "none"),
        ("@media (min-width:900px){.a{display:none}}", "class=a", "none"),
        ("@media (max-width:900px){.a{display:none}}", "class=a", None),
        ("@media print{.a{display:none}}", "class=a", None),
        ("@media screen{@media (min-width:1px){.a{display:none}}}", "class=a", "none"),
        ("@layer x{#i{display:none}} .a{display:block}", "class=a id=i", "block"),
        ("@layer x,y; @layer y{.a{display:none}} @layer x{.a{display:block}}", "class=a", "none"),
        ("@supports (a:b){.a{display:none}}", "class=a", "none"),
        ("@keyframes k{from{display:none}} .b{display:none}", "class=a", None),
        ("@font-face{src:url(x;y})} .a{display:none}", "class=a", "none"),
        ("div{ .a{display:none} }", "class=a", "none"),
        ("div{ & > .a{display:none} }", "class=a", "none"),
        (".x{color:red; .a &{display:block}} .a{display:none}", "class=a", "none"),
        (":where(#i){display:block} p{display:none}", "class=a id=i", "none"),
        (".a{DISPLAY : NONE}", "class=a", "none"),
        (".a{background:url('data:image/svg+xml;{}');display:none}", "class=a", "none"),
        (".a{display:none", "class=a", "none"),
        ("@media all{.a{display:none", "class=a", "none"),
        ("}} .a{display:none}", "class=a", "none"),
    ],
)
def test_display(css: str, attributes: str, display: str | None) -> None:
    assert value(css, attributes, "display") == display


def test_a_later_sheet_wins() -> None:
    assert value((".a{display:none}", ".a{display:grid}"), "class=a", "display") == "grid"


def test_layout_that_hides_nothing_is_not_kept() -> None:
    assert value(".a{left:10px;width:50%}", "class=a", "left") is None
    assert value(".b{left:-9999px}.a{left:10px}", "class=a", "left") == "10px"


def test_siblings_are_told_apart() -> None:
    tree = lxml.html.document_fromstring("<ul><li class=s>1</li><li class=s>2</li></ul>")
    sheet = sheet_of(("ul .s:not(:first-child){display:none}",))
    first, second = tree.iter("li")
    assert sheet.style(first, 1)[1].get("display") is None
    assert sheet.style(second, 1)[1].get("display") == "none"


def test_other_states_are_found() -> None:
    tree = lxml.html.document_fromstring("<div class=faq><p class=answer>x</p></div>")
    css = ".answer{display:none} .faq.open .answer{display:block} .zoo .answer{display:grid}"
    assert sheet_of((css,)).in_other_states(next(tree.iter("p")), "display") == {"block"}


@given(st.text(max_size=200))
def test_any_text_is_a_stylesheet(text: str) -> None:
    value(text, "class=a", "display")


@given(st.text(alphabet="abdisplay:none;{}@media(){}/*'\"\\!&>.#", max_size=120))
def test_css_like_garbage_is_a_stylesheet(text: str) -> None:
    value(text, "class=a style='display:none'", "display")
    declarations(text)


@pytest.mark.parametrize(
    "css",
    [
        "url(" * 100_000,
        "{" * 100_000,
        "}" * 100_000,
        "@layer " * 100_000,
        "@media(" * 100_000 + "{",
        '"' * 100_001,
        "/*" * 100_000,
        ":not(" * 100_000 + "{display:none}",
        "p " * 100_000 + "{display:none}",
        "* ~ " * 140 + "* {display:none}",
        "* + * " * 90 + "* {display:none}",
        ".a{" + "color:x " * 100_000 + "}",
        "a" * 1_000_000,
        ".a," * 100_000 + ".b{display:none}",
        ".a{" * 5_000 + "display:none",
    ],
    ids=lambda css: css[:12],
)
def test_hostile_stylesheets_end(css: str) -> None:
    began = time.process_time()
    value(css, "class=a", "display")
    assert time.process_time() - began < 5
