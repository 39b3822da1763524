from __future__ import annotations

from datetime import UTC, datetime

from crawler.duplicates import Preference, duplicates
from crawler.pages_kept import FetchedPage

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def fetched(
    url: str, text: str = "", canonical: str | None = None, length: int = 500
) -> FetchedPage:
    return FetchedPage(
        url, NOW, canonical=canonical, title="T", text_hash=text or url, text_length=length
    )


def find(
    *pages: FetchedPage, mapped: set[str] | None = None, words: str = "same words"
) -> dict[str, str]:
    preference = Preference(frozenset({"/"}), frozenset(mapped or ()))
    by_url = {page.url: page for page in pages}
    return duplicates(by_url, lambda _: frozenset(words.split()), preference)


def test_twins_by_text_keep_the_better_address() -> None:
    assert find(fetched("/b/", "x"), fetched("/b", "x")) == {"/b/": "/b"}
    assert find(fetched("/b/", "x"), fetched("/b", "x"), mapped={"/b/"}) == {"/b": "/b/"}
    assert find(fetched("/b", "x"), fetched("/b?q=1", "x", "/b?q=1")) == {"/b": "/b?q=1"}
    assert find(fetched("/", "x"), fetched("/a", "x", "/a"), mapped={"/a"}) == {"/a": "/"}


def test_pages_with_hardly_any_text_are_not_told_apart_by_it() -> None:
    assert find(fetched("/a", "x", length=10), fetched("/b", "x", length=10)) == {}


def test_a_canonical_counts_when_the_pages_are_alike() -> None:
    pages = fetched("/a?sort=1", canonical="/a"), fetched("/a", canonical="/a")
    assert find(*pages) == {"/a?sort=1": "/a"}
    texts = {"/a?sort=1": frozenset({"all", "different"}), "/a": frozenset(["words"])}
    by_url = {page.url: page for page in pages}
    assert duplicates(by_url, texts.__getitem__, Preference(frozenset(), frozenset())) == {}


def test_canonical_loops_and_chains_end() -> None:
    loop = find(fetched("/a", canonical="/b"), fetched("/b", canonical="/a"))
    assert loop in ({"/a": "/b"}, {"/b": "/a"})
    chain = find(fetched("/a", canonical="/b"), fetched("/b", canonical="/c"), fetched("/c"))
    assert chain == {"/a": "/c", "/b": "/c"}
    ring = find(*(fetched(f"/{n}", canonical=f"/{(n + 1) % 3}") for n in range(3)))
    assert len(ring) == 2
    assert len(set(ring.values())) == 1
    assert find(fetched("/a", canonical="/gone")) == {}
