import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.neutral import neutral, sentence_spans, whole_sentences

TRICKS = st.sampled_from(
    [
        "<", ">", "</facts>", "<|im_start|>", "{{", "}}", "{%", "```", "###", "---", "***", "|",
        "[", "]", "\\", "\n", "\r", "\t", "\u2028", "\u200b", "\u202e", "\ufe0f", "\U000e0041",
        "\x00",
        "system:", "Assistant :", "＜", "｛", "．", "- ", ". ", "! ", "é", "ß", "日本", "🙂",
        "$1,000",
    ]
)  # fmt: skip
HOSTILE = st.lists(st.one_of(TRICKS, st.text(max_size=6)), max_size=30).map("".join)


@given(HOSTILE, st.integers(0, 200))
def test_nothing_that_closes_a_block_or_opens_a_role_survives(text: str, limit: int) -> None:
    said = neutral(text, limit)
    assert len(said) <= limit
    assert not set("<>`{}[]|\\\n\r\t\u2028\u2029\u200b\u202e\x00") & set(said)
    assert not re.search(r"[-–—=_~*#+]{3}|[*#~]{2}", said)
    assert not re.search(r"(?i)(?<!\w)(?:system|assistant|user)\s*:", said)
    assert said == said.strip()


@given(HOSTILE, st.integers(0, 200))
def test_idempotent(text: str, limit: int) -> None:
    once = neutral(text, limit)
    assert neutral(once, limit) == once


@given(st.text(alphabet="ab .!?", max_size=80), st.integers(0, 40))
def test_never_cut_inside_a_sentence(text: str, limit: int) -> None:
    said = whole_sentences(text, limit)
    assert text.startswith(said)
    assert len(said) <= limit or said == text
    if said not in ("", text):
        assert said[-1] in ".!?" or text[len(said) :].isspace()


@pytest.mark.parametrize(
    "text",
    [
        "Prix : à partir de 1 200 € — soit 100 €/mois, œuvre comprise.",
        "Größe & Übung: „gut“ (90 %), 8:30–17:30 Uhr",
        "Zażółć gęślą jaźń, C# i ~30 minut",
        "¿Cuánto cuesta? ¡Desde 49,90 €!",
        "مرحبا بكم في شركتنا",
        'Rated 4.9/5 – it\'s "great" 🙂',
    ],
)
def test_honest_text_stays(text: str) -> None:
    assert neutral(text, 200) == text


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("One. Two is longer. Three.", 20, "One. Two is longer."),
        ("No end at all in this one", 10, ""),
        ("Done!", 5, "Done!"),
        ("By Dr. Who at 5 p.m. and more. Then.", 32, "By Dr. Who at 5 p.m. and more."),
        ("By Dr. Who at 5 p.m. and more. Then.", 22, ""),
        ("He said “yes.” Then no.", 16, "He said “yes.”"),
        ("Kurs. Der Preis beträgt 400 Euro inkl. MwSt. und Essen.", 45, "Kurs."),
        ("Kurs. Ein Kurs von Prof. Weiß aus Bonn.", 28, "Kurs."),
        ("Hello. We are Acme Inc. Since 1998 we forge.", 26, "Hello."),
        ("Am 5. Mai geht es los. Dann weiter.", 24, "Am 5. Mai geht es los."),
        ("Zobacz np. Kraków albo tzw. Miasto. Dalej.", 36, "Zobacz np. Kraków albo tzw. Miasto."),
        (
            "We teach AI. Then we build with PHP. And so on.",
            38,
            "We teach AI. Then we build with PHP.",
        ),
        ("Ask us. Or come.", 10, "Ask us."),
        ("Мы учим вас. Потом вы сами.", 15, "Мы учим вас."),
        ("私たちは京都で教えています。全員が参加できます。", 16, "私たちは京都で教えています。"),
        ("我们教课！你好。", 5, "我们教课！"),
        ("هل تدرسون؟ نعم ندرس", 12, "هل تدرسون؟"),
    ],
)
def test_whole_sentences(text: str, limit: int, kept: str) -> None:
    assert whole_sentences(text, limit) == kept


@given(st.text(alphabet="aB .!?。5", max_size=60))
def test_sentences_hold_every_word(text: str) -> None:
    spans = sentence_spans(text)
    outside = "".join(text[a:b] for (_, a), (b, _) in pairwise([(0, 0), *spans, (len(text),) * 2]))
    assert all(start < end for start, end in spans)
    assert outside.strip() == ""
