import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexicon import languages, lexicon
from index.words import WEAK, folded, stem, stems, stopwords, terms_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'offre d'essai", ["l", "offre", "d", "essai"]),
        ("10,000 and 1.290 €", ["10000", "and", "1290"]),
        ("Don’t PAY", ["don", "t", "pay"]),
        ("one-on-one", ["one", "on", "one"]),
        ("ﬁnance №5", ["finance", "no5"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("prices", "price", "en"),
        ("Preise", "Preis", "de"),
        ("tarifs", "tarif", "fr"),
        ("precios", "precio", "es"),
        ("prezzi", "prezzo", "it"),
        ("preços", "preço", "pt"),
        ("cursussen", "cursus", "nl"),
        ("cenami", "cena", "pl"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str, language: str) -> None:
    assert stem(one.casefold(), language) == stem(other.casefold(), language)


def test_stop_words_with_apostrophes_say_nothing_in_halves() -> None:
    assert {"don", "t", "ll"} <= stopwords("en")
    assert stems("I don't know what you'll charge", "en") == ["charg"]
    assert "qu" in stopwords("fr")


def test_a_term_knows_other_words_for_the_same() -> None:
    (term,) = terms_of("television", "en", ["en"])
    assert stem("tv", "en") in term.kin
    assert term.weight == 1


def test_a_question_in_another_language_meets_the_sites_words() -> None:
    (term,) = terms_of("garantía", "es", ["de"])
    assert stem("garantie", "de") in term.kin


def test_words_that_shape_a_question_count_less() -> None:
    weights = {term.word: term.weight for term in terms_of("refund policy", "en", ["en"])}
    assert weights == {"refund": 1, "policy": WEAK}


@pytest.mark.parametrize("tag", languages())
def test_every_lexicon_is_whole(tag: str) -> None:
    words, english = lexicon(tag), lexicon("en")
    for part in ("sentences", "labels", "periods", "asks"):
        assert set(getattr(words, part)) == set(getattr(english, part)), part
    assert set(words.variants) == set(english.variants)
    slots = dict.fromkeys(("name", "amount", "amount_max", "period", "service", "values"), "x")
    slots |= dict.fromkeys(
        ("items", "duration", "audience", "quote", "description", "company"), "x"
    )
    for form in (*words.sentences.values(), *words.labels.values()):
        assert "{" not in form.format(**slots)
    for forms in words.variants.values():
        assert all("{" not in form.format(**slots) for form in forms)
    assert stem("probe", tag)


def test_a_language_without_a_lexicon_is_read_as_english() -> None:
    assert lexicon("xx").language == "en"
    assert lexicon(None).language == "en"


@given(st.text(max_size=40))
def test_any_text_has_stems(text: str) -> None:
    for tag in ("en", "pl"):
        assert all(stems(text, tag))
    assert folded(folded(text)) == folded(text) or text
