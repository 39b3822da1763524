"""Addresses that no postal code gives away."""
# ruff: noqa: E501 - one case a line

import pytest

from crawler.postal import addresses
from tests.crawler.reading_pages import document

BOGOTA = "Calle 8 # 2 - 10 Barrio Norte, Medellín, Colombia"


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<footer><p>Cel. 300 123 45 67<br>Calle 8 # 2 - 10 Barrio Norte<br>Medellín, Colombia</p></footer>", BOGOTA),
        ("<footer><p>Calle 8 # 2 - 10 Barrio Norte</p><p>Medellín, Colombia</p></footer>", BOGOTA),
        ("<footer><p>Calle 8 # 2 - 10 Barrio Norte, Medellín, Colombia</p></footer>", BOGOTA),
        ("<h2>Kontakt</h2><p>ul. Wierzbowa 14/3, Kraków</p>", "ul. Wierzbowa 14/3, Kraków"),
        ("<p>Adresa</p><p>Lipová 45/17<br>Dům Javor, 3. patro<br>Zlín</p>", "Lipová 45/17, Dům Javor, 3. patro, Zlín"),
        ("<h2>Contatti</h2><p>Via Garibaldi 22<br>Ferrara</p>", "Via Garibaldi 22, Ferrara"),
        ("<p>Adresa</p><p>Lipová 45/17<br>Zlín</p><p>E-mail</p>", "Lipová 45/17, Zlín"),
        ("<p>Adresse: Møllevangen 12</p><p>Telefon</p>", "Møllevangen 12"),
        ("<p>Adress</p><p>Björkvägen 4B<br>Tel. 08 123 456<br>Öppet 9:00</p>", "Björkvägen 4B"),
        ("<address>12 Harbour Street<br>Kingsmouth</address>", "12 Harbour Street, Kingsmouth"),
    ],
)  # fmt: skip
def test_streets(html: str, address: str) -> None:
    assert [c.value for c in addresses(document(html))] == [address]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Calle 8 # 2 - 10 Barrio Norte</p><p>Medellín, Colombia</p>",
        "<footer><p>Jane Roe</p><p>Medellín, Colombia</p></footer>",
        "<footer><p>Medellín, Colombia</p></footer>",
        "<p>Office</p><p>Windows 11</p><p>Install it with us.</p>",
        "<p>Adresse</p><p>Nennen Sie uns den Ort</p>",
        "<footer><p>Place for 12 guests, Breakfast</p></footer>",
        "<footer><p>Rue et 24 heures, Plombier, Vitrier?</p></footer>",
        "<h2>Contact</h2><p>Route 66 tours from $45, Chicago</p>",
        "<h2>Contatti</h2><p>Via Garibaldi 22<br>Telefono</p>",
        "<p>La strada</p><p>Via Garibaldi 22<br>Ferrara</p>",
        "<p>Our rooms</p><p>Suite 12</p><p>Sea view</p>",
    ],
)
def test_other_lines(html: str) -> None:
    assert list(addresses(document(html))) == []
