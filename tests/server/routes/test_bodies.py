"""What a request may carry."""

import pytest

from tests.server.conftest import ORIGIN, Bench, Serve
from tests.server.routes.visitor import TOKEN, problem


def test_no_body_at_all_is_an_empty_wish(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    client, _ = serve()
    assert client.post(TOKEN, headers={"Origin": ORIGIN}).status_code == 200


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
