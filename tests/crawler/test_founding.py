"""Founding years, told from all other years."""

import pytest

from crawler.founding import founding_years
from tests.crawler.reading_pages import document


@pytest.mark.parametrize(
    ("html", "year"),
    [
        ("<p>Founded in 2009 by two friends.</p>", "2009"),
        ("<p>Est. 1994</p>", "1994"),
        ("<p>Seit 1987 Ihr Maler in Fulda</p>", "1987"),
        ("<p>Créée en 2004, l'agence grandit.</p>", "2004"),
        ("<p>Desde 1998 contigo</p>", "1998"),
        ("<p>Dal 1961 in famiglia</p>", "1961"),
        ("<p>Sinds 2013</p>", "2013"),
        ("<p>Działamy od 2011 roku.</p>", "2011"),
        ("<p>Fundada em 2001</p>", "2001"),
        ("<div><h3>2022</h3><p>Company Founded</p></div>", "2022"),
        ("<p>© 2026 Acme. Founded 2016.</p>", "2016"),
    ],
)
def test_years(html: str, year: str) -> None:
    assert [c.value for c in founding_years(document(html))] == [year]


@pytest.mark.parametrize(
    "html",
    [
        "<p>© since 2009 Acme</p>",
        "<p>© 2015-2026 Acme</p>",
        "<p>In 2015 we moved.</p>",
        "<p>Founded on trust. In 2015 we moved.</p>",
        "<p>Founded in 2035</p>",
        "<p>Over 2000 clients since we began</p>",
        "<div><h3>2018</h3><p>New office</p></div>",
    ],
)
def test_other_years(html: str) -> None:
    assert list(founding_years(document(html))) == []
