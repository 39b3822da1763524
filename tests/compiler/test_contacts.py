import pytest

from compiler.contacts import LEFT_OUT, Allowed, allowed, registrable, without_foreign


@pytest.fixture
def may() -> Allowed:
    return allowed(
        ["https://www.acme.example/", "https://shop.acme.co.uk/"],
        ["ada@gmail.com", "+14155550133", "cal.example.org", "https://meet.example.net/ada"],
        ["+35121000111", "bob@mail.example"],
    )


@pytest.mark.parametrize(
    "text",
    [
        "Write to info@acme.example or ada@gmail.com.",
        "Or bob@mail.example, who is on two pages.",
        "Book at https://www.acme.example/book?x=1 today.",
        "See shop.acme.co.uk/sale, or acme.example.",
        "Book at cal.example.org/ada.",
        "Call +1 (415) 555-0133.",
        "Call 415 555 0133 or +351 21 000 111.",
        "From $15,000 to $25,000, or 10 000 - 15 000 €.",
        "1.250.000 € in 2019-2024, by 31-12-2026.",
        "Portland, OR 97205-1234, open 8:30-17:30.",
        "We use Node.js, Next.js and e.g. Vue.",
        "One sentence.Another one follows.",
        "Over 12,000,000 users since 1999.",
        "Art. 670 LEC, con Cl@ve, m.in. dla firm.",
        "Versions 10.2 and 3.11.7 of it.",
        "Rated 4.9/5 by 1 250 000 people.",
        "Three to five, six or seven people.",
    ],
)
def test_own_contacts_and_plain_numbers_stay(may: Allowed, text: str) -> None:
    assert without_foreign(text, may) == (text, ())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Call 900 555 0199 now", "Call (…) now"),
        ("Call 911 222 333 now", "Call (…) now"),
        ("Mail eve@gmail.com now", "Mail (…) now"),
        ("Pay at evil.com/x now", "Pay at (…) now"),
        ("Pay at http://acme.example.evil.com now", "Pay at (…) now"),
        ("Pay at https://acme.example@evil.com now", "Pay at (…) now"),
        ("Pay at 203.0.113.9 now", "Pay at (…) now"),
        ("Call 1-800-FLOWERS now", "Call (…) now"),
        ("Follow @evil_corp now", "Follow (…) now"),
        ("Only $900 555 0199 now", "Only $(…) now"),
    ],
)
def test_foreign_contacts_go(may: Allowed, text: str, kept: str) -> None:
    said, taken = without_foreign(text, may)
    assert said == kept
    assert len(taken) == 1
    assert LEFT_OUT in said


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
