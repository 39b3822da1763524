"""Profiles on social networks, told from shares, posts and other people's profiles."""

import pytest

from crawler.social import is_profile, profiles, tidy
from tests.crawler.reading_pages import document


@pytest.mark.parametrize(
    "href",
    [
        "https://www.facebook.com/acme.web/",
        "https://de-de.facebook.com/acme",
        "https://www.facebook.com/profile.php?id=100012345",
        "https://facebook.com/p/Acme-10001",
        "http://instagram.com/acme",
        "https://www.linkedin.com/company/acme/about/",
        "https://twitter.com/acme",
        "https://x.com/@acme",
        "https://www.youtube.com/@acme/videos",
        "https://www.youtube.com/channel/UC123",
        "https://www.tiktok.com/@acme",
        "https://www.pinterest.co.uk/acme/",
        "https://www.xing.com/pages/acme",
        "https://bsky.app/profile/acme.example",
    ],
)
def test_profiles(href: str) -> None:
    assert is_profile(href)


@pytest.mark.parametrize(
    "href",
    [
        "https://www.facebook.com/sharer/sharer.php?u=x",
        "https://www.facebook.com/",
        "https://www.facebook.com/profile.php",
        "https://www.facebook.com/tr?id=1",
        "https://www.instagram.com/p/Cxyz/",
        "https://www.instagram.com/reel/x/",
        "https://www.linkedin.com/shareArticle?url=x",
        "https://twitter.com/intent/tweet?text=x",
        "https://x.com/acme/status/12345",
        "https://www.youtube.com/watch?v=abc",
        "https://youtu.be/abc",
        "https://www.facebook.com/yourpage",
        "https://instagram.com/squarespace",
        "https://vimeo.com/123456",
        "/facebook",
        "#",
        "https://[bad",
    ],
)
def test_no_profiles(href: str) -> None:
    assert not is_profile(href)


def test_tracking_goes() -> None:
    assert tidy("http://instagram.com/acme?igshid=1") == "https://instagram.com/acme"
    kept = "https://facebook.com/profile.php?id=5"
    assert tidy(kept) == kept


def test_the_builder_of_the_site_is_left_out() -> None:
    html = (
        '<footer><a href="https://instagram.com/acme"></a> Website by '
        '<a href="https://instagram.com/agency">Agency</a></footer>'
    )
    assert [c.value for c in profiles(document(html))] == ["https://instagram.com/acme"]


def test_people_count_less_than_the_company() -> None:
    html = '<main><a href="https://www.linkedin.com/in/jane-roe">in</a></main>'
    (person,) = profiles(document(html, url="https://example.com/about/"))
    assert person.weight < 0.4
