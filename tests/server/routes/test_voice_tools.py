"""The relay of tool calls, and the session that authorises it."""

import json
from datetime import timedelta

from server.app import create_app
from tests.server.conftest import NOW, Bench, Serve
from tests.server.routes.visitor import LOOKUP, bearer, mint, problem


def test_a_lookup_answers_from_the_sessions_own_release(bench: Bench, serve: Serve) -> None:
    first = bench.publish(bench.release("900"))
    client, _ = serve()
    minted = mint(client).get_json()
    bench.publish(bench.release("950"))
    reply = client.post(LOOKUP, json={"query": "workshop price"}, headers=bearer(minted))
    assert reply.status_code == 200
    answer = reply.get_json()
    assert answer["answered"] is True
    assert "900" in json.dumps(answer["results"])
    assert "950" not in json.dumps(answer["results"])
    assert minted["release"] == first.id


def test_a_lookup_needs_a_session(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, web = serve()
    body = {"query": "price"}
    assert problem(client.post(LOOKUP, json=body)) == (401, "session_unknown")
    for authorization in ("Bearer x", "Basic abc", "Bearer", "Bearer  "):
        reply = client.post(LOOKUP, json=body, headers={"Authorization": authorization})
        assert problem(reply) == (401, "session_unknown")
    minted = mint(client).get_json()
    late = create_app(bench.settings, web, clock=lambda: NOW + timedelta(days=900)).test_client()
    assert problem(late.post(LOOKUP, json=body, headers=bearer(minted))) == (410, "session_ended")


def test_an_unknown_tool_or_argument_is_refused(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve()
    headers = bearer(mint(client).get_json())
    reply = client.post("/api/voice/tools/delete_everything", json={}, headers=headers)
    assert problem(reply) == (404, "tool_unknown")
    for body in (
        {},
        {"query": ""},
        {"query": "x" * 2000},
        {"query": "a", "sql": "b"},
        {"query": 1},
    ):
        assert problem(client.post(LOOKUP, json=body, headers=headers)) == (400, "bad_request")


def test_a_session_that_ended_looks_nothing_up(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve()
    headers = bearer(mint(client).get_json())
    for event in ({"event": "connected", "call_id": "rtc_1"}, {"event": "heartbeat"}):
        assert client.post("/api/voice/session", json=event, headers=headers).status_code == 200
    ended = {"event": "ended", "reason": "visitor"}
    assert client.post("/api/voice/session", json=ended, headers=headers).status_code == 200
    reply = client.post(LOOKUP, json={"query": "price"}, headers=headers)
    assert problem(reply) == (410, "session_ended")
    assert problem(client.post("/api/voice/session", json=ended, headers=headers)) == (
        410,
        "session_ended",
    )
