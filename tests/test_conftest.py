"""Tests that need an apt package say which; where everything is required, its absence fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BODY = """
import pytest

@pytest.mark.redis
def test_it():
    pass
"""


@pytest.mark.parametrize(("required", "outcome"), [("", "1 skipped"), ("1", "1 error")])
def test_a_missing_package_is_named(tmp_path: Path, required: str, outcome: str) -> None:
    (tmp_path / "conftest.py").write_text(Path("tests/conftest.py").read_text())
    (tmp_path / "test_needs.py").write_text(BODY)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  redis: x\n")
    environment = {**os.environ, "PATH": "/nowhere", "SITEBRIEF_REQUIRE_ALL": required}
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
    )
    assert outcome in done.stdout
    assert "needs the apt package redis-server" in done.stdout
    assert done.returncode == (1 if required else 0)
