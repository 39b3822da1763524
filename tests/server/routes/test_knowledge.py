from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr

KEY = "k-123456"
HEADERS = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
def client(bench: Any, serve: Callable[..., Any]) -> FlaskClient:
    bench.publish(bench.release("900"))
    made: FlaskClient = serve(api_keys=(SecretStr("other"), SecretStr(KEY)))[0]
    return made


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer"}, {"X-API-Key": ""}],
)
@pytest.mark.parametrize("path", ["", "/search?q=price", "/gaps"])
def test_a_key_is_needed(client: FlaskClient, headers: dict[str, str], path: str) -> None:
    reply = client.get(f"/api/knowledge{path}", headers=headers)
    assert reply.status_code == 401
    assert reply.get_json()["code"] == "api_key_refused"


def test_without_keys_the_api_is_closed(bench: Any, serve: Callable[..., Any]) -> None:
    bench.publish(bench.release())
    reply = serve()[0].get("/api/knowledge", headers={"Authorization": "Bearer "})
    assert reply.status_code == 401


def test_the_knowledge_of_production_with_its_release_as_etag(client: FlaskClient) -> None:
    reply = client.get("/api/knowledge", headers=HEADERS)
    assert reply.status_code == 200
    assert reply.get_json()["pricing"][0]["amount"] == "900"
    etag = reply.headers["ETag"]
    assert etag.startswith('"r-')
    again = client.get("/api/knowledge", headers=HEADERS | {"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_one_kind_alone(client: FlaskClient) -> None:
    reply = client.get("/api/knowledge?kind=services", headers={"X-API-Key": KEY})
    assert list(reply.get_json()) == ["services"]
    wrong = client.get("/api/knowledge?kind=prices", headers=HEADERS)
    assert wrong.status_code == 400
    assert "pricing" in wrong.get_json()["detail"]


def test_search_answers_with_scores_and_is_recorded(client: FlaskClient) -> None:
    reply = client.get("/api/knowledge/search?q=workshop+price&limit=2", headers=HEADERS)
    found = reply.get_json()
    assert found["release"].startswith("r-")
    assert found["answered"] is True
    assert len(found["hits"]) <= 2
    assert any("900" in hit["text"] for hit in found["hits"])


@pytest.mark.parametrize("query", ["", "q=", "q=a&limit=0", "q=a&limit=x", "q=" + "a" * 1001])
def test_bad_searches_are_refused(client: FlaskClient, query: str) -> None:
    reply = client.get(f"/api/knowledge/search?{query}", headers=HEADERS)
    assert reply.status_code == 400
    assert reply.get_json()["code"] == "bad_request"


def test_what_was_not_found_is_listed_as_a_gap(client: FlaskClient, bench: Any) -> None:
    for _ in range(2):
        client.get("/api/knowledge/search?q=Bitcoin+payments", headers=HEADERS)
    gaps: list[Any] = []
    for _ in range(100):
        gaps = client.get("/api/knowledge/gaps", headers=HEADERS).get_json()["gaps"]
        if gaps and gaps[0]["times"] == 2:
            break
    assert gaps[0]["times"] == 2
    assert gaps[0]["question"] is None
