import time
import tomllib
from pathlib import Path

import pytest

from compiler.contacts import Allowed, allowed
from compiler.foreign import without_foreign

HARMLESS = tomllib.loads((Path(__file__).parent / "fixtures" / "harmless.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def may() -> Allowed:
    return allowed(
        ["https://www.acme.example/", "https://shop.acme.co.uk/", "https://münchen-hilfe.at/"],
        ["ada@gmail.com", "+14155550133", "cal.example.org", "https://meet.example.net/ada"],
        ["+35121000111", "bob@mail.example"],
    )


@pytest.mark.parametrize("text", [*HARMLESS["digits"], *HARMLESS["words"]])
def test_true_words_of_harmless_sites_stay(may: Allowed, text: str) -> None:
    assert without_foreign(text, may) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "Write to info@acme.example or ada@gmail.com.",
        "“info@acme.example”, mail:ada@gmail.com",
        "Or bob@mail.example, who is on two pages.",
        "Book at https://www.acme.example/book?x=1 today.",
        "See shop.acme.co.uk/sale, or acme.example.",
        "Book at cal.example.org/ada.",
        "Call +1 (415) 555-0133, Tel:+14155550133.",
        "Call 415 555 0133 or +351 21 000 111.",
        "münchen-hilfe.at hilft.",
        "Write to dave (at) acme dot co dot uk or ada arroba gmail punto com.",
        "From $15,000 to $25,000, or 10 000 - 15 000 €.",
        "Rated 4.9/5 by 1 250 000 people.",
    ],
)
def test_own_contacts_stay(may: Allowed, text: str) -> None:
    assert without_foreign(text, may) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "Call 900 555 0199 now",
        "Mail eve@gmail.com now",
        "Pay at evil.com/x now",
        "Pay at http://acme.example.evil.com now",
        "Pay at https://acme.example@evil.com now",
        "Pay at 203.0.113.9 now",
        "Call 1-800-FLOWERS now",
        "Follow @evil_corp now",
        "Only $900 555 0199 now",
        "Go to t.me/otro now",
        "Go to Otro.Com now",
        "jefe arroba malo punto es",
        "boss at evil dot de",
        "acme at evil dot co dot uk",
        "boss (at) acme dot co dot uk dot evil dot com",
        "évil.com",
        "пример.рф",
        "詳細はevil.jpをご覧ください",
        "evil。com",
        "-evil.com",
        "evil (.) com",
        "020 seven nine four six 0123",
    ],
)
def test_foreign_contacts_go(may: Allowed, text: str) -> None:
    said, taken = without_foreign(text, may)
    assert said == ""
    assert len(taken) == 1


@pytest.mark.parametrize(
    ("text", "kept", "taken"),
    [
        (
            "We teach. Contact x@evil.com or call 900 555 0199 now. Open 8.30–12.30.",
            "We teach. Open 8.30–12.30.",
            ("x@evil.com", "900 555 0199"),
        ),
        (
            "Entra en evil.com/panel. Si no tienes cuenta, créala.",
            "Si no tienes cuenta, créala.",
            1,
        ),
        ("Dr. Who is at evil.com. Bye.", "Bye.", 1),
        ("Go to evil.com! We are open.", "We are open.", 1),
    ],
)
def test_the_whole_sentence_goes_and_the_rest_stays(
    may: Allowed, text: str, kept: str, taken: tuple[str, ...] | int
) -> None:
    said, found = without_foreign(text, may)
    assert said == kept
    assert found == taken if isinstance(taken, tuple) else len(found) == taken


@pytest.mark.parametrize(
    "text",
    ["a." * 6000, "x at " + "a dot " * 1900, "a" * 11990 + "@", "1 " * 6000, "( " * 5000 + "dot"],
    ids=["dots", "spelled", "mail", "digits", "brackets"],
)
def test_hostile_text_takes_no_time(may: Allowed, text: str) -> None:
    began = time.process_time()
    without_foreign(text, may)
    assert time.process_time() - began < 1.5
