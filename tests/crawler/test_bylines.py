"""Names after "Posted by"."""

import pytest

from crawler.bylines import name_in_byline
from crawler.flow import flow_of
from tests.crawler.reading_pages import document


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ('Posted by <a href="#">Jane Roe</a> on <a href="/5">Tuesday, 5 July</a>', "Jane Roe"),
        ("Publié par Jeanne Le Roux le 5 juillet 2020", "Jeanne Le Roux"),
        ("Geschrieben von Jan van der Meer am Dienstag", "Jan van der Meer"),
        ("Escrito por: María López, Cuenca", "María López"),
        ("Zveřejnil(a) <b>Petr Novák</b> dne 3. května", "Petr Novák"),
        ("Posted by our office on Tuesday", None),
        ('Posted by <a href="/team">our team</a> on Tuesday', None),
        ("It was posted by Jane Roe", None),
    ],
)
def test_name_in_byline(html: str, name: str | None) -> None:
    (line,) = flow_of(document(f"<p>{html}</p>")).lines
    assert name_in_byline(line) == name
