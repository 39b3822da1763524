"""The GPT-Live session body against the published types of the vendor's SDK."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openai.types.live.client_event import ClientEvent
from openai.types.live.media_session_config_param import MediaSessionConfigParam
from pydantic import TypeAdapter

from compiler.emitters import EMITTERS
from compiler.errors import PromptError, ShelfError
from compiler.live_body import CLIENT_EVENTS, live_body, live_words
from compiler.page import split_facts
from compiler.release import Draft, Release, Shelf
from compiler.tokens import count_tokens
from compiler.voice import Voice

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LIVE_LIMIT = 16_384
"""Tokens of instructions that the API takes."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"))


def added(shelf: Shelf, draft: Draft) -> Release:
    return shelf.add(draft, report={}, parent=None, created_at=NOW, seen={}, derive=lambda _: None)


@pytest.fixture(scope="module")
def release(shelf: Shelf, draft: Draft) -> Release:
    return added(shelf, draft)


@pytest.mark.parametrize("goal", ["discovery-call", "information", "support"])
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_body_follows_the_published_types(release: Release, goal: str, language: str) -> None:
    body = live_body(release, goal, language)
    read = TypeAdapter(MediaSessionConfigParam).validate_python(body, strict=False)
    assert json.loads(json.dumps(read, default=list)) == body, "a field that the types do not know"
    assert count_tokens(body["instructions"]) < LIVE_LIMIT


def test_the_types_notice_a_field_of_the_other_api(release: Release) -> None:
    body = live_body(release, "support", "en") | {"truncation": "auto"}
    read = TypeAdapter(MediaSessionConfigParam).validate_python(body)
    assert "truncation" not in read


def test_facts_and_tools_are_the_backends(release: Release) -> None:
    body = live_body(release, "discovery-call", "en")
    voice, backend = body["instructions"], body["delegation"]["responses"]
    _, facts = split_facts(release.instructions["discovery-call.en.A"])
    assert facts in backend["instructions"]
    assert "12,800" not in voice
    assert "Quillhaven" in voice
    named = [tool["name"] for tool in backend["tools"]]
    assert named == ["lookup_knowledge", "capture_lead", "book_discovery_call", "end_call"]
    assert "set_phase" not in json.dumps(body)


@pytest.mark.parametrize("goal", ["discovery-call", "information", "support"])
def test_the_voice_speaks_of_no_tool_by_name(release: Release, goal: str) -> None:
    voice = live_body(release, goal, "en")["instructions"]
    assert [tool["name"] for tool in release.tools if tool["name"] in voice] == []
    assert '"book discovery call"' in voice


def test_the_policies_keep_the_vendors_headings(release: Release) -> None:
    voice = live_body(release, "support", "fr")["instructions"]
    for heading in ("Backchannel policy:", "Interruption policy:", "Delegation policy:"):
        assert f"\n{heading}" in voice


def test_the_browser_cannot_rewrite_the_session(release: Release) -> None:
    body = live_body(release, "support", "en")
    allowed = body["client"]["data_channel"]["allowed_client_events"]
    assert allowed == list(CLIENT_EVENTS)
    assert not {e for e in allowed if "update" in e or "append" in e or "start" in e}
    known = TypeAdapter(ClientEvent).json_schema()
    assert all(f'"{event}"' in json.dumps(known) for event in allowed)


def test_voice_and_limits_come_from_the_release(shelf: Shelf, draft: Draft) -> None:
    other = Voice(voice="cedar", max_output_tokens=700)
    body = live_body(added(shelf, replace(draft, voice=other)), "support", "en")
    assert body["audio"]["output"]["voice"] == "cedar"
    assert body["delegation"]["responses"]["max_output_tokens"] == 700


@pytest.mark.parametrize("name", ["realtime", "live"])
def test_emitters_take_one_release_and_repeat_themselves(release: Release, name: str) -> None:
    emit = EMITTERS[name]
    assert json.dumps(emit(release, "support", "en")) == json.dumps(emit(release, "support", "en"))
    with pytest.raises(ShelfError, match=r'no instructions "sell.en.A"'):
        emit(release, "sell", "en")


@pytest.mark.parametrize("lost", ["company", "backend", "{tools}"])
def test_a_slip_in_its_words_is_one_line(
    lost: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = Path("prompts/live.toml").read_text("utf-8").replace(lost, "x")
    (tmp_path / "live.toml").write_text(words, "utf-8")
    monkeypatch.setattr("compiler.live_body.files", lambda _: tmp_path)
    live_words.cache_clear()
    with pytest.raises(PromptError, match=r"^prompts/live\.toml: .*company, policies"):
        live_words()
    live_words.cache_clear()
