import lxml.html
import pytest

from crawler.stars import element_stars, stars


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("★★★★☆", 4),
        ("⭐⭐⭐⭐⭐", 5),
        ("4,5 von 5 Sternen", 4.5),
        ("9/10", 4.5),
        ("Rated 5.00 out of 5", 5),
        ("4.9", None),
        ("24/7", None),
        ("7/5", None),
    ],
)
def test_stars(text, rating):
    assert stars(text) == rating


@pytest.mark.parametrize(
    ("html", "rating"),
    [
        ('<div><span aria-label="5 estrellas"></span></div>', 5),
        ('<div><span data-rating="4.5"></span></div>', 4.5),
        ("<div>" + '<i class="fas fa-star"></i>' * 4 + '<i class="far fa-star"></i></div>', 4),
        ('<div><img alt="3 happy dogs"></div>', None),
        ('<div><i class="star"></i></div>', None),
    ],
)
def test_stars_of_labels_and_icons(html, rating):
    assert element_stars(lxml.html.fragment_fromstring(html)) == rating
