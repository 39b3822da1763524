import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from server.app import create_app
from server.db.engine import reading, writing
from server.db.tables import sessions
from server.realtime import OpenAIRealtime
from server.settings import Settings
from server.site_file import SiteFile
from server.wiring import open_services, open_web
from tests.server.conftest import NOW, ORIGIN, Bench, Serve

TOKEN = "/api/voice/token"
LOOKUP = "/api/voice/tools/lookup_knowledge"


def mint(client: FlaskClient, **wish: Any) -> TestResponse:
    return client.post(TOKEN, json=wish, headers={"Origin": ORIGIN})


def bearer(minted: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {minted['session_key']}", "Origin": ORIGIN}


def problem(response: TestResponse) -> tuple[int, str]:
    assert response.mimetype == "application/problem+json", response.data
    body = json.loads(response.data)
    assert body["status"] == response.status_code
    assert body["detail"]
    assert "\n" not in body["detail"]
    return response.status_code, body["code"]


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


def test_no_body_at_all_is_an_empty_wish(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve()
    assert client.post(TOKEN, headers={"Origin": ORIGIN}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "*",
        "https://acme.test",
        "http://www.acme.test",
        "https://www.acme.test:444",
        "https://www.acme.test:443",
        "https://www.acme.test.",
        "https://www.acme.test/",
        "https://www.acme.test.evil.test",
        "https://evil.test/https://www.acme.test",
        "https://www.acme.test@evil.test",
        "https://evil.test#www.acme.test",
        "https://xwww.acme.test",
        "https://sub.www.acme.test",
        "https://www.acme.tes",
        "https://www.acme.testx",
        "HTTPS://WWW.ACME.TEST",
        "https://www.acme.test https://evil.test",
        " https://www.acme.test x",
        "//www.acme.test",
        "www.acme.test",
        "https:www.acme.test",
        "https://www.acme.test\\@evil.test",
        "https://www%2eacme.test",
        "https://www.аcme.test",
        "file://",
        "data:text/html,x",
        "chrome-extension://abc",
        "https://127.0.0.1",
        "http://localhost",
    ],
)
def test_only_the_exact_origin_may_ask(bench: Bench, serve: Serve, origin: str | None) -> None:
    bench.publish(bench.release())
    client, _ = serve()
    headers = {} if origin is None else {"Origin": origin}
    reply = client.post(TOKEN, json={}, headers=headers)
    assert problem(reply) == (403, "origin_refused")
    assert "Access-Control-Allow-Origin" not in reply.headers


def test_without_a_list_only_the_same_origin_may_ask(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve(allowed_origins=())
    own = client.post(TOKEN, json={}, headers={"Origin": "http://localhost"})
    assert own.status_code == 200
    for origin in ("http://localhost:81", "https://localhost", ORIGIN):
        assert problem(client.post(TOKEN, json={}, headers={"Origin": origin}))[0] == 403


def test_the_preflight_tells_allowed_pages_only(serve: Serve) -> None:
    client, _ = serve()
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    yes = client.options(TOKEN, headers={"Origin": ORIGIN, **asked})
    assert yes.status_code == 200
    assert yes.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Content-Type" in yes.headers["Access-Control-Allow-Headers"]
    no = client.options(TOKEN, headers={"Origin": "https://evil.test", **asked})
    assert "Access-Control-Allow-Origin" not in no.headers


def test_a_form_post_is_refused(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve()
    for mimetype in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        reply = client.post(TOKEN, data=b"{}", content_type=mimetype, headers={"Origin": ORIGIN})
        assert problem(reply) == (415, "not_json")


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'"x"', b'{"instructions": "mine"}', b'{"goal": 3}', b"\xff"]
)
def test_a_wrong_body_is_refused(bench: Bench, serve: Serve, body: bytes) -> None:
    bench.publish(bench.release())
    client, _ = serve()
    reply = client.post(
        TOKEN, data=body, content_type="application/json", headers={"Origin": ORIGIN}
    )
    assert problem(reply) == (400, "bad_request")


def test_a_giant_body_is_refused(serve: Serve) -> None:
    client, _ = serve()
    reply = client.post(TOKEN, json={"page": "x" * 100_000}, headers={"Origin": ORIGIN})
    assert problem(reply) == (413, "too_large")


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


def test_the_eleventh_mint_of_a_minute_is_refused(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve(rate_limit=10)
    statuses = [mint(client).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    reply = mint(client)
    assert problem(reply) == (429, "rate_limited")
    assert int(reply.headers["Retry-After"]) > 0


def test_forwarded_addresses_are_not_believed_without_a_proxy(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve(rate_limit=3)
    statuses = [
        client.post(
            TOKEN, json={}, headers={"Origin": ORIGIN, "X-Forwarded-For": f"192.0.2.{n}"}
        ).status_code
        for n in range(4)
    ]
    assert statuses == [200, 200, 200, 429]


def test_behind_a_proxy_the_last_hop_counts(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve(rate_limit=2, trusted_proxies=1)

    def status(forwarded: str) -> int:
        headers = {"Origin": ORIGIN, "X-Forwarded-For": forwarded}
        return client.post(TOKEN, json={}, headers=headers).status_code

    # What the visitor writes stands before what the proxy adds, and does not count.
    spoofed = [status(f"198.51.100.{n}, 192.0.2.1") for n in range(3)]
    assert spoofed == [200, 200, 429]
    assert status("192.0.2.2") == 200


@pytest.mark.redis
def test_two_processes_count_together_through_redis(
    bench: Bench, serve: Serve, redis_url: str
) -> None:
    bench.publish(bench.release())
    clients = [serve(rate_limit=10, redis_url=SecretStr(redis_url))[0] for _ in range(2)]
    statuses = [mint(clients[number % 2]).status_code for number in range(11)]
    assert statuses == [200] * 10 + [429]


@pytest.mark.redis
def test_without_redis_the_limit_is_stricter_and_then_recovers(
    bench: Bench, serve: Serve, redis_server: Any
) -> None:
    bench.publish(bench.release())
    client, _ = serve(rate_limit=10, redis_url=SecretStr(redis_server.url))
    assert mint(client).status_code == 200
    redis_server.stop()
    statuses = [mint(client).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


@pytest.mark.redis
def test_a_redis_that_is_down_at_start_does_not_stop_mints(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve(redis_url=SecretStr("redis://127.0.0.1:9/0"))
    assert mint(client).status_code == 200


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


def test_publishing_counts_within_a_moment(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release("1"))
    client, _ = serve()
    mint(client)
    second = bench.publish(bench.release("2"))
    time.sleep(0.2)
    assert mint(client).get_json()["release"] == second.id


def test_a_dead_database_does_not_stop_mints_or_lookups(bench: Bench, serve: Serve) -> None:
    release = bench.publish(bench.release())
    client, _ = serve()
    first = mint(client).get_json()
    with writing(bench.services.engine) as connection:
        for table in ("labels", "sessions"):
            connection.execute(text(f"ALTER TABLE {table} RENAME TO away_{table}"))
    time.sleep(0.2)
    minted = mint(client)
    assert minted.get_json()["release"] == release.id
    for session in (first, minted.get_json()):
        reply = client.post(LOOKUP, json={"query": "workshop"}, headers=bearer(session))
        assert reply.status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["database"]) == (200, False)


def test_a_damaged_release_is_not_served(bench: Bench, serve: Serve) -> None:
    good = bench.publish(bench.release("1"))
    client, _ = serve()
    mint(client)
    bad = bench.release("2")
    path = bad.folder / "instructions" / "discovery-call.en.A.md"
    path.write_text("flipped")
    bench.publish(bad)
    time.sleep(0.2)
    assert mint(client).get_json()["release"] == good.id


def test_eight_threads_mint_at_once(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    _, web = serve()
    app = create_app(bench.settings.model_copy(update={"rate_limit": 10_000}), web)
    start = threading.Barrier(8)

    def many(_: int) -> list[dict[str, Any]]:
        client = app.test_client()
        start.wait()
        return [mint(client).get_json() for _ in range(10)]

    with ThreadPoolExecutor(8) as pool:
        minted = [one for batch in pool.map(many, range(8)) for one in batch]
    assert len({one["token"] for one in minted}) == 80
    assert len({one["session_id"] for one in minted}) == 80
    with reading(bench.services.engine) as connection:
        rows = set(connection.execute(select(sessions.c.id)).scalars())
    assert rows == {one["session_id"] for one in minted}


def test_threads_never_see_a_mix_of_two_releases(bench: Bench, realtime: OpenAIRealtime) -> None:
    releases = [bench.release(str(price)) for price in (100, 200)]
    bench.publish(releases[0])
    web = open_web(bench.settings, bench.site, bench.services, realtime=realtime)
    stop = threading.Event()

    def swap() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            bench.publish(releases[number % 2])

    swapper = threading.Thread(target=swap)
    swapper.start()
    for _ in range(200):
        release = web.live.production()
        words = release.instructions_for("discovery-call", "en")
        assert release.knowledge.pricing[0].amount in words
    stop.set()
    swapper.join()
    web.live.close()


@pytest.mark.postgres
def test_minting_and_publishing_on_postgres(
    settings: Settings, site: SiteFile, realtime: OpenAIRealtime, postgres_url: str
) -> None:
    shared = settings.model_copy(
        update={"database_url": SecretStr(postgres_url), "secret_key": SecretStr("k" * 32)}
    )
    services = open_services(shared, site)
    bench = Bench(shared, site, services)
    releases = [bench.publish(bench.release(str(price))) for price in (1, 2)]
    # Two processes, each with its own connections; eight threads between them.
    webs = [open_web(shared, site, open_services(shared, site), realtime=realtime) for _ in "ab"]
    clients = [create_app(shared, web) for web in webs]

    def many(number: int) -> set[str]:
        client = clients[number % 2].test_client()
        return {mint(client).get_json()["session_id"] for _ in range(5)}

    with ThreadPoolExecutor(8) as pool:
        minted = set().union(*pool.map(many, range(8)))
    with reading(services.engine) as connection:
        assert set(connection.execute(select(sessions.c.id)).scalars()) == minted
    assert len(minted) == 40
    bench.publish(releases[0])
    time.sleep(0.2)
    for app in clients:
        assert mint(app.test_client()).get_json()["release"] == releases[0].id
    # A key from one process opens a tool in the other.
    first = mint(clients[0].test_client()).get_json()
    reply = clients[1].test_client().post(LOOKUP, json={"query": "workshop"}, headers=bearer(first))
    assert reply.status_code == 200
    for web in webs:
        web.close()
    services.close()
