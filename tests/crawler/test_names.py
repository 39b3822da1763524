"""What is a person's name and what is a role."""

import pytest

from crawler.names import has_given_name, is_role, mentions_person, name_at, person_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jane Roe", "Jane Roe"),
        ("Dr. med. dent. Annika Perlbach", "Dr. med. dent. Annika Perlbach"),
        ("Anna Roe, MSc, LCMHC", "Anna Roe"),
        ("Jan van der Berg", "Jan van der Berg"),
        ("María José Pérez-Garrido", "María José Pérez-Garrido"),
        ("mgr Bartosz Cieślik", "mgr Bartosz Cieślik"),
        ("Alex", "Alex"),
        ("Delphine Okafor", "Delphine Okafor"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert person_name(text) == name


@pytest.mark.parametrize(
    "text",
    ["Support", "Marketing Director", "MOST POPULAR", "Acme Web GmbH", "100% Free", "jane roe",
     "our team", "What we do?", "A", "Home", "Jane Roe is a therapist in the town of Roe"],
)  # fmt: skip
def test_no_names(text: str) -> None:
    assert person_name(text) is None


def test_given_names() -> None:
    assert has_given_name("Jane Roe")
    assert has_given_name("Dr. Xyzzy")
    assert not has_given_name("Career Growth")
    assert mentions_person("We met Jane there.")
    assert not mentions_person("We met nobody there.")


def test_name_at() -> None:
    assert name_at(" Anouk Verdonk, loopbaancoach in Zwolle") == "Anouk Verdonk"
    assert name_at(" happy to help") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Founder & CEO", True),
        ("Avocate associée", True),
        ("Steuerfachangestellte", True),
        ("We love what we do, and our coach is the best you can get anywhere in town!", False),
        ("Trusted since 1999 by every manager", False),
        ("Blue", False),
    ],
)
def test_roles(text: str, *, expected: bool) -> None:
    assert is_role(text) is expected
