import pytest

from compiler.tokens import count_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    # counted with tiktoken 0.12, o200k_base
    [("", 0), ("Hello world", 2), ("hello hello", 2), ("$15,000", 4)],
)
def test_o200k(text: str, tokens: int) -> None:
    assert count_tokens(text) == tokens


def test_special_tokens_are_plain_text() -> None:
    assert count_tokens("<|endoftext|>") > 1
