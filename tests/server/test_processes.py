"""Child processes that end together."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from server.errors import ServerError
from server.processes import start, stopping, wait_for_any
from tests.killing import kill_and_await_all, started

PARENT = """
import time
from server.processes import start

peers = [start(["server.peer"]), start(["server.peer"])]
time.sleep(120)
"""


def test_children_of_a_killed_process_end_too() -> None:
    with started([sys.executable, "-c", PARENT]) as parent:
        assert parent.stdout
        for _ in range(2):
            assert parent.stdout.readline().startswith("http://127.0.0.1:")
        kill_and_await_all(parent, 20)


def test_children_are_stopped_at_the_end() -> None:
    child = start(["server.peer"], stdout=subprocess.PIPE)
    with stopping([child]):
        assert child.stdout
        assert child.stdout.readline().startswith("http://127.0.0.1:")
        assert child.poll() is None
    assert child.returncode == -signal.SIGTERM


def test_a_child_that_ends_by_itself_is_named() -> None:
    child = start(["server.peer", "no port"], stdout=subprocess.DEVNULL)
    stops = pytest.raises(ServerError, match=r"server\.peer no port ended with exit code 1")
    with stops, stopping([child]):
        wait_for_any([child])
