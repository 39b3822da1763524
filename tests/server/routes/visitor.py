"""A visitor's page as it asks the voice routes."""

import json
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.server.conftest import ORIGIN

TOKEN = "/api/voice/token"
LOOKUP = "/api/voice/tools/lookup_knowledge"


def mint(client: FlaskClient, **wish: Any) -> TestResponse:
    """Ask for a session from the allowed origin."""
    return client.post(TOKEN, json=wish, headers={"Origin": ORIGIN})


def bearer(minted: dict[str, Any]) -> dict[str, str]:
    """The headers that a minted session asks with."""
    return {"Authorization": f"Bearer {minted['session_key']}", "Origin": ORIGIN}


def problem(response: TestResponse) -> tuple[int, str]:
    """Status and code of an error in its agreed form."""
    assert response.mimetype == "application/problem+json", response.data
    body = json.loads(response.data)
    assert body["status"] == response.status_code
    assert body["detail"]
    assert "\n" not in body["detail"]
    return response.status_code, body["code"]
