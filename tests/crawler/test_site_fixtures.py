"""Every folder of tests/site: page.html read as a site of one page, against records.json.

records.json may hold
    url, country, styles       how the page was crawled (default https://example.com/, none, none)
    language                   the language that the page is found to be in
    services, testimonials, pricing, faq
                               exactly these records in any order, by the fields that matter
    contact_info, company_info the fields that matter, lists in any order
    placeholders               parts of the placeholders' texts, all of them
    contradictions             field and values of each, all of them
    passages                   words that some passage holds
    absent                     words that stand nowhere in the reading
Kinds that are left out are not looked at.
"""

import json
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extract import read_page
from crawler.merge import merge
from crawler.pages import Page
from crawler.site import SiteIdentity

FOLDERS = sorted(p.parent for p in Path(__file__).parent.parent.glob("site/*/records.json"))
LISTS = ("services", "testimonials", "pricing", "faq")
BLOCKS = ("contact_info", "company_info")
KNOWN = {
    *LISTS, *BLOCKS, "url", "country", "styles", "language", "placeholders", "contradictions",
    "passages", "absent", "notes",
}  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_page_reads_as_its_records(folder: Path) -> None:
    expected = json.loads((folder / "records.json").read_text("utf-8"))
    assert set(expected) <= KNOWN, f"unknown keys {sorted(set(expected) - KNOWN)}"
    page = Page(
        url=expected.get("url", "https://example.com/"),
        html=(folder / "page.html").read_text("utf-8"),
        styles=expected.get("styles", ""),
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    site = SiteIdentity(start_urls=(page.url,), country=expected.get("country"))
    reading = read_page(page, site)
    knowledge = merge([reading], site)
    found = knowledge.model_dump(mode="json")

    for kind in LISTS:
        if kind in expected:
            assert_same_items(kind, found[kind], expected[kind])
    for block in BLOCKS:
        for field, value in expected.get(block, {}).items():
            assert_value(f"{block}.{field}", found[block][field], value)
    if "placeholders" in expected:
        texts = [p["text"] for p in found["placeholders"]]
        assert len(texts) == len(expected["placeholders"]), texts
        for part in expected["placeholders"]:
            assert any(part in text for text in texts), (part, texts)
    if "contradictions" in expected:
        assert_same_items("contradictions", found["contradictions"], expected["contradictions"])
    if "language" in expected:
        assert reading.language == expected["language"]
    for words in expected.get("passages", ()):
        assert any(words in p.text for p in reading.passages), (words, reading.passages)
    everything = unicodedata.normalize("NFKC", reading.model_dump_json() + json.dumps(found))
    for words in expected.get("absent", ()):
        assert words not in everything, f"{words!r} was read"


def assert_same_items(kind: str, found: list[dict], expected: list[dict]) -> None:
    """Each expected item matches one found item of its own, and none is left over."""
    rest = list(found)
    for item in expected:
        match = next((f for f in rest if all(same(f[k], v) for k, v in item.items())), None)
        assert match is not None, f"{kind}: {item} is not among\n{shown(rest)}"
        rest.remove(match)
    assert not rest, f"{kind}: read but not expected:\n{shown(rest)}"


def assert_value(name: str, found: object, expected: object) -> None:
    assert same(found, expected), f"{name}: {found!r} is not {expected!r}"


def same(found: object, expected: object) -> bool:
    """Equal; lists in any order, and dictionaries as far as `expected` goes."""
    if isinstance(expected, list) and isinstance(found, list):
        rest = list(found)
        for item in expected:
            match = next((f for f in rest if same(f, item)), None)
            if match is None:
                return False
            rest.remove(match)
        return not rest
    if isinstance(expected, dict) and isinstance(found, dict):
        return all(k in found and same(found[k], v) for k, v in expected.items())
    return found == expected


def shown(items: list[dict]) -> str:
    hidden = ("sources", "key", "id", "confidence", "language")
    return "\n".join(str({k: v for k, v in i.items() if k not in hidden}) for i in items)
