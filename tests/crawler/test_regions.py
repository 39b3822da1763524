"""Which part of the page an element stands in."""

from datetime import UTC, datetime

import pytest

from crawler.dom import parse, region_of, text_of
from crawler.pages import Page

TEXT = "<p>" + "We mend clocks of every kind in a small house by the church. " * 8 + "</p>"


def region(body: str) -> str:
    html = f"<html lang=en><body>{body}</body></html>"
    fetched = datetime(2026, 1, 1, tzinfo=UTC)
    doc = parse(Page(url="https://example.com/", html=html, fetched_at=fetched))
    holders = [e for e in doc.root.iter() if "Xy" in text_of(e)]
    return region_of(holders[-1])


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (f"<main><p>Xy</p>{TEXT}</main>", "main"),
        (f"<nav><a href=/>Xy</a></nav>{TEXT}", "nav"),
        (f"<header><p>Xy</p></header>{TEXT}", "header"),
        (f"<header><h1>Clocks</h1><p>Xy</p></header>{TEXT}", "main"),
        (f"{TEXT}<footer><p>Xy</p></footer>", "footer"),
        (f"<blockquote>{TEXT}<footer>Xy</footer></blockquote>{TEXT}", "main"),
        (f"{TEXT}<div class=site-footer><p>Xy</p></div>", "footer"),
        (f"{TEXT}<section id=footer><p>Xy</p></section>", "footer"),
        (f"<div class=card>{TEXT}<div class=card-footer>Xy</div></div>", "main"),
        (f"<div class=nav-mobile><a href=/>Xy</a> <a href=/b>B</a></div>{TEXT}", "nav"),
        (f"<div class=menu><h3>Soup Xy</h3>{TEXT}</div>", "main"),
        (f"<div role=navigation><a href=/>Xy</a></div>{TEXT}", "nav"),
        (f"<form><label>Xy</label><input></form>{TEXT}", "form"),
        (f"<form><p>Xy</p>{TEXT}</form>", "main"),
        (f"<aside><p>Xy</p></aside>{TEXT}", "aside"),
        (f"{TEXT}<div id=cookie-notice>Xy <button>OK</button></div>", "cookie"),
        (f"{TEXT}<div><p>Xy We use cookies.</p><a href=#>Accept all</a></div>", "cookie"),
        (f"{TEXT}<div><p>Xy Wir verwenden Cookies.</p><button>Ablehnen</button></div>", "cookie"),
        (f"<main>{TEXT}<div><p>Xy We bake cookies.</p><button>OK</button></div></main>", "main"),
    ],
)
def test_region(body: str, where: str) -> None:
    assert region(body) == where
