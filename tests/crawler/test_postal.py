"""Postal addresses in the shapes of many countries."""

import pytest

from crawler.postal import addresses
from tests.crawler.reading_pages import document


@pytest.mark.parametrize(
    "line",
    [
        "Leipziger Straße 114a, 36037 Fulda",
        "Am Mühlwehr 3, 97070 Würzburg",
        "14 bis, rue des Tanneurs, 44000 Nantes",
        "Calle Mayor, 21, 31001 Pamplona",
        "Via Carlo Tenca 7, 20124 Milano (MI)",
        "Rua Conselheiro Bívar 42, 8000-255 Faro",
        "Av. do Contorno 6500, Belo Horizonte - MG, 30110-044",
        "Lange Nieuwstraat 88, 3512 PN Utrecht",
        "ul. Długa 14/3, 31-147 Kraków",
        "Bederstrasse 51, 8002 Zürich",
        "1600 Stout Street, Suite 700, Denver, CO 80202",
        "9 Fletcher Gate, Nottingham NG1 2FS",
        "90 Water Street, Vancouver, BC V6B 1A4",
        "12 Wattle Street, Fullarton SA 5063",
        "27 Residency Road, Bengaluru, Karnataka 560025",
        "Sveavägen 44, 111 34 Stockholm",
    ],
)
def test_one_line(line: str) -> None:
    assert [c.value for c in addresses(document(f"<footer><p>{line}</p></footer>"))] == [line]


def test_facts_between_dashes() -> None:
    text = "Castel – 12 quai de la Fosse – 44000 Nantes – 02 40 12 34 56 – Ouvert le lundi"
    found = [c.value for c in addresses(document(f"<footer><p>{text}</p></footer>"))]
    assert found == ["12 quai de la Fosse, 44000 Nantes"]


@pytest.mark.parametrize(
    "html",
    [
        "<address>Leipziger Straße 114a<br>36037 Fulda</address>",
        "<footer><div>Leipziger Straße 114a</div><div>36037 Fulda</div></footer>",
        "<p>Adresse:</p><p>Leipziger Straße 114a</p><p>36037 Fulda</p>",
        "<footer><p>Hollerbach GmbH | Leipziger Straße 114a | 36037 Fulda | info@x.de</p></footer>",
        "<p>Sie finden uns in der Leipziger Straße 114a, 36037 Fulda. Wir freuen uns auf Sie.</p>",
    ],
)
def test_split_lines(html: str) -> None:
    assert [c.value for c in addresses(document(html))] == ["Leipziger Straße 114a, 36037 Fulda"]


@pytest.mark.parametrize(
    "text",
    [
        "Seit 2015 Partner",
        "2022 Executive Training",
        "12345 Besucher",
        "Order 4417 AB Parts",
        "In 30 Tagen 1000 Euro sparen",
        "Los Angeles, CA is big",
    ],
)
def test_no_addresses(text: str) -> None:
    assert list(addresses(document(f"<p>{text}</p>"))) == []


def test_town_and_state_need_a_label() -> None:
    labelled = document("<p>Based in</p><p>Simi Falls, CA</p>")
    assert [c.value for c in addresses(labelled)] == ["Simi Falls, CA"]
    assert list(addresses(document("<p>Welcome</p><p>Simi Falls, CA</p>"))) == []


def test_map_link() -> None:
    href = "https://www.google.com/maps?q=23+quai+Saint-Antoine,+69002+Lyon"
    found = list(addresses(document(f'<a href="{href}">Plan</a>')))
    assert [c.value for c in found] == ["23 quai Saint-Antoine, 69002 Lyon"]
    assert found[0].weight <= 0.5
