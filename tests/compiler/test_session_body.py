import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from compiler.errors import ShelfError
from compiler.release import Draft, Release, Shelf
from compiler.session_body import client_secret_body, session_body
from compiler.voice import Voice

CONTRACT = Path(__file__).parents[1] / "contracts" / "openapi_subset_strict.json"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, draft: Draft) -> Release:
    return added(tmp_path_factory.mktemp("shelf"), draft)


def added(root: Path, draft: Draft) -> Release:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Shelf(root).add(
        draft, report={}, parent=None, created_at=now, seen={}, derive=lambda _: None
    )


def assert_valid(body: object, name: str) -> None:
    components = json.loads(CONTRACT.read_bytes())["components"]
    schema = {"$ref": f"#/components/schemas/{name}", "components": components}
    jsonschema.Draft202012Validator(schema).validate(body)


@pytest.mark.parametrize("goal", ["discovery-call", "information", "support"])
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_body_follows_the_published_contract(
    release: Release, goal: str, language: str
) -> None:
    body = session_body(release, goal, language)
    assert_valid(body, "RealtimeSessionCreateRequestGA")
    assert_valid(client_secret_body(body), "RealtimeCreateClientSecretRequest")


def test_the_contract_refuses_beta_fields(release: Release) -> None:
    body = session_body(release, "support", "en") | {"temperature": 0.8}
    with pytest.raises(jsonschema.ValidationError):
        assert_valid(body, "RealtimeSessionCreateRequestGA")


@pytest.mark.parametrize("off", [{"noise_reduction": ""}, {"transcription_model": ""}])
def test_what_is_switched_off_is_left_out(
    tmp_path: Path, draft: Draft, off: dict[str, str]
) -> None:
    body = session_body(
        added(tmp_path, replace(draft, voice=Voice.model_validate(off))), "support", "en"
    )
    assert_valid(body, "RealtimeSessionCreateRequestGA")
    left_out = {"noise_reduction": "noise_reduction", "transcription_model": "transcription"}
    assert left_out[next(iter(off))] not in body["audio"]["input"]


def test_secrets_live_for_a_minute(release: Release) -> None:
    body = client_secret_body(session_body(release, "support", "en"))
    assert body["expires_after"] == {"anchor": "created_at", "seconds": 60}


def test_instructions_and_tools_are_those_of_the_release(release: Release) -> None:
    body = session_body(release, "information", "fr")
    assert body["instructions"] == release.instructions["information.fr.A"]
    assert body["tools"] == list(release.tools)
    assert "prompt" not in body
    assert "tracing" not in body


def test_names_help_the_transcription(release: Release) -> None:
    hearing = session_body(release, "support", "es")["audio"]["input"]["transcription"]
    assert hearing["languages"] == ["es"]
    assert hearing["keywords"][0] == "Quillhaven"
    assert len(hearing["keywords"]) == len(set(hearing["keywords"])) <= 24


def test_the_same_call_gives_the_same_bytes(release: Release) -> None:
    first, second = (json.dumps(session_body(release, "support", "en")) for _ in range(2))
    assert first == second


def test_unknown_instructions_name_those_that_there_are(release: Release) -> None:
    with pytest.raises(ShelfError, match=r'no instructions "sell.en.A" in release r-.*support'):
        session_body(release, "sell", "en")


def test_voice_and_limits_are_those_of_the_release(tmp_path: Path, draft: Draft) -> None:
    voice = Voice(model="gpt-realtime-2.1-mini", voice="cedar", max_output_tokens=300)
    release = added(tmp_path, replace(draft, voice=voice))
    body = session_body(release, "support", "en", fallback=Voice(voice="ash"))
    assert body["model"] == "gpt-realtime-2.1-mini"
    assert body["audio"]["output"]["voice"] == "cedar"
    assert body["max_output_tokens"] == 300


def test_a_release_of_format_1_takes_the_voice_that_it_is_given(
    tmp_path: Path, draft: Draft
) -> None:
    folder = added(tmp_path, draft).folder
    manifest = json.loads((folder / "manifest.json").read_bytes()) | {"format_version": 1}
    del manifest["voice"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    old = Shelf(tmp_path).open(folder.name)
    body = session_body(old, "support", "en", fallback=Voice(voice="ash"))
    assert body["audio"]["output"]["voice"] == "ash"
