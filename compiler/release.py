"""The shelf: a folder of releases, each complete or absent."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from compiler.durable import move_into_place, sync_tree, write_files
from compiler.errors import ShelfError
from compiler.failpoint import reach
from compiler.manifest import (
    DEFAULT_VARIANT,
    FORMAT_VERSION,
    Draft,
    Manifest,
    Release,
    file_hashes,
    json_bytes,
    release_id,
)

__all__ = ["DEFAULT_VARIANT", "Draft", "Manifest", "Release", "Shelf", "release_id"]

_ID = re.compile(r"r-[0-9a-f]{12}")
_STAGING = ".new-"
_DAMAGED = ".damaged-"


class Shelf:
    """Releases below `root`; one writer at a time (a lock file), any number of readers."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def ids(self) -> tuple[str, ...]:
        """Ids of the releases, newest first; a folder without a readable manifest is none."""
        if not self.root.is_dir():
            return ()
        folders = (f for f in self.root.iterdir() if _ID.fullmatch(f.name))
        found = [(m.created_at, m.id) for f in folders if (m := _manifest(f))]
        return tuple(id_ for _, id_ in sorted(found, reverse=True))

    def open(self, id_: str) -> Release:
        """The release `id_`, its content checked against its hashes. Raises ShelfError."""
        folder = self._folder(id_)
        manifest = _manifest(folder)
        if manifest is None:
            raise ShelfError(f'manifest of release "{id_}" in {self.root} cannot be read; {_AGAIN}')
        if manifest.format_version > FORMAT_VERSION:
            raise ShelfError(
                f'release "{id_}" has format {manifest.format_version}, this program reads up to '
                f"{FORMAT_VERSION}; update sitebrief or publish an older release"
            )
        self._refuse_damage(id_, folder, manifest)
        texts = sorted((folder / "instructions").glob("*.md"))
        return Release(
            folder=folder,
            manifest=manifest,
            instructions={path.stem: path.read_text("utf-8") for path in texts},
            tools=tuple(json.loads((folder / "tools.json").read_bytes())),
        )

    def verify(self, id_: str) -> tuple[str, ...]:
        """Names of the files that are missing or changed since the release was written; empty when
        sound.
        """
        folder = self._folder(id_)
        manifest = _manifest(folder)
        return ("manifest.json",) if manifest is None else _damaged(folder, manifest)

    def add(
        self,
        draft: Draft,
        *,
        report: Mapping[str, Any],
        parent: str | None,
        created_at: datetime,
        seen: Mapping[str, str],
        derive: Callable[[Path], None],
    ) -> Release:
        """Write `draft` as a release and open it; one that is there already is returned as it is.

        `derive` fills index/ and lexical/ of the new folder before anybody can see it. Whatever it
        raises passes through and leaves nothing behind; disk errors come out as ShelfError.
        """
        id_ = release_id(draft)
        try:
            with self._writing():
                if not self._sound(id_):
                    files = draft.files | {"report.json": json_bytes(dict(report))}
                    manifest = Manifest(
                        format_version=FORMAT_VERSION,
                        id=id_,
                        parent=parent,
                        created_at=created_at.isoformat(timespec="microseconds"),
                        models=dict(sorted(draft.models.items())),
                        voice=draft.voice,
                        counts=draft.counts,
                        hashes=file_hashes(files),
                        seen=dict(sorted(seen.items())),
                    )
                    self._write(id_, files, manifest, derive)
        except OSError as error:
            raise ShelfError(
                f"cannot write release {id_} in {self.root}: {error.strerror or error}; "
                "free or repair the disk and build again"
            ) from error
        return self.open(id_)

    def _write(
        self,
        id_: str,
        files: Mapping[str, bytes],
        manifest: Manifest,
        derive: Callable[[Path], None],
    ) -> None:
        staging = self.root / f"{_STAGING}{id_}"
        try:
            staging.mkdir()
            write_files(staging, files)
            reach("derive")
            derive(staging)
            write_files(staging, {"manifest.json": json_bytes(manifest.model_dump(mode="json"))})
            sync_tree(staging)
            move_into_place(staging, self.root / id_)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the shelf's lock; what a killed writer left is removed first."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in self.root.glob(f"{_STAGING}*"):
                shutil.rmtree(left)
            yield

    def _sound(self, id_: str) -> bool:
        """Whether the release is there whole; a damaged one is set aside so that it can be written
        anew.
        """
        folder = self.root / id_
        if not folder.exists():
            return False
        manifest = _manifest(folder)
        if manifest and not _damaged(folder, manifest):
            return True
        aside = self.root / f"{_DAMAGED}{id_}"
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
        return False

    def _folder(self, id_: str) -> Path:
        folder = self.root / id_
        if not _ID.fullmatch(id_) or not folder.is_dir():
            raise ShelfError(f'no release "{id_}" in {self.root}; run "sitebrief releases list"')
        return folder

    def _refuse_damage(self, id_: str, folder: Path, manifest: Manifest) -> None:
        if damaged := _damaged(folder, manifest):
            raise ShelfError(
                f'release "{id_}" in {self.root} is damaged ({", ".join(damaged)}); {_AGAIN}'
            )


_AGAIN = 'publish another release ("sitebrief releases list") or build again'


def _manifest(folder: Path) -> Manifest | None:
    """The manifest, or None where it is missing or not one."""
    try:
        return Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    except (OSError, ValidationError):
        return None


def _damaged(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    found = {n: (folder / n).read_bytes() for n in manifest.hashes if (folder / n).is_file()}
    now = file_hashes(found)
    return tuple(sorted(n for n, digest in manifest.hashes.items() if now.get(n) != digest))
