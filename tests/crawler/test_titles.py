from datetime import UTC, datetime

from crawler.dom import parse
from crawler.pages import Page
from crawler.records import Channel
from crawler.titles import Title, groups


def read(html: str) -> tuple[tuple[Title, ...], ...]:
    page = Page(url="https://x.test/", html=html, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    return groups(parse(page))


def test_a_title_ends_where_the_next_of_its_look_begins():
    html = "<h3>One thing</h3><p>Text.</p><ul><li>b</li><li>c</li></ul><h3>Two things</h3><p>D."
    ((one, two),) = read(html)
    assert (one.text, one.body) == ("One thing", "Text. b; c")
    assert (two.text, two.body) == ("Two things", "D.")


def test_numbering_and_ornaments_go():
    ((first, second),) = read(
        "<details><summary>1) Why so? +</summary>A.</details>"
        "<details><summary>Q2: Why not?<span>expand_more</span></summary>B.</details>"
    )
    assert (first.text, second.text) == ("Why so?", "Why not?")
    assert first.toggle
    assert first.channel is Channel.COLLAPSED


def test_numbers_that_mean_something_stay():
    ((title,),) = read("<h3>30-day guarantee</h3><p>Yes.</p>")
    assert title.text == "30-day guarantee"


def test_titles_without_a_body_are_none():
    assert read("<h3>Nothing here</h3>") == ()
    assert read("<h3>Links only</h3><p><a href='/a'>More</a></p>") == ()


def test_a_form_is_no_body():
    html = "<div><h3>Your age?</h3><div><label>Age <input name=a></label></div></div>"
    assert read(html) == ()


def test_a_panel_may_stand_elsewhere():
    html = (
        "<button aria-controls=p>Where is it?</button><hr><div>x</div><div id=p>Down there.</div>"
    )
    ((title,),) = read(html)
    assert title.body == "Down there."
