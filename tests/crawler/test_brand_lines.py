"""Slogans beside the name, and which of a site's lines is its slogan."""
# ruff: noqa: E501 - one case a line

import pytest

from crawler.brand_lines import brand_lines, is_slogan
from crawler.company import company, merge_company
from crawler.reading import PageReading
from crawler.site import SiteIdentity
from tests.crawler.reading_pages import document

HEAD = "<title>Werkstatt Ahorn</title>"


def found(html: str, head: str = HEAD) -> list[tuple[str, str | None]]:
    return [(c.value, c.detail) for c in brand_lines(document(html, head=head))]


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<aside><h2>Werkstatt Ahorn</h2><p>Holz mit Geschichte</p></aside>", ("Holz mit Geschichte", "below Werkstatt Ahorn")),
        ("<header><div>Werkstatt Ahorn</div><div>Holz mit Geschichte</div></header>", ("Holz mit Geschichte", "below Werkstatt Ahorn")),
        ("<nav><a href='/'><h1>W. Ahorn</h1><h2>Holz mit <span>viel Geschichte</span></h2></a></nav>", ("Holz mit viel Geschichte", "logo")),
        ("<header><a href='/'><span>Ahorn</span> <small>Holz mit Geschichte</small></a></header>", ("Holz mit Geschichte", "logo")),
        ("<header><a href='/'><span>Werkstatt</span><span>Ahorn</span></a></header>", None),
        ("<footer><p>© 2024 Werkstatt Ahorn — Holz mit Geschichte</p></footer>", ("Holz mit Geschichte", "below Werkstatt Ahorn")),
        ("<footer><p>© 2024 Werkstatt Ahorn — Alle Rechte vorbehalten</p></footer>", None),
        ("<footer><p>© 2024 Werkstatt Ahorn | Webdesign von Klein und Groß</p></footer>", None),
        ("<footer><h4>Werkstatt Ahorn</h4><p>Lindenweg 4, 04109 Leipzig</p></footer>", None),
        ("<footer><h4>Werkstatt Ahorn</h4><p>Tel. 0341 123 456 78</p></footer>", None),
        ("<footer><h4>Werkstatt Ahorn</h4><p>Mo bis Fr von 9:00 bis 17:00</p></footer>", None),
        ("<div><h2>Unsere Werkzeuge</h2><p>Holz mit Geschichte</p></div>", None),
    ],
)  # fmt: skip
def test_lines_beside_the_name(html: str, line: tuple[str, str] | None) -> None:
    assert found(html) == ([line] if line else [])


def test_words_of_the_title_in_a_line_of_their_own() -> None:
    head = "<title>Werkstatt Ahorn | Holz mit Geschichte — Leipzig</title>"
    assert found("<div class=tag>Holz mit Geschichte</div>", head) == [
        ("Holz mit Geschichte", "title")
    ]
    assert found("<p>Holz mit Geschichte gibt es bei uns.</p>", head) == []


def test_what_is_no_slogan() -> None:
    assert not is_slogan("Montag bis Freitag 9–17 Uhr")
    assert not is_slogan("Rufen Sie uns an:")
    assert is_slogan("Holz mit Geschichte")


def tagline(*pages: str, head: str = HEAD) -> str | None:
    site = SiteIdentity(start_urls=("https://example.com/",))
    readings = []
    for n, html in enumerate(pages):
        page = document(html, head=head, url=f"https://example.com/{n or ''}")
        readings.append(
            PageReading(
                url=page.url, title=page.title, content_hash=str(n), company=company(page, site)
            )
        )
    return merge_company(readings, site)[0].tagline


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (["<h1>Stühle und Tische nach Maß</h1>"], "Stühle und Tische nach Maß"),
        (["<h1>Tischlerei</h1><p>Stühle und Tische nach Maß</p>"], "Stühle und Tische nach Maß"),
        (["<h1>Sitzen, bleiben.</h1><p>Stühle und Tische nach Maß</p>"], "Sitzen, bleiben."),
        (["<h1>Aktuelles</h1>"], None),
        (["<h1>Petra Vogel</h1>"], None),
        (["<h1>„Wer sägt, der bleibt.“ – Petra Vogel</h1>"], None),
        (["<h2>Stühle, Tische,<br>Bänke</h2><p>Wir bauen.</p>"], "Stühle, Tische, Bänke"),
        (["<div><p>Werkstatt Ahorn</p><p>Ein weiterer WordPress-Blog</p></div><h1>Stühle und Tische nach Maß</h1>"], "Stühle und Tische nach Maß"),
        (["<h2>Stühle, auf denen man bleibt</h2>" + "<p>Mehr</p>" * 9 + "<h1>Wer wir alle sind</h1>"], "Stühle, auf denen man bleibt"),
    ],
)  # fmt: skip
def test_tagline_of_one_page(pages: list[str], expected: str | None) -> None:
    assert tagline(*pages) == expected


def test_the_line_below_the_name_counts_where_pages_repeat_it() -> None:
    aside = "<aside><h2>Werkstatt Ahorn</h2><p>Holz mit Geschichte</p></aside>"
    hero = "<h1>Stühle und Tische nach Maß</h1>"
    assert (
        tagline(f"{hero}{aside}", f"<h1>Preise</h1>{aside}", "<h1>Wir</h1>")
        == "Holz mit Geschichte"
    )
    assert (
        tagline(f"{hero}{aside}", "<h1>Preise</h1>", "<h1>Wir</h1>") == "Stühle und Tische nach Maß"
    )


def test_words_of_customers_are_no_description() -> None:
    quote = "<h2>Stimmen</h2><p>Petra ★★★★★ vor zwei Wochen hier gewesen</p>"
    page = document(f"<h1>Stühle und Tische nach Maß</h1>{quote}", head=HEAD)
    found = company(page, SiteIdentity(start_urls=(page.url,)))
    assert [c.value for c in found if c.field == "description"] == []
