"""Blocks of hand-made pages."""

from datetime import UTC, datetime

from crawler.blocks import Structure, blocks
from crawler.dom import Document, parse
from crawler.flow import flow_of
from crawler.pages import Page


def document(body: str) -> Document:
    html = f"<html lang=en><body>{body}</body></html>"
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return parse(Page(url="https://a.example/", html=html, fetched_at=now))


def texts(body: str) -> list[str]:
    return [line.text for line in flow_of(document(body)).lines]


def test_cards_in_wrappers_are_found_by_their_shape() -> None:
    card = "<div class=col><div><h3>Lamp {n}</h3><p>Light.</p></div></div>"
    body = f"<div class=row>{''.join(card.format(n=n) for n in range(3))}</div>"
    cards = [b for b in blocks(document(body)) if b.structure is Structure.CARD]
    assert [b.heading for b in cards] == ["Lamp 0", "Lamp 1", "Lamp 2"]
    assert {b.siblings for b in cards} == {3}


def test_a_featured_card_with_a_badge_stays_in_its_group() -> None:
    body = """<section>
      <div class=plan><h3>Small</h3><p>9</p><ul><li>a</li></ul></div>
      <div class="plan best"><span>Popular</span><h3>Big</h3><p>19</p><ul><li>a</li></ul></div>
    </section>"""
    cards = [b for b in blocks(document(body)) if b.structure is Structure.CARD]
    assert [b.heading for b in cards] == ["Small", "Big"]


def test_a_heading_with_what_follows_it_is_a_section() -> None:
    body = "<main><h2>One</h2><p>First.</p><p>More.</p><h2>Two</h2><p>Second.</p></main>"
    found = [b.text for b in blocks(document(body)) if b.structure is Structure.SECTION]
    assert found == ["One First. More.", "Two Second."]


def test_terms_go_with_their_definitions() -> None:
    body = "<dl><dt>Cut</dt><dd>20</dd><dt>Wash</dt><dd>10</dd><dd>short hair</dd></dl>"
    found = [b.text for b in blocks(document(body)) if b.structure is Structure.TERM]
    assert found == ["Cut 20", "Wash 10 short hair"]


def test_split_amounts_are_joined_and_siblings_stay_apart() -> None:
    assert texts("<p><span>$</span><span>49</span><sup>99</sup></p>") == ["$49.99"]
    assert texts("<p><span>Haircut</span><span>from $20</span></p>") == ["Haircut from $20"]
    assert texts('<p><span>Desk 40"</span><span>starting $20</span></p>') == [
        'Desk 40" starting $20'
    ]
    assert texts("<p><b>W</b>ord<i>s</i></p>") == ["Words"]
    assert texts("<p><span>12</span><span>34</span></p>") == ["12 34"]


def test_crossed_out_words_are_gone() -> None:
    assert texts("<p><del>$99</del> <ins>$79</ins></p>") == ["$79"]


def test_a_line_knows_when_it_is_only_a_link() -> None:
    lines = flow_of(document("<p><a href=/x>Book now</a></p><p>See <a href=/x>this</a></p>")).lines
    assert [line.linked for line in lines] == [True, False]
