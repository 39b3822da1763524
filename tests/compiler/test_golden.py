"""The prompts of the sample site, byte for byte.

After a wanted change of wording run `UPDATE_GOLDEN=1 pytest tests/compiler/test_golden.py` and read
the diff.
"""

import os
from pathlib import Path

import pytest

from compiler.compile import Compiled
from compiler.manifest import json_bytes

GOLDEN = Path(__file__).parent / "golden"
NAMES = [
    f"{goal}.{language}.A"
    for goal in ("discovery-call", "information", "support")
    for language in ("en", "es", "fr")
]


def same(path: Path, content: bytes) -> bool:
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(content)
    return path.read_bytes() == content


def test_every_goal_and_language_is_there(compiled: Compiled) -> None:
    assert sorted(compiled.instructions) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_instructions(compiled: Compiled, name: str) -> None:
    assert same(GOLDEN / f"{name}.md", compiled.instructions[name].encode())


def test_tools(compiled: Compiled) -> None:
    assert same(GOLDEN / "tools.json", json_bytes(list(compiled.tools)))


def test_golden_prompts_are_clean(compiled: Compiled) -> None:
    assert compiled.findings == ()
