"""Markers for what needs an apt package, and real servers for the tests that need one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("same every time", derandomize=True, deadline=None)
settings.register_profile("look further", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same every time"))


def postgres_programs() -> Path | None:
    """Folder of initdb, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    on_path = shutil.which("initdb")
    return found[0].parent if found else Path(on_path).parent if on_path else None


NEEDS = {
    "chromium": ("chromium", lambda: shutil.which("chromium")),
    "postgres": ("postgresql", postgres_programs),
    "redis": ("redis-server", lambda: shutil.which("redis-server")),
}
"""Marker to (apt package, how to find it)."""

REQUIRE_ALL = "SITEBRIEF_REQUIRE_ALL"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose apt package is missing, by name; fail it where everything is required."""
    for marker, (package, find) in NEEDS.items():
        if item.get_closest_marker(marker) and not find():
            message = f"needs the apt package {package}"
            if os.environ.get(REQUIRE_ALL) == "1":
                pytest.fail(f"{message} ({REQUIRE_ALL}=1)", pytrace=False)
            pytest.skip(message)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of this project reaches a test from outside."""
    for name in list(os.environ):
        known = name.startswith(("SITEBRIEF_", "VOICE_AGENT_", "OPENAI_"))
        if (known and name != REQUIRE_ALL) or name in ("DATABASE_URL", "REDIS_URL", "CHROMA_URL"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a real redis-server that lives as long as the tests."""
    with_redis = RedisServer(tmp_path_factory.mktemp("redis"))
    with_redis.start()
    yield with_redis.url
    with_redis.stop()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A redis-server of the test's own, to stop and start."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


class RedisServer:
    """redis-server on a free port, nothing kept on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(
            [*command, "--appendonly", "no", "--dir", str(self._folder)],
            stdout=subprocess.DEVNULL,
        )
        await_port(self.port)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="session")
def postgres_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL, without a database, of a real PostgreSQL cluster; it never runs as root."""
    programs = postgres_programs()
    assert programs
    as_user = ["runuser", "-u", _postgres_user(), "--"] if os.geteuid() == 0 else []
    home = _folder_for_postgres(tmp_path_factory, as_user)
    data, port = home / "data", free_port()
    options = ["--auth=trust", "--username=sitebrief", "--encoding=UTF8", "--no-sync"]
    _run([*as_user, str(programs / "initdb"), *options, "-D", str(data)])
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {home}"
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    _run([*control, "-l", str(home / "log"), "-o", settings, "start"])
    yield f"postgresql://sitebrief@127.0.0.1:{port}"
    _run([*control, "-m", "immediate", "stop"])
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_cluster: str, request: pytest.FixtureRequest) -> str:
    """URL of an empty database of the test's own."""
    import psycopg

    name = f"t{abs(hash(request.node.nodeid)):x}"
    with psycopg.connect(f"{postgres_cluster}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{postgres_cluster}/{name}"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_port(port: int, seconds: float = 20) -> None:
    """Wait until somebody listens on 127.0.0.1:`port`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _postgres_user() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _folder_for_postgres(factory: pytest.TempPathFactory, as_user: list[str]) -> Path:
    """A folder that the cluster's user may write; pytest's own are closed to other users."""
    if not as_user:
        return factory.mktemp("postgres")
    made = subprocess.run(
        [*as_user, "mktemp", "-d"], check=True, capture_output=True, text=True, cwd="/"
    )
    return Path(made.stdout.strip())


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stderr or done.stdout
