"""Every tool that the agent is told of answers, and says no more than what happened."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from compiler.tools import TOOL_ARGUMENTS
from server.db.engine import reading, writing
from server.db.tables import leads, sessions
from server.site_rules import BookingRules
from tests.server.conftest import ORIGIN, Bench, Serve

ANA = {"name": "Ana", "email": "ana@acme.test", "request": "A workshop.", "consent": True}
CALL = {"name": "Ana", "email": "ana@acme.test", "preferred_times": "Friday", "consent": True}
PAGE = "https://www.acme.test/book"

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def client(bench: Bench, serve: Serve) -> FlaskClient:
    bench.publish(bench.release())
    return serve()[0]


@pytest.fixture
def ask(client: FlaskClient) -> Ask:
    return asker(client)


def asker(client: FlaskClient) -> Ask:
    minted = client.post("/api/voice/token", json={}, headers={"Origin": ORIGIN}).get_json()
    headers = {"Authorization": f"Bearer {minted['session_key']}", "Origin": ORIGIN}

    def ask_(tool: str, *, status: int = 200, **arguments: Any) -> dict[str, Any]:
        reply = client.post(f"/api/voice/tools/{tool}", json=arguments, headers=headers)
        assert reply.status_code == status, reply.data
        answer: dict[str, Any] = reply.get_json(force=True)
        return answer

    return ask_


def stored(bench: Bench) -> list[Any]:
    with reading(bench.services.engine) as connection:
        return list(connection.execute(select(leads)).mappings())


def noted(bench: Bench) -> Any:
    with reading(bench.services.engine) as connection:
        return connection.execute(select(sessions)).mappings().one()


def test_every_tool_of_the_prompt_answers(ask: Ask) -> None:
    arguments: dict[str, dict[str, Any]] = {
        "lookup_knowledge": {"query": "workshop"},
        "capture_lead": ANA,
        "book_discovery_call": CALL,
        "set_phase": {"phase": "closing"},
        "end_call": {"reason": "booked"},
    }
    assert arguments.keys() == TOOL_ARGUMENTS.keys()
    for tool, given in arguments.items():
        assert ask(tool, **given)


def test_a_lead_is_stored_once_with_its_session_and_release(ask: Ask, bench: Bench) -> None:
    for _ in range(2):
        assert ask("capture_lead", **ANA) == {"done": True, "message": "Stored for the team."}
    (lead,) = stored(bench)
    assert (lead["kind"], lead["email"], lead["phone"]) == ("contact", "ana@acme.test", None)
    assert lead["session_id"] == noted(bench)["id"]
    assert lead["release_id"] == noted(bench)["release_id"]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"consent": False}, ["consent"]),
        ({"email": ""}, ["email"]),
        ({"email": None}, ["email"]),
        ({"email": "ana at acme"}, ["email"]),
        ({"phone": "none"}, ["phone"]),
    ],
)
def test_nothing_is_stored_while_something_is_missing(
    ask: Ask, bench: Bench, change: dict[str, Any], missing: list[str]
) -> None:
    answer = ask("capture_lead", **ANA | change)
    assert (answer["done"], answer["missing"]) == (False, missing)
    assert "Nothing was stored" in answer["message"]
    assert stored(bench) == []


def test_a_call_is_never_said_to_be_booked(ask: Ask, bench: Bench) -> None:
    answer = ask("book_discovery_call", **CALL)
    assert (answer["done"], answer["booked"]) == (True, False)
    assert "Nothing is booked yet" in answer["message"]
    assert "booking_url" not in answer
    assert stored(bench)[0]["preferred_times"] == "Friday"
    assert ask("book_discovery_call", **CALL | {"consent": False})["done"] is False


def test_the_booking_page_opens_even_without_consent_to_store(bench: Bench, serve: Serve) -> None:
    bench.publish(bench.release())
    bench.site = bench.site.model_copy(update={"booking": BookingRules(url=PAGE)})
    ask = asker(serve()[0])
    answer = ask("book_discovery_call", **CALL | {"consent": False})
    assert (answer["done"], answer["booked"], answer["booking_url"]) == (True, False, PAGE)
    assert "Nothing was stored" in answer["message"]
    assert stored(bench) == []
    assert "stored for the team" in ask("book_discovery_call", **CALL)["message"]


def test_phase_and_result_are_noted_on_the_session(ask: Ask, bench: Bench) -> None:
    ask("set_phase", phase="discovery")
    assert ask("set_phase", phase="closing")["done"] is True
    assert ask("end_call", reason="lead_captured")["end"] is True
    session = noted(bench)
    assert (session["phase"], session["result"]) == ("closing", "lead_captured")
    assert session["state"] == "minted"  # the browser hangs up, and says so
    assert ask("set_phase", status=400, phase="encore")["code"] == "bad_request"


def test_a_sixth_request_of_a_conversation_is_turned_away(ask: Ask) -> None:
    answers = [ask("capture_lead", **ANA | {"name": f"Ana {n}"})["done"] for n in range(6)]
    assert answers == [True] * 5 + [False]


def test_without_a_database_nothing_is_said_to_be_stored(ask: Ask, bench: Bench) -> None:
    with writing(bench.services.engine) as connection:
        connection.execute(text("ALTER TABLE leads RENAME TO away"))
    answer = ask("capture_lead", status=503, **ANA)
    assert answer["code"] == "database_unavailable"
    assert "nothing was stored" in answer["detail"]
