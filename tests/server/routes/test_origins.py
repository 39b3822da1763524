"""Which pages may ask the voice routes."""

import pytest

from tests.server.conftest import ORIGIN, Bench, Serve
from tests.server.routes.visitor import TOKEN, problem


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
