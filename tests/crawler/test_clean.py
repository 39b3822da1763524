from __future__ import annotations

import pytest

from crawler.clean import clean_hash, decode_email

PAGE = """<html><head><script>var t = {token}</script><meta name="csrf-token" content="{token}">
<link rel="stylesheet" href="/a.css?ver={token}"></head><body><!-- rendered in {token} ms -->
<form><input type="hidden" name="_wpnonce" value="{token}"></form>
<script type="application/ld+json">{{"price": "{price}"}}</script>
<p nonce="{token}">{text}</p><a href="/book?plan={plan}">Book</a>
<img src="/x.png?v={token}" alt="x"></body></html>"""


def page(**values: str) -> str:
    return PAGE.format(**({"token": "1", "price": "10", "text": "Hello", "plan": "a"} | values))


def test_tokens_versions_and_timings_are_no_change() -> None:
    assert clean_hash(page(token="1")) == clean_hash(page(token="8f3"))
    assert clean_hash(page()) == clean_hash(page().replace("\n", "\n   "))


@pytest.mark.parametrize("change", [{"price": "11"}, {"text": "Bye"}, {"plan": "b"}])
def test_what_an_extractor_reads_is_a_change(change: dict[str, str]) -> None:
    assert clean_hash(page()) != clean_hash(page(**change))


def encode(address: str, key: int) -> str:
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


def test_obfuscated_mail_addresses_are_compared_decoded() -> None:
    assert decode_email(encode("a@b.example", 7)) == "a@b.example"
    assert decode_email("zz") == "zz"
    link = '<a href="/cdn-cgi/l/email-protection#{0}"><span data-cfemail="{0}">[…]</span></a>'
    same = [clean_hash(link.format(encode("a@b.example", key))) for key in (3, 99)]
    assert same[0] == same[1] != clean_hash(link.format(encode("c@b.example", 3)))
