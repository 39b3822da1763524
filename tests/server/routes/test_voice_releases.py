"""Minting while releases, the database and other threads change."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text

from server.app import create_app
from server.db.engine import reading, writing
from server.db.tables import sessions
from server.realtime import OpenAIRealtime
from server.settings import Settings
from server.site_file import SiteFile
from server.wiring import open_services, open_web
from tests.server.conftest import Bench, Serve
from tests.server.routes.visitor import LOOKUP, bearer, mint


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
