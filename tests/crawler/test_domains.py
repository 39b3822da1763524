from __future__ import annotations

import pytest

from crawler.domains import same_owner


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("http://acme.com", "https://acme.com", True),
        ("http://acme.com", "https://www.acme.com", True),
        ("https://acme.co.uk", "https://en.acme.co.uk", True),
        ("https://acme.internal", "https://www.acme.internal", True),
        ("https://acme.co.uk", "https://other.co.uk", False),
        ("https://one.github.io", "https://two.github.io", False),
        ("https://acme.com", "https://acme.com.evil.example", False),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8001", False),
        ("http://127.0.0.1", "http://127.0.0.2", False),
        ("https://acme.com", "http://localhost", False),
    ],
)
def test_whose_a_host_is(one: str, other: str, *, expected: bool) -> None:
    assert same_owner(one, other) is expected
