"""The path of a page, from a URL that may be anything."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.records import Source


def first_path(sources: Sequence[Source]) -> str:
    """Path of the first source without outer slashes; "" for the home page and for no URL."""
    return path_of(sources[0].url) if sources else ""


def path_of(url: str) -> str:
    """Path of `url` without outer slashes; "" for what is no URL."""
    try:
        return urlsplit(url).path.strip("/")
    except ValueError:
        return ""
