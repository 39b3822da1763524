"""What a language model reports of a page: the schema of its answer."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict


class _Suggested(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SuggestedService(_Suggested):
    """A service as a model reports it."""

    name: str
    description: str | None


class SuggestedPrice(_Suggested):
    """A price as a model reports it; the amount is read from `words` by our own rules."""

    name: str
    service: str | None
    words: str
    features: list[str]


class SuggestedFaq(_Suggested):
    """A question as a model reports it."""

    question: str
    answer: str


class SuggestedTestimonial(_Suggested):
    """A testimonial as a model reports it."""

    quote: str
    author: str | None
    role: str | None
    company: str | None


class Suggestions(_Suggested):
    """All that a model reports of one page."""

    services: list[SuggestedService]
    prices: list[SuggestedPrice]
    faq: list[SuggestedFaq]
    testimonials: list[SuggestedTestimonial]


@dataclass(frozen=True)
class Answer:
    """A model's answer about one page."""

    suggestions: Suggestions
    input_tokens: int
    output_tokens: int
