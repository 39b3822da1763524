from pathlib import Path

import numpy as np
import pytest

from index.chunks import Chunk
from index.errors import DamagedIndexError
from index.lexical import Lexical, closeness
from index.words import terms_of


def chunk(text: str, language: str = "en", **more: object) -> Chunk:
    return Chunk.model_validate(
        {"id": text[:8], "kind": "passage", "text": text, "language": language, **more}
    )


GERMAN = [
    chunk("Die Reparatur des Bootsmotors dauert zwei Tage.", "de"),
    chunk("Wir lackieren den Rumpf im Winter.", "de"),
    chunk("Die Garantie gilt zehn Jahre.", "de", title="Gewährleistung"),
]


def best(lexical: Lexical, question: str, language: str) -> int:
    words = lexical.search(terms_of(question, language, lexical.languages))
    return int(words.total.argmax())


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("lackierte Rümpfe", 1),
        ("Motor", 0),
        ("reparieren", 0),
        ("Gewährleistung", 2),
        ("Garantien", 2),
    ],
)
def test_inflected_compound_and_related_words_are_found(question: str, row: int) -> None:
    assert best(Lexical.of(GERMAN), question, "de") == row


def test_a_question_in_another_language_finds_the_concept() -> None:
    assert best(Lexical.of(GERMAN), "is there a guarantee?", "en") == 2


def test_a_word_of_the_site_is_known_and_the_rarer_the_heavier() -> None:
    lexical = Lexical.of([chunk("boat one"), chunk("boat two"), chunk("boat sail")])
    words = lexical.search(terms_of("boat sail helicopter", "en", ["en"]))
    assert words.known.tolist() == [True, True, False]
    assert words.idf[0] < words.idf[1] < words.idf[2]


def test_it_survives_saving(tmp_path: Path) -> None:
    made = Lexical.of(GERMAN)
    made.save(tmp_path / "lexical")
    loaded = Lexical.load(tmp_path / "lexical", len(GERMAN))
    terms = terms_of("Motor Garantie", "de", ["de"])
    np.testing.assert_array_equal(made.search(terms).total, loaded.search(terms).total)
    assert loaded.languages == ("de",)


def test_a_damaged_folder_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "lexical"
    with pytest.raises(DamagedIndexError):
        Lexical.load(folder, 3)
    Lexical.of(GERMAN).save(folder)
    with pytest.raises(DamagedIndexError, match="other chunks"):
        Lexical.load(folder, 4)
    for file in sorted(folder.iterdir()):
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(DamagedIndexError):
            Lexical.load(folder, 3)
        file.write_bytes(whole)


@pytest.mark.parametrize("chunks", [[], [chunk("the of and")], [chunk("")]])
def test_a_site_without_words_answers_nothing(chunks: list[Chunk], tmp_path: Path) -> None:
    lexical = Lexical.of(chunks)
    lexical.save(tmp_path / "lexical")
    again = Lexical.load(tmp_path / "lexical", len(chunks))
    words = again.search(terms_of("boat price", "en", ["en"]))
    assert words.total.shape == (len(chunks),)
    assert not words.total.any()


def test_a_question_without_words_scores_nothing() -> None:
    assert not Lexical.of(GERMAN).search(()).total.any()


def test_closeness_of_spellings() -> None:
    assert closeness("motor", "bootsmotor", 4) >= 0.6
    assert closeness("logo", "solo", 1) < 0.5
