"""The peer answers as the vendor publishes it; its replies fit the vendor's schema."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest

from compiler.session_body import client_secret_body, session_body
from tests.server.conftest import Bench

CONTRACT = json.loads(Path("tests/contracts/openapi_subset_strict.json").read_text())


LOOSER = {"session.prompt", "session.max_output_tokens", "session.type"}
"""What the schema allows although it shuts down, is out of range, or is of no use to us."""


def schema(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", "components": CONTRACT["components"]}


def post(peer_url: str, body: Any, key: str = "sk-any") -> httpx2.Response:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx2.post(f"{peer_url}/realtime/client_secrets", json=body, headers=headers)


@pytest.fixture
def body(bench: Bench) -> dict[str, Any]:
    return client_secret_body(session_body(bench.release(), "discovery-call", "en"))


def test_the_reply_is_the_published_one(peer_url: str, body: dict[str, Any]) -> None:
    reply = post(peer_url, body)
    assert reply.status_code == 200
    jsonschema.validate(reply.json(), schema("RealtimeCreateClientSecretResponse"))
    assert reply.json()["value"].startswith("ek_")
    assert 55 < reply.json()["expires_at"] - time.time() <= 60
    assert reply.json()["session"]["instructions"] == body["session"]["instructions"]


def test_every_secret_is_another(peer_url: str, body: dict[str, Any]) -> None:
    assert len({post(peer_url, body).json()["value"] for _ in range(5)}) == 5


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("session.voice", "marin"),
        ("session.temperature", 0.8),
        ("session.modalities", ["audio"]),
        ("session.input_audio_format", "pcm16"),
        ("session.audio.output.voise", "marin"),
        ("session.prompt", {"id": "pmpt_1"}),
        ("session.max_output_tokens", 5000),
        ("session.type", "transcription"),
        ("expires_after.seconds", 5),
        ("ephemeral", True),
    ],
)
def test_peer_and_contract_refuse_the_same(
    peer_url: str, body: dict[str, Any], path: str, value: Any
) -> None:
    *parents, last = path.split(".")
    place = body
    for parent in parents:
        place = place[parent]
    place[last] = value
    reply = post(peer_url, body)
    assert reply.status_code == 400
    error = reply.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["type"] == "invalid_request_error"
    if path not in LOOSER:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(body, schema("RealtimeCreateClientSecretRequest"))


def test_a_wrong_key_or_body_is_an_error_object(peer_url: str, body: dict[str, Any]) -> None:
    refused = post(peer_url, body, key="nope")
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "invalid_api_key")
    headers = {"Authorization": "Bearer sk-any"}
    garbage = httpx2.post(f"{peer_url}/realtime/client_secrets", content=b"{", headers=headers)
    assert garbage.status_code == 400
