import pytest

from crawler.quote_marks import is_ornament, opens, unquoted, words_and_author, wraps


@pytest.mark.parametrize(
    ("text", "words", "author"),
    [
        ("“Great work, all of it.”", "Great work, all of it.", None),
        ("„Gute Arbeit, alles dicht.“", "Gute Arbeit, alles dicht.", None),
        ("« Très bon travail, merci. »", "Très bon travail, merci.", None),
        ("»Gute Arbeit, alles dicht.«", "Gute Arbeit, alles dicht.", None),
        ("”Bra jobbat, allt tätt.”", "Bra jobbat, allt tätt.", None),
        ('"Great work, all of it”.', "Great work, all of it", None),
        ("“Great work.” — Ann Lee, CEO", "Great work.", "Ann Lee, CEO"),
        ("Great work. – Ann Lee", "Great work.", "Ann Lee"),
        ("Great work - and then some more.", "Great work - and then some more.", None),
        ("“Great work, all of it.” Read more", "Great work, all of it.", None),
        ("It's “fine” and we're glad.", "It's “fine” and we're glad.", None),
    ],
)
def test_quotes_without_their_marks(text, words, author):
    assert words_and_author(text) == (words, author)


def test_marks_that_belong_together():
    assert wraps("“One whole quote, from here to there.”")
    assert not wraps('"Net" and "gross" are words for what "stays" and what "comes"')


def test_an_apostrophe_opens_nothing():
    assert not opens("’s Avonds zijn we open")
    assert opens("‘Warm en nuchter’")


def test_ornaments_and_cut_ends():
    assert is_ornament(" ❝ ")
    assert unquoted("'Fine'") == "Fine"
