import json
import subprocess
import sys
import textwrap

import pytest

from tests.server.conftest import Bench, Serve


def loaded(code: str) -> list[str]:
    """Run `code` in a fresh interpreter and return the modules that it loaded."""
    program = textwrap.dedent(code) + "\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    modules: list[str] = json.loads(done.stdout)
    return modules


def test_the_web_application_loads_neither_scrapy_nor_twisted() -> None:
    modules = loaded("import server.app, server.cli.serve, server.web")
    assert not {"scrapy", "twisted", "chromadb", "onnxruntime", "trafilatura"} & set(modules)


def test_help_loads_nothing_heavy() -> None:
    modules = loaded("import server.cli")
    heavy = {
        "pydantic",
        "sqlalchemy",
        "flask",
        "openai",
        "numpy",
        "rich",
        "lxml",
        "pydantic_settings",
    }
    assert not heavy & set(modules)


def test_health(bench: Bench, serve: Serve) -> None:
    client, _ = serve()
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()) == (503, {"ready": False, "reason": "no_release"})
    release = bench.publish(bench.release())
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["release"]) == (200, release.id)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/api/voice/token", 405, "method_not_allowed"),
        ("DELETE", "/healthz", 405, "method_not_allowed"),
    ],
)
def test_every_error_is_a_problem(
    serve: Serve, method: str, path: str, status: int, code: str
) -> None:
    client, _ = serve()
    reply = client.open(path, method=method)
    assert (reply.status_code, reply.mimetype) == (status, "application/problem+json")
    assert json.loads(reply.data)["code"] == code


def test_a_fault_of_ours_tells_the_visitor_nothing(bench: Bench, serve: Serve) -> None:
    client, _ = serve()

    @client.application.get("/fault")
    def fault() -> str:
        raise ZeroDivisionError("canary")

    reply = client.get("/fault")
    assert (reply.status_code, json.loads(reply.data)["code"]) == (500, "internal_error")
    assert b"canary" not in reply.data
