import json
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest
from pydantic import SecretStr

from compiler.session_body import session_body
from server.errors import RealtimeError
from server.realtime import Asked, OpenAIRealtime, drifts
from tests.server.conftest import Bench

KEY = "sk-canary-0123456789"
CONTRACT = Path("tests/contracts/openapi_subset_strict.json")


class Vendor:
    """An HTTP transport that keeps what was sent and answers as told."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def sent(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.requests[-1].content)
        return body


def adapter(vendor: Vendor) -> OpenAIRealtime:
    transport = httpx2.MockTransport(vendor)
    return OpenAIRealtime(SecretStr(KEY), "https://vendor.test/v1", transport=transport)


def good(session: dict[str, Any], *, expires_at: int = 2_000) -> httpx2.Response:
    return httpx2.Response(
        200, json={"value": "ek_0123456789", "expires_at": expires_at, "session": session}
    )


def failed(status: int, code: str | None = None, **headers: str) -> httpx2.Response:
    error = {"message": f"key {KEY} is bad", "type": "x", "param": None, "code": code}
    return httpx2.Response(status, json={"error": error}, headers=headers)


def minted_with(vendor: Vendor) -> RealtimeError:
    with pytest.raises(RealtimeError) as caught:
        adapter(vendor).client_secret(Asked({"type": "realtime", "model": "m"}), now=1_000)
    assert "canary" not in str(caught.value)
    assert "canary" not in repr(caught.value.__cause__)
    assert "\n" not in str(caught.value)
    return caught.value


def contract_schema() -> dict[str, Any]:
    contract = json.loads(CONTRACT.read_text())
    name = "RealtimeCreateClientSecretRequest"
    return {"$ref": f"#/components/schemas/{name}", "components": contract["components"]}


def test_the_request_is_the_published_one(bench: Bench) -> None:
    session = session_body(bench.release(), "discovery-call", "en")
    vendor = Vendor(good(session))
    secret = adapter(vendor).client_secret(Asked(session), now=1_000)
    request = vendor.requests[0]
    assert (request.method, str(request.url)) == (
        "POST",
        "https://vendor.test/v1/realtime/client_secrets",
    )
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert "openai-beta" not in request.headers
    assert vendor.sent["expires_after"] == {"anchor": "created_at", "seconds": 60}
    jsonschema.validate(vendor.sent, contract_schema())
    assert (secret.value, secret.expires_at, secret.drift) == ("ek_0123456789", 2_000, ())
    assert "ek_" not in repr(secret)


def test_the_contract_refuses_a_beta_body() -> None:
    for body in ({"model": "gpt-realtime"}, {"session": {"type": "realtime", "voice": "marin"}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(body, contract_schema())


@pytest.mark.parametrize(
    ("answer", "code", "status"),
    [
        (failed(401, "invalid_api_key"), "upstream_key_refused", 503),
        (failed(403), "upstream_key_refused", 503),
        (failed(429, "rate_limit_exceeded"), "upstream_busy", 503),
        (failed(429, "insufficient_quota"), "upstream_spend_limit", 503),
        (failed(429, "project_spend_limit_exceeded"), "upstream_spend_limit", 503),
        (failed(400, "unknown_parameter"), "upstream_refused_request", 502),
        (failed(404, "model_not_found"), "upstream_refused_request", 502),
        (failed(500), "upstream_failed", 502),
        (failed(503), "upstream_failed", 502),
        (httpx2.Response(500, text="<html>canary</html>"), "upstream_failed", 502),
        (httpx2.Response(200, text="canary"), "upstream_garbled", 502),
        (httpx2.Response(200, json={"client_secret": {"value": "ek"}}), "upstream_garbled", 502),
        (httpx2.Response(200, json=["canary"]), "upstream_garbled", 502),
        (good({}, expires_at=999), "upstream_garbled", 502),
        (httpx2.ReadTimeout("canary"), "upstream_timeout", 504),
        (httpx2.ConnectError("canary"), "upstream_unreachable", 502),
    ],
)
def test_every_failure_has_a_code_and_no_words_of_the_vendor(
    answer: httpx2.Response | Exception, code: str, status: int
) -> None:
    error = minted_with(Vendor(answer))
    assert (error.code, error.status) == (code, status)


def test_a_broken_connection_is_tried_once_more() -> None:
    vendor = Vendor(httpx2.RemoteProtocolError("gone"), good({"model": "m"}))
    assert adapter(vendor).client_secret(Asked({"model": "m"}), now=1_000).value == "ek_0123456789"
    dead = Vendor(httpx2.ConnectError("gone"))
    minted_with(dead)
    assert len(dead.requests) == 2


def test_nothing_else_is_tried_again() -> None:
    for answer in (
        failed(429, None, **{"retry-after": "120"}),
        failed(500),
        httpx2.ReadTimeout("x"),
    ):
        vendor = Vendor(answer)
        minted_with(vendor)
        assert len(vendor.requests) == 1


def test_the_vendors_wait_is_handed_on_within_reason() -> None:
    assert minted_with(Vendor(failed(429, None, **{"retry-after": "7"}))).retry_after == 7
    assert minted_with(Vendor(failed(429, None, **{"retry-after": "9999"}))).retry_after == 120
    assert minted_with(Vendor(failed(429, None, **{"retry-after": "soon"}))).retry_after is None


def test_drift_names_the_paths_that_differ(caplog: pytest.LogCaptureFixture) -> None:
    sent = {"model": "m", "audio": {"output": {"voice": "marin"}}, "tools": [{"name": "a"}]}
    echoed = {"model": "m", "audio": {"output": {"voice": "alloy"}}, "tools": [], "id": "sess_1"}
    secret = adapter(Vendor(good(echoed))).client_secret(Asked(sent), now=1_000)
    assert secret.drift == ("audio.output.voice", "tools")
    assert "the vendor changed audio.output.voice, tools" in caplog.text
    assert drifts(sent, sent) == ()


def test_minting_at_the_local_peer(realtime: OpenAIRealtime, bench: Bench) -> None:
    session = session_body(bench.release(), "discovery-call", "en")
    secret = realtime.client_secret(Asked(session), now=1_000)
    assert secret.value.startswith("ek_")
    assert secret.model == "gpt-realtime-2.1"
    assert secret.drift == ()


def test_the_peer_refuses_what_the_vendor_refuses(realtime: OpenAIRealtime) -> None:
    for session in (
        {"type": "realtime", "voice": "marin"},
        {"model": "x"},
        {"type": "realtime", "temperature": 1},
    ):
        with pytest.raises(RealtimeError) as caught:
            realtime.client_secret(Asked(session), now=1_000)
        assert caught.value.code == "upstream_refused_request"
