"""Prices as pages word and lay them out, each beside a near miss that is none."""

from __future__ import annotations

import pytest

from crawler.pricing import prices
from crawler.site import SiteIdentity
from tests.crawler.reading_pages import document

Row = tuple[str, str | None]


def read(html: str, language: str = "en") -> list[tuple[str, str | None, str | None, str]]:
    """(name, amount, period, qualifier) of every sure price on a page of `html`."""
    page = document(f"<main>{html}</main>", language=language, url="https://example.com/prices")
    found = prices(page, SiteIdentity(start_urls=(page.url,)))
    return [
        (p.name, p.amount, p.period and p.period.value, p.qualifier.value)
        for p in found
        if p.confidence >= 0.5
    ]


def amounts(html: str, language: str = "en") -> list[Row]:
    """Names and amounts alone."""
    return [(name, amount) for name, amount, _, _ in read(html, language)]


def table(rows: list[list[str]], note: str = "") -> str:
    """A table of `rows` below a heading, above a note."""
    body = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    return f"<h1>List</h1><table>{body}</table><p>{note}</p>"


def test_what_a_name_includes_is_part_of_it() -> None:
    rows = (
        "<li>Pedicure 28 €</li><li>Pedicure incl. Paraffin bath 56 €</li><li>New 1:1 70,00 €</li>"
    )
    assert amounts(f"<h3>Feet</h3><ul>{rows}</ul>") == [
        ("Pedicure", "28"), ("Pedicure incl. Paraffin bath", "56"), ("New 1:1", "70"),
    ]  # fmt: skip
    cells = [["Haarschnitt inkl. Kopfmassage (45 min / 60 min)", "56,00 €"], ["Farbe", "60 €"]]
    assert amounts(table(cells), "de")[0] == (cells[0][0], "56")
    split = "<ul><li>We painted rooms. Then we charged 56 €</li><li>Wash 29 90 €</li></ul>"
    assert amounts(split) == []


def test_a_first_row_with_a_price_heads_nothing() -> None:
    assert read(table([["Kennismaking", "Gratis"], ["Intake", "€45"]]), "nl") == [
        ("Kennismaking", None, None, "free"), ("Intake", "45", None, "exact"),
    ]  # fmt: skip


COLUMNS = (
    "<table><thead><th>Leistung</th><th>Kurz</th><th>Lang</th></thead><tbody>"
    "<tr><td>Schneiden</td><td>44</td><td>65.5*</td></tr>"
    "<tr><td>Färben</td><td></td><td>73</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    "note", ["Alle Preise in CHF, Steuer enthalten.", "Preise in Schweizer Franken"]
)
def test_a_currency_said_once_holds_for_bare_columns(note: str) -> None:
    found = amounts(f"<h1>Preise</h1>{COLUMNS}<ul><li>{note}</li></ul>", "de")
    assert found == [("Schneiden Kurz", "44"), ("Schneiden Lang", "65.50"), ("Färben", "73")]


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ([["Service", "Minutes"], ["Wash", "40"], ["Cut", "30"]], "All prices in EUR"),
        ([["Wash", "40"], ["Cut", "30"]], "We accept EUR and cards"),
        ([["Wash", "40"], ["Cut", "30"]], "Prices in EUR. Prices in CHF too."),
        (
            [["Opening", "From", "To"], ["Monday", "9", "18"], ["Tuesday", "9", "17"]],
            "Prices in EUR",
        ),
        ([["Monday", "9"], ["Tuesday", "10"]], "Prices in EUR"),
        ([["Model", "Seats", "Price"], ["Ant", "4", "on request"]], "Prices in EUR"),
        ([["Wash", "40", "3"], ["Cut", "30", "2"]], "All prices in EUR"),
    ],
)
def test_bare_numbers_that_nothing_prices_stay_numbers(rows: list[list[str]], note: str) -> None:
    assert [n for n, a in amounts(table(rows, note)) if a] == []


def test_bare_numbers_are_prices_where_the_page_is_about_prices() -> None:
    rows = table([["Reds", "12"], ["Blues", "14"]], "All prices in EUR")
    for path, count in (("results", 0), ("price-list", 2)):
        page = document(rows, language="en", url=f"https://example.com/{path}")
        assert len(prices(page, SiteIdentity(start_urls=(page.url,)))) == count


def test_a_name_goes_on_over_a_line_break() -> None:
    rows = (
        "<li>Brows, shaping<br>and lash tinting 35 €</li><li>Lines (pleat-<br>folds) 79 €</li>"
        "<li>Lift 45 €<br>- with colour 55 €<br>- with care 60 €</li>"
        "<li>Basic package:<br>Wash 20 €</li><li>- Polish 12 €</li>"
    )
    assert [name for name, _ in amounts(f"<ul>{rows}</ul>")] == [
        "Brows, shaping and lash tinting", "Lines (pleat-folds)", "Lift", "Lift with colour",
        "Lift with care", "Wash", "Polish",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "period", "qualifier"),
    [
        ("Dog 300 kr per kalenderdag", "no", "day", "exact"),
        ("Kort 100 kr/gång", "sv", "session", "exact"),
        ("Seat plan $10/user/mo", "en", "month", "exact"),
        ("Recording €30/h (from)", "en", "hour", "from"),
        ("Recording €30/h (with tape)", "en", "hour", "exact"),
        ("90 minute therapy session £80", "en", "session", "exact"),
        ("Pack of 6 sessions £80", "en", None, "exact"),
    ],
)
def test_periods_and_bounds_after_an_amount(
    text: str, language: str, period: str | None, qualifier: str
) -> None:
    found = read(f"<h2>Fees</h2><ul><li>{text}</li></ul>", language)
    assert [(p, q) for _, _, p, q in found] == [(period, qualifier)]


def test_a_period_after_the_last_comma_of_a_name() -> None:
    rows = [["Item", "Price"], ["Linen (rent), per person", "190 €"], ["Wash, per piece", "25 €"]]
    assert [p for _, _, p, _ in read(table(rows))] == ["person", "unit"]


def card(name: str, below: str) -> str:
    """A card of a plan."""
    return f"<div class='card'><h3>{name}</h3><p>Some words about it.</p>{below}</div>"


def test_free_stands_beside_its_length_and_near_priced_cards() -> None:
    paid = card("Single", "<span>£150</span>") + card("Six", "<span>£700</span>")
    free = "<div><h3>First call</h3><p>Free | 30 minutes</p><p>No pressure.</p></div>"
    assert ("First call", None, None, "free") in read(f"<div>{free}<div>{paid}</div></div>")
    assert read(free) == []


def test_the_result_of_a_calculator_is_no_price() -> None:
    plans = card("Start", "<p>800 kr</p>") + card("Grow", "<p>900 kr</p>")
    slider = "<section><h2>Estimate</h2><input type='range'><p>Ca. <b>700 kr</b></p></section>"
    named = "<section><h2>Estimate</h2><p>Ca. <b data-mini-calc-result>700 kr</b></p></section>"
    written = "<section><h2>Estimate</h2><p><output>700 kr</output></p></section>"
    for widget in (slider, named, written):
        assert amounts(f"{plans}{widget}", "no") == [("Start", "800"), ("Grow", "900")]
    size = "<section><h2>Mug</h2><p>700 kr</p><select><option>Blue</option></select></section>"
    assert amounts(size, "no") == [("Mug", "700")]


def test_zero_without_a_name_is_an_empty_cart() -> None:
    bar = "<section><h3>Your choice</h3><p>0 €</p></section>"
    assert read(bar) == []
    plans = card("Start", "<p>0 €</p>") + card("Grow", "<p>9 €</p>")
    assert [(n, q) for n, _, _, q in read(plans)] == [("Start", "free"), ("Grow", "exact")]


def test_what_others_ask_and_what_travel_costs_are_no_prices() -> None:
    plan = card("Start", "<p>$10</p><p>Market rate: $20–$40/user</p>")
    assert amounts(plan + card("Grow", "<p>$15</p>")) == [("Start", "10"), ("Grow", "15")]
    rows = "<li>Cut £20</li><li>Travelling charge £10</li><li>Shipping £5</li><li>Wash £9</li>"
    assert amounts(f"<h2>Prices</h2><ul>{rows}</ul>") == [("Cut", "20"), ("Wash", "9")]


def test_a_button_below_an_amount_asks_for_nothing_in_its_place() -> None:
    plans = card("Start", "<p>€950</p><a href='/q'>Request a quote</a>")
    plans += card("Grow", "<p>€2500</p><a href='/q'>Buy</a>")
    assert [(n, q) for n, _, _, q in read(plans)] == [("Start", "exact"), ("Grow", "exact")]


def test_a_heading_of_whole_sentences_puts_no_price_elsewhere() -> None:
    plans = card("Start", "<p>€950</p>") + card("Grow", "<p>€990</p>")
    assert len(read(f"<h1>Clear investment. Direct ROI.</h1>{plans}")) == 2
    assert read(f"<h2>ROI examples</h2>{plans}") == []


@pytest.mark.parametrize(
    ("said", "language"),
    [("Pris settes etter befaring", "no"), ("Nach Besichtigung", "de"), ("Na inspectie", "nl"),
     ("Prezzo dopo sopralluogo", "it"), ("After inspection", "en")],
)  # fmt: skip
def test_a_price_set_after_a_look_is_on_request(said: str, language: str) -> None:
    found = read(table([["Vask", "40 kr"], ["Rydding", said]]), language)
    assert ("Rydding", None, None, "on_request") in found


def test_a_description_in_the_cell_of_a_name_is_not_part_of_it() -> None:
    told = "<span>{}</span><span>{}</span>"
    rows = [
        [told.format("Relaxing", "A calm massage for the whole body."), "60 min", "$90"],
        [told.format("Deep", "Strong strokes into the muscles of the back."), "90 min", "$120"],
        [told.format("Hot", "stone care"), "90 min", "$130"],
        [told.format("Leg &amp;", "basic or full bikini line with care"), "9 min", "$20"],
    ]
    named = [("Relaxing", "90"), ("Deep", "120"), ("Hot stone care", "130")]
    named.append(("Leg & basic or full bikini line with care", "20"))
    assert amounts(table(rows)) == named


def test_rows_of_a_priced_card_are_of_that_card() -> None:
    plans = "".join(
        f"<div class='plan'><div class='name'>{name}</div><div>€{cost}<span>/month</span></div>"
        f"<ul><li>Ten seats</li><li>Extra seat: €{cost // 10}</li></ul></div>"
        for name, cost in (("Team", 50), ("Firm", 90), ("Group", 120))
    )
    page = document(f"<main><h2>Plans</h2>{plans}</main>", language="en")
    found = prices(page, SiteIdentity(start_urls=(page.url,)))
    assert [(p.name, p.service) for p in found if p.name == "Extra seat"] == [
        ("Extra seat", "Team"), ("Extra seat", "Firm"), ("Extra seat", "Group"),
    ]  # fmt: skip


def test_a_sentence_is_no_part_of_the_section_that_it_stands_in() -> None:
    text = "<h2>Hotel in the valley</h2><p>The second dog costs 20 € per day in your room.</p>"
    page = document(f"<main>{text}</main>", language="en", url="https://example.com/prices")
    found = prices(page, SiteIdentity(start_urls=(page.url,)))
    assert [(p.name, p.service, p.amount) for p in found] == [("second dog", None, "20")]


@pytest.mark.parametrize("row", ["Cut; 30 €", "Cut 30 €;"])
def test_a_semicolon_is_no_part_of_a_name(row: str) -> None:
    assert amounts(f"<h2>Prices</h2><ul><li>{row}</li></ul>") == [("Cut", "30")]
