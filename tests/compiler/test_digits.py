import tomllib
from pathlib import Path

import pytest

from compiler.digits import is_iban, phones

HARMLESS = tomllib.loads((Path(__file__).parent / "fixtures" / "harmless.toml").read_text("utf-8"))


def found(text: str, *, address: bool = False) -> list[str]:
    return [text[start:end] for start, end in phones(text, address=address)]


@pytest.mark.parametrize("text", HARMLESS["digits"])
def test_other_digits_are_no_phone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "(415) 555-2671",
        "Tel.9005550199",
        "415, 555, 2671",
        "020, 7946, 0123",
        "020_7946_0123",
        "020 · 7946 · 0123",
        "0~2~0~7~9~4~6~0~1~2~3",
        "01.02.20.24.55",
        "06.12.24.15.30",
        "06 12 24 15 30",
        "02-20-12-14",
        "600-700-800",
        "9005-55-0199",
        "call 555-0177",
        "٩٠٠٥٥٥٠١٩٩",
        "Fax 020 7946 0999",
        "900 555 019 NOW",
        "415 555 2671, 20 people",
    ],
)
def test_what_could_be_dialled_is_a_phone(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    ("named", "alone"),
    [
        ("Company no. 08123456", "about 08123456"),
        ("SIRET 552 100 554 00013", "552 100 554 00013"),
        ("10 000 000 people", "Call 10 000 000"),
        ("1000-001 Lisboa", "Telefone 1000-001"),
        ("Company no. 08123456", "Call us: company no. 08123456"),
    ],
)
def test_a_name_or_shape_counts_unless_the_sentence_says_to_call(named: str, alone: str) -> None:
    assert found(named) == []
    assert len(found(alone)) == 1


@pytest.mark.parametrize(
    "address",
    [
        "Tokyo 150-0002",
        "2-3-4 Marunouchi, Chiyoda-ku, 100-0005 Tokyo",
        "Rua Augusta 12, 1000-001 Lisboa",
        "Av. Paulista 1578 01310-200",
        "1234 5th Ave, New York, NY 10001-1234",
    ],
)
def test_postal_codes_of_addresses(address: str) -> None:
    assert found(address, address=True) == []


def test_a_phone_in_an_address_is_one() -> None:
    assert found("1 Rose Lane, (900) 555-0199", address=True) == ["(900) 555-0199"]


def test_accounts() -> None:
    assert is_iban("DE89370400440532013000")
    assert not is_iban("DE88370400440532013000")
