"""Running the command line as a user does, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Sitebrief = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def sitebrief(tmp_path: Path) -> Sitebrief:
    """Return a function that runs `sitebrief …` with a data folder of the test's own."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "server.cli", *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, "SITEBRIEF_DATA": str(tmp_path / "data"), **environment},
        )

    return run


def only_line(done: subprocess.CompletedProcess[str], *, code: int = 1) -> str:
    """The one line of a failure: exit code `code`, nothing on stdout, no traceback."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]
