"""Cleaning of characters: what goes, what stays, and that twice is once."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.text import clean, is_plain, squeeze

GONE = {"Cf", "Cc", "Co", "Cn", "Cs"}
JOINERS = "\u200c\u200d"


@given(st.text())
@example("e\u200b\u0301")
@example("\ufdfa\u200d\u0661")
@example("1½²³")
@example("2º\u200bxº\u0301 1.ºª 3.ª")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    for c in clean(text):
        assert c in "\n\t" or c in JOINERS or unicodedata.category(c) not in GONE
        assert not 0xFE00 <= ord(c) <= 0xFE0F
        assert not 0xE0000 <= ord(c) <= 0xE01EF


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=40), st.sampled_from(JOINERS))
def test_joiners_go_from_latin_text(text: str, joiner: str) -> None:
    assert joiner not in clean(joiner.join(text))


@given(st.text())
def test_plain_text_is_left_alone(text: str) -> None:
    if is_plain(text):
        assert clean(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Straße, Größe, Übermut – „gut“ und ‚schön‘",
        "Noël, garçon, œuvre, l’été, « à bientôt »",
        "Zażółć gęślą jaźń",
        "¿Cuánto cuesta? ¡Señor! Más información",
        "Olá, coração, não",
        "مرحبا بالعالم",
        "नमस्ते दुनिया",
        "Γειά σου Κόσμε",
        "Добрий день, їжак",
        "今日は良い天気",
        "👍🏽 👩‍👩‍👧 🇫🇷 ✓ ★★★★☆",
        "می‌خواهم",
        "क्‍ष",
        "€ 1.299,00 · 49 zł · ₹ 2,500 · £30",
        "C/ Uría 45, 2.º izq. · 3ª planta · 4ºB · nº 7 · Mª Luisa · Av. 2.ªA",
    ],
)
def test_real_text_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("ig\u200bnore", "ignore"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u202eevil\u202c", "evil"),
        ("A\U000e0041\U000e0042B", "AB"),
        ("❤\ufe0f", "❤"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("𝐛𝐨𝐥𝐝", "bold"),
        ("ﬁne", "fine"),
        ("ignºre", "ignore"),
        ("pªss", "pass"),
        ("It\x92s", "It’s"),
        ("l´eau", "l'eau"),
        ("1½ hours", "1 1/2 hours"),
        ("½ day", "1/2 day"),
        ("49⁹⁹ €", "49.99 €"),
        ("100 m²", "100 m2"),
        ("300¹", "300 1"),
        ("a\x00b", "a b"),
        ("a\u00a0b", "a b"),
        ("ㅤ\u3164x", "x"),
    ],
)
def test_disguises_come_off(given: str, cleaned: str) -> None:
    assert clean(given).strip() == cleaned


def test_squeeze_makes_one_line() -> None:
    assert squeeze("  a\n\t b\u2028c  ") == "a b c"
