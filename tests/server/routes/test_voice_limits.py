"""How many sessions one address may mint."""

from typing import Any

import pytest
from pydantic import SecretStr

from tests.server.conftest import ORIGIN, Bench, Serve
from tests.server.routes.visitor import TOKEN, mint, problem


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
