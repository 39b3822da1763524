"""Minting a session."""

import time

from pydantic import SecretStr
from sqlalchemy import select

from server.db.engine import reading
from server.db.tables import sessions
from server.realtime import OpenAIRealtime
from tests.server.conftest import NOW, ORIGIN, Bench, Serve
from tests.server.routes.visitor import mint, problem


def test_a_mint_carries_the_live_release(bench: Bench, serve: Serve) -> None:
    release = bench.publish(bench.release())
    client, _ = serve()
    reply = mint(client)
    assert reply.status_code == 200
    minted = reply.get_json()
    assert set(minted) == {
        "token",
        "expires_at",
        "session_id",
        "session_key",
        "call_url",
        "model",
        "release",
        "max_seconds",
    }
    assert minted["release"] == release.id
    assert minted["token"].startswith("ek_")
    assert 0 < minted["expires_at"] - time.time() <= 60
    assert minted["call_url"].endswith("/v1/realtime/calls")
    assert (minted["model"], minted["max_seconds"]) == ("gpt-realtime-2.1", 480)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Origin" in reply.headers["Vary"]
    with reading(bench.services.engine) as connection:
        row = connection.execute(select(sessions)).mappings().one()
    assert (row["id"], row["release_id"], row["state"]) == (
        minted["session_id"],
        release.id,
        "minted",
    )


def test_the_visitors_language_is_taken_where_there_is_one(bench: Bench, serve: Serve) -> None:
    release = bench.publish(bench.release())
    client, web = serve()
    for asked, got in (("de-CH", "de"), ("en", "en"), ("fr", "en"), ("", "en"), (None, "en")):
        key = mint(client, language=asked).get_json()["session_key"]
        assert web.mint.keys.read(key, now=NOW).language == got
    assert release.instructions_for("discovery-call", "de") != release.instructions_for(
        "discovery-call", "en"
    )


def test_an_unknown_goal_or_variant_is_refused_by_name(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve()
    assert "it has discovery-call" in mint(client, goal="astrology").get_json(force=True)["detail"]
    assert problem(mint(client, variant="Z")) == (400, "bad_request")


def test_without_a_release_there_is_no_session(serve: Serve) -> None:
    client, _ = serve()
    assert problem(mint(client)) == (503, "no_release")


def test_the_vendors_failure_is_ours_to_word(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    vendor = OpenAIRealtime(SecretStr("sk-canary"), "http://127.0.0.1:9/v1")
    client, _ = serve(vendor=vendor)
    reply = mint(client)
    assert problem(reply) == (502, "upstream_unreachable")
    assert b"canary" not in reply.data
    vendor.close()
    with reading(bench.services.engine) as connection:
        assert connection.execute(select(sessions)).all() == []
