"""Running the command line as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from traceback import format_exception

import pytest
from click.testing import CliRunner

from server.cli import main

Sitebrief = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def sitebrief(tmp_path: Path) -> Sitebrief:
    """Return a function that runs `sitebrief …` with a data folder of the test's own."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        runner = CliRunner(env={"SITEBRIEF_DATA": str(tmp_path / "data"), **environment})
        result = runner.invoke(main, list(arguments))
        fault = result.exception
        crash = [] if fault is None or isinstance(fault, SystemExit) else format_exception(fault)
        return subprocess.CompletedProcess(
            arguments, result.exit_code, result.stdout, result.stderr + "".join(crash)
        )

    return run


@pytest.fixture
def process(tmp_path: Path) -> Sitebrief:
    """The same in a process of its own."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "server.cli", *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
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
