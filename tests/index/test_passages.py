from dataclasses import dataclass

from index.passages import merge_near_duplicates

LONG = " ".join(f"word{n}" for n in range(60))


@dataclass(frozen=True)
class Text:
    text: str


def kept(*texts: str) -> list[str]:
    return [found.text for found in merge_near_duplicates([Text(text) for text in texts])]


def test_the_longer_of_two_nearly_equal_texts_stays() -> None:
    assert kept(LONG, f"intro {LONG}") == [f"intro {LONG}"]
    assert kept(LONG, LONG) == [LONG]


def test_one_different_name_keeps_both() -> None:
    texts = [f"{LONG} in Bergen", f"{LONG} in Oslo"]
    assert kept(*texts) == texts


def test_one_different_number_keeps_both() -> None:
    texts = [f"{LONG} for 10", f"{LONG} for 12"]
    assert kept(*texts) == texts


def test_order_stays() -> None:
    assert kept("b b b b b", "a a a a a", "") == ["b b b b b", "a a a a a", ""]
