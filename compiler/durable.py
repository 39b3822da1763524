"""Writing files and folders so that a crash leaves all of them or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from compiler.failpoint import reach


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (relative path to bytes) below `folder`, each flushed to the disk. Raises
    OSError.
    """
    for name in sorted(files):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(files[name])
            file.flush()
            os.fsync(file.fileno())
        reach("stage")


def sync_tree(folder: Path) -> None:
    """Flush everything below `folder`, and the folders' entries, to the disk. Raises OSError."""
    for place, _, names in os.walk(folder):
        for name in names:
            _sync(Path(place, name))
        _sync(Path(place))
        reach("fsync")


def move_into_place(source: Path, target: Path) -> None:
    """Rename the finished folder; after this it is there for every reader, before it for none.
    Raises OSError.
    """
    reach("rename")
    source.rename(target)
    _sync(target.parent)
    reach("renamed")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
