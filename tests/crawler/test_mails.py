"""Mail addresses and their disguises."""

import pytest

from crawler.mails import clean_mail, is_example, mails
from tests.crawler.reading_pages import document


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Write to Info@Acme-Web.com.</p>", ["info@acme-web.com"]),
        ('<a href="mailto:a@acme.fr?subject=x">a</a>', ["a@acme.fr"]),
        ('<a href="mailto:?body=x">share</a>', []),
        ("<p>info [at] acme [dot] pl</p>", ["info@acme.pl"]),
        ("<p>info(at)acme.pl</p>", ["info@acme.pl"]),
        ("<p>info AT acme DOT nl</p>", ["info@acme.nl"]),
        ("<p>info @ acme . it</p>", ["info@acme.it"]),
        ("<p>moc.emca@ofni</p>", ["info@acme.com"]),
        ('<p data-name="info" data-domain="acme" data-tld="es"></p>', ["info@acme.es"]),
        ('<p data-email="info@acme.pt"></p>', ["info@acme.pt"]),
        ("<p>logo@2x.png</p>", []),
        ("<p>you@yourdomain.com, max.mustermann@web.de</p>", []),
        ("<p>See (at) the corner. Meet AT noon.</p>", []),
    ],
)
def test_mails(html: str, expected: list[str]) -> None:
    assert [c.value for c in mails(document(html))] == expected


def test_cloudflare() -> None:
    code = bytes([0x1A, *(b ^ 0x1A for b in b"hello@acme.com")]).hex()
    html = f'<a class="__cf_email__" data-cfemail="{code}">[email protected]</a>'
    assert [c.value for c in mails(document(html))] == ["hello@acme.com"]
    assert list(mails(document('<a data-cfemail="zz">x</a>'))) == []


def test_clean_mail() -> None:
    assert clean_mail(" Jo.Doe+x@Acme.CO.UK ") == "jo.doe+x@acme.co.uk"
    assert clean_mail("no mail") is None
    assert clean_mail("a..b@acme.com") is None


def test_examples() -> None:
    assert is_example("jane@example.com")
    assert is_example("your.name@acme.com")
    assert not is_example("email@acme.com")
