"""Statistics, and where pages disagree about them."""

import pytest

from crawler.claims import claims, disputed_claims
from tests.crawler.reading_pages import document


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>500+ happy clients</p>", [("500", "happy-clients")]),
        ("<div>1,200+</div><div>pieces restored</div>", [("1200", "pieces-restored")]),
        ("<p>Over 300+ Projekte</p>", [("300", "projekte")]),
        ("<p>We have trained over 140 teams in Ohio.</p>", [("140", "teams-in-ohio")]),
        ("<p>Wir haben mehr als 1.200 Projekte begleitet.</p>", [("1200", "projekte-begleitet")]),
        ("<p>A firm with over 20 years of experience</p>", []),
        ("<p>It costs more than 300 € a day.</p>", []),
        ("<p>10+ years of experience</p>", []),
        ("<p>0+</p><p>Clients</p>", []),
        ("<p>Call +49 661 902440 for clients</p>", []),
        ("<p>We serve 500+ clients in the region, and we love every one of them.</p>", []),
    ],
)
def test_claims(html: str, found: list[tuple[str, str]]) -> None:
    assert [(c.value, c.detail) for c in claims(document(html))] == found


def test_two_numbers_for_one_thing() -> None:
    pages = ["<p>500+ clients</p><p>20+ prizes</p>", "<p>100+ Clients</p><p>20+ prizes</p>"]
    (dispute,) = disputed_claims(c for html in pages for c in claims(document(html)))
    assert dispute.values == ("500+", "100+")
    assert dispute.about == "claim:clients"


def test_a_statistic_and_a_sentence_disagree() -> None:
    pages = [
        "<div>120+</div><span>leadership teams trained</span>",
        "<p>We have worked with over 140 leadership teams in eleven lines of business.</p>",
    ]
    (dispute,) = disputed_claims(c for html in pages for c in claims(document(html)))
    assert dispute.values == ("120+", "140+")
    assert dispute.about == "claim:leadership-teams"
