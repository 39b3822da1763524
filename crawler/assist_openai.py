"""The assistant's reader through OpenAI's Responses API with structured output."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import ValidationError

from crawler.errors import AssistError
from crawler.suggested import Answer, Suggestions

if TYPE_CHECKING:
    from openai import OpenAI

TIMEOUT_SECONDS = 120.0
RETRIES = 2


class OpenAIReader:
    """Asks one model; nothing is stored at the vendor (`store=False`)."""

    def __init__(
        self, model: str, api_key: str, *, base_url: str | None = None, max_output_tokens: int
    ) -> None:
        self._model = model
        self._api_key = api_key
        self._base_url = base_url
        self._max_output_tokens = max_output_tokens

    def read(self, instructions: str, text: str) -> Answer:
        """What the model reports of `text`; AssistError when it reports nothing usable."""
        from openai import OpenAIError

        try:
            reply = self._client.responses.parse(
                model=self._model,
                instructions=instructions,
                input=text,
                text_format=Suggestions,
                max_output_tokens=self._max_output_tokens,
                store=False,
            )
        except OpenAIError as exc:
            raise AssistError(f"{self._model} could not be asked: {type(exc).__name__}") from exc
        except ValidationError as exc:
            raise AssistError(f"{self._model} gave no answer of the agreed form") from exc
        found = reply.output_parsed
        if found is None or reply.usage is None:
            raise AssistError(f"{self._model} gave no answer (status {reply.status})")
        return Answer(found, reply.usage.input_tokens, reply.usage.output_tokens)

    def close(self) -> None:
        """Close the connections to the vendor."""
        self._client.close()

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI

        return OpenAI(
            api_key=self._api_key,
            base_url=self._base_url,
            timeout=TIMEOUT_SECONDS,
            max_retries=RETRIES,
        )
