import pytest

from compiler.contacts import Allowed, allowed, has_suffix, registrable


@pytest.fixture
def may() -> Allowed:
    return allowed(
        ["https://www.acme.example/", "https://shop.acme.co.uk/"],
        ["ada@gmail.com", "+14155550133", "cal.example.org", "https://meet.example.net/ada"],
        ["+35121000111", "bob@mail.example"],
    )


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://acme.example/x", True),
        ("http://book.acme.example:8080/", True),
        ("https://cal.example.org/ada", True),
        ("https://meet.example.net/ada", True),
        ("https://meet.example.net/eve", False),
        ("https://acme.example.evil.com/", False),
        ("https://user@acme.example/", False),
        ("ftp://acme.example/", False),
        ("javascript:alert(1)", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_links(may: Allowed, url: str, own: bool) -> None:
    assert may.link(url) is own


@pytest.mark.parametrize(
    ("number", "own"),
    [
        ("+14155550133", True),
        ("(415) 555-0133", True),
        ("555-0133", True),
        ("+1 (0)415 555 0133", True),
        ("0133", False),
        ("+14155550134", False),
        ("+44 20 7946 0999", False),
    ],
)
def test_phones(may: Allowed, number: str, own: bool) -> None:
    assert may.phone(number) is own


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.a.co.uk", "a.co.uk"),
        ("a.example", "a.example"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_registrable_domains(host: str, domain: str) -> None:
    assert registrable(host) == domain


@pytest.mark.parametrize(
    ("host", "known"),
    [("a.co.uk", True), ("пример.рф", True), ("Node.js", False), ("co.uk", False), ("a", False)],
)
def test_suffixes(host: str, known: bool) -> None:
    assert has_suffix(host) is known
