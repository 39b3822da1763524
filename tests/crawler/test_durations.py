"""Lengths of services in labels and sentences."""

from __future__ import annotations

import pytest

from crawler.durations import duration_of, shared_duration, stated_duration


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        ("A lesson takes 55 minutes.", "en", "55 minutes"),
        ("You bring the dog. Length: about 90 minutes.", "en", "90 minutes"),
        ("Eine Behandlung dauert etwa 60 Minuten.", "de", "60 Minuten"),
        ("La séance dure environ 45 minutes, au calme.", "fr", "45 minutes"),
        ("Cada sesión dura 50 minutos.", "es", "50 minutos"),
        ("La seduta dura circa 1 ora.", "it", "1 ora"),
        ("Een les duurt 55 minuten.", "nl", "55 minuten"),
        ("Ett besök tar ungefär 30 minuter.", "sv", "30 minuter"),
        ("En behandling varer cirka 45 minutter.", "da", "45 minutter"),
    ],
)
def test_a_sentence_states_how_long_a_sitting_takes(text: str, language: str, length: str) -> None:
    assert stated_duration(text, language) == length


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The results last 6 weeks.", "en"),
        ("After a lesson. The bus takes 20 minutes.", "en"),
        ("Der Versand dauert 3 Tage.", "de"),
        ("A lesson takes patience.", "en"),
        ("We answer within 24 hours.", "en"),
    ],
)
def test_other_spans_of_time_are_no_length(text: str, language: str) -> None:
    assert stated_duration(text, language) is None


def test_only_what_is_said_of_each_is_shared() -> None:
    assert shared_duration("All lessons take 55 minutes.", "en") == "55 minutes"
    assert shared_duration("Jede Behandlung dauert 50 Minuten.", "de") == "50 Minuten"
    assert shared_duration("The first lesson takes 55 minutes.", "en") is None


def test_a_label_gives_its_duration() -> None:
    assert duration_of("60 min · online", "en") == "60 min"


def test_how_soon_somebody_answers_is_no_duration() -> None:
    assert duration_of("We reply within 24 hours", "en") is None
    assert duration_of("Wir antworten in 48 Stunden", "de") is None
    assert duration_of("Ready within 2 weeks", "en") == "2 weeks"
    assert duration_of("24 hours on call", "en") == "24 hours"
