"""The commands of sitebrief releases."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from compiler.errors import ShelfError
from compiler.money import session_costs
from compiler.release import Release
from server import labels
from server.audit import Deed
from server.cli.context import Desk, desk, login, reading_site, site_option
from server.cli.diff import diff
from server.cli.output import counted, print_json, say
from server.errors import LabelError
from server.labels import Label, Pointers, pointed, read_labels

why_option = click.option("--why", default="", help="Reason, for the audit log.")


@click.group()
@site_option
@click.pass_context
def releases(ctx: click.Context, site_file: Path | None) -> None:
    """List, compare, publish and roll back releases."""
    ctx.obj = site_file


releases.add_command(diff)


@contextmanager
def _shelf(ctx: click.Context) -> Iterator[Desk]:
    with desk(reading_site(ctx.find_object(Path))) as at:
        yield at


@releases.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """One line a release, newest first: id, labels, time, counts."""
    with _shelf(ctx) as at:
        pointers = read_labels(at.services.engine)
        shown = [_line(at, id_, pointers) for id_ in at.services.shelf.ids()]
    if as_json:
        print_json([vars(line) for line in shown])
        return
    for line in shown:
        held = counted(line.counts)
        names = ",".join(line.labels) or "-"
        click.echo(f"{line.id}  {line.created_at[:19]}  {names}  {held}{line.damage}")


@releases.command()
@click.argument("release")
@click.pass_context
def show(ctx: click.Context, release: str) -> None:
    """Print the manifest and the labels of RELEASE (an id or a label), and what its sessions cost.

    "sessions": tokens of each text with the tools, and US dollars of an expected conversation,
    without and with the vendor's cache.
    """
    with _shelf(ctx) as at:
        found = _named(at, release)
        pointers = read_labels(at.services.engine)
        damaged = at.services.shelf.verify(found.id)
    manifest = found.manifest.model_dump(mode="json")
    more = {"labels": _labels_of(found.id, pointers), "damaged": list(damaged)}
    print_json({**manifest, **more, "sessions": session_costs(found.report)})


@releases.command()
@click.argument("release")
@why_option
@click.pass_context
def publish(ctx: click.Context, release: str, why: str) -> None:
    """Make RELEASE live."""
    with _shelf(ctx) as at:
        seen = read_labels(at.services.engine)
        found = _named(at, release)
        _publish(at, found.id, "publish", why, seen)


@releases.command()
@click.argument("release", required=False)
@why_option
@click.pass_context
def approve(ctx: click.Context, release: str | None, why: str) -> None:
    """Make the waiting candidate live; name RELEASE to be sure which one it is."""
    with _shelf(ctx) as at:
        seen, candidate = _waiting(at, release)
        _publish(at, at.services.shelf.open(candidate).id, "approve", why, seen)


@releases.command()
@click.argument("release", required=False)
@why_option
@click.pass_context
def reject(ctx: click.Context, release: str | None, why: str) -> None:
    """Turn the waiting candidate away; builds that repeat its changes will wait too."""
    with _shelf(ctx) as at:
        seen, candidate = _waiting(at, release)
        deed = Deed(login(), "reject", candidate, why)
        labels.reject(at.services.engine, deed, seen=seen, at=_now())
    say(f"{candidate} is rejected; {seen.production or 'nothing'} stays live")
    click.echo(candidate)


@releases.command()
@why_option
@click.pass_context
def rollback(ctx: click.Context, why: str) -> None:
    """Make the release before this one live again."""
    with _shelf(ctx) as at:
        seen = read_labels(at.services.engine)
        at.services.shelf.open(
            pointed(seen, Label.PREVIOUS) if seen.previous else _no_previous(seen)
        )
        deed = Deed(login(), "rollback", seen.production or "", why)
        down, live = labels.roll_back(at.services.engine, deed, seen=seen, at=_now())
    say(f"{live} is live again; builds that repeat the changes of {down} will wait for a person")
    click.echo(live)


@releases.command()
@click.argument("release", required=False)
@click.option("--off", is_flag=True, help="Let builds publish again.")
@why_option
@click.pass_context
def pin(ctx: click.Context, release: str | None, off: bool, why: str) -> None:
    """Keep production (or RELEASE, made live first) until --off: builds wait as candidates."""
    with _shelf(ctx) as at:
        seen = read_labels(at.services.engine)
        target = _named(at, release).id if release else pointed(seen, Label.PRODUCTION)
        if target != seen.production:
            _publish(at, target, "publish", why, seen)
        deed = Deed(login(), "unpin" if off else "pin", target, why)
        labels.pin(at.services.engine, deed, pinned=not off, at=_now())
    say(f"builds {'may publish again' if off else f'leave {target} live'}")


@releases.command()
@click.argument("moment", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]))
@click.pass_context
def at(ctx: click.Context, moment: datetime) -> None:
    """Print the release that was live at MOMENT (UTC)."""
    with _shelf(ctx) as here:
        found = labels.production_at(here.services.engine, moment.replace(tzinfo=UTC))
    if found is None:
        raise LabelError(
            f'nothing was live at {moment.isoformat()}Z; see "sitebrief releases list"'
        )
    click.echo(found)


@releases.command()
@click.argument("release")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def export(ctx: click.Context, release: str, file: Path) -> None:
    """Write RELEASE into FILE (.tar.gz)."""
    with _shelf(ctx) as at:
        found = _named(at, release)
        try:
            with tarfile.open(file, "w:gz") as archive:
                archive.add(found.folder, arcname=found.id)
        except OSError as exc:
            raise LabelError(f"cannot write {file}: {exc.strerror}; choose another place") from exc
    click.echo(str(file))


def _publish(at: Desk, release_id: str, action: str, why: str, seen: Pointers) -> None:
    deed = Deed(login(), action, release_id, why)
    labels.publish(at.services.engine, release_id, deed, seen=seen, at=_now())
    say(f"{release_id} is live")
    click.echo(release_id)


def _named(at: Desk, name: str) -> Release:
    """Open the release that `name`, an id or a label, stands for."""
    if name in set(Label):
        name = pointed(read_labels(at.services.engine), name)
    return at.services.shelf.open(name)


@dataclass(frozen=True)
class _Line:
    id: str
    created_at: str
    labels: list[str]
    counts: dict[str, int]
    damage: str = ""


def _line(at: Desk, release_id: str, pointers: Pointers) -> _Line:
    names = _labels_of(release_id, pointers)
    try:
        manifest = at.services.shelf.open(release_id).manifest
    except ShelfError as exc:
        return _Line(release_id, "", names, {}, f"cannot be read: {exc}")
    return _Line(release_id, manifest.created_at, names, manifest.counts)


def _labels_of(release_id: str, pointers: Pointers) -> list[str]:
    return [str(name) for name in Label if getattr(pointers, name) == release_id]


def _waiting(at: Desk, named: str | None) -> tuple[Pointers, str]:
    """Return the labels and the candidate, which must be `named` when that is given."""
    seen = read_labels(at.services.engine)
    candidate = pointed(seen, Label.CANDIDATE)
    if named and named != candidate:
        raise LabelError(
            f'{named} does not wait, {candidate} does; look at "sitebrief releases diff"'
        )
    return seen, candidate


def _no_previous(seen: Pointers) -> str:
    if seen.production is None:
        return pointed(seen, Label.PRODUCTION)
    raise LabelError(f'there is no release before {seen.production}; see "sitebrief releases list"')


def _now() -> datetime:
    return datetime.now(UTC)
