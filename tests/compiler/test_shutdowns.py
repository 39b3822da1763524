import datetime as dt
import json
from pathlib import Path

import pytest

from compiler.shutdowns import Shutdowns, lint_vendor, shutdowns
from compiler.voice import Voice
from crawler.assist_rules import AssistRules

CONTRACT = Path(__file__).parents[1] / "contracts" / "openapi_subset_strict.json"
TODAY = dt.date(2026, 11, 22)


def levels(role: str, model: str, day: dt.date) -> list[str]:
    return [finding.level for finding in lint_vendor({role: model}, day)]


@pytest.mark.parametrize(
    ("model", "day", "level"),
    [
        ("gpt-realtime", dt.date(2026, 6, 1), None),
        ("gpt-realtime", TODAY, "warning"),
        ("gpt-realtime", dt.date(2027, 1, 20), "error"),
        ("whisper-1", dt.date(2027, 2, 26), "error"),
        ("gpt-4o-realtime-preview-2024-12-17", TODAY, "error"),
        ("gpt-realtime-2.1", dt.date(2030, 1, 1), None),
    ],
)
def test_models(model: str, day: dt.date, level: str | None) -> None:
    assert levels("realtime", model, day) == ([level] if level else [])


@pytest.mark.parametrize(
    ("day", "level"),
    [
        (dt.date(2026, 12, 1), None),
        (dt.date(2027, 3, 1), "warning"),
        (dt.date(2027, 6, 1), "error"),
    ],
)
def test_voices(day: dt.date, level: str | None) -> None:
    known = shutdowns().model_copy(update={"voices": {"ballad": dt.date(2027, 5, 1)}})
    found = lint_vendor({"voice": "ballad"}, day, known)
    assert [f.level for f in found] == ([level] if level else [])
    assert all("ballad is switched off on 2027-05-01" in f.message for f in found)


def test_a_misspelt_voice_is_told() -> None:
    (found,) = lint_vendor({"voice": "marine"}, TODAY)
    assert (found.level, found.where) == ("warning", "voice")
    assert '"marine" is none of alloy, ash' in found.message


def test_what_we_choose_by_default_has_no_date() -> None:
    voice = Voice()
    models = {
        "realtime": voice.model,
        "transcription": voice.transcription_model,
        "assistant": AssistRules().model,
        "voice": voice.voice,
    }
    assert lint_vendor(models, TODAY) == ()


def test_the_offered_voices_are_the_published_ones() -> None:
    schemas = json.loads(CONTRACT.read_bytes())["components"]["schemas"]
    published = schemas["VoiceIdsShared"]["anyOf"][1]["enum"]
    assert sorted(published) == list(shutdowns().offered.voices)


def test_an_unknown_table_is_an_error() -> None:
    with pytest.raises(ValueError, match="sounds"):
        Shutdowns.model_validate({**shutdowns().model_dump(), "sounds": {}})
