"""How many tokens a text is to the Realtime models (o200k_base), counted offline.

rs-bpe carries the table in the wheel and agrees with tiktoken, which would download it.
"""

from __future__ import annotations

from functools import lru_cache

from rs_bpe.bpe import openai


@lru_cache(maxsize=1)
def _tokenizer() -> openai.Tokenizer:
    return openai.o200k_base()


@lru_cache(maxsize=16_384)
def count_tokens(text: str) -> int:
    """Number of o200k_base tokens in `text`; remembered, because the same facts stand in every
    prompt.
    """
    return int(_tokenizer().count(text))
