"""The command sitebrief releases diff."""

from __future__ import annotations

from pathlib import Path

import click

from compiler.diff import ReleaseDiff, diff_releases
from server.cli.context import desk, reading_site
from server.cli.output import print_json, say
from server.labels import Label, pointed, read_labels
from server.serving import serving_release

_MARKS = {3: "!!", 2: "! ", 1: "  "}


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--text/--no-text", default=True, help="How the texts changed, line by line.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def diff(
    ctx: click.Context, old: str | None, new: str | None, *, text: bool, as_json: bool
) -> None:
    """What changed from OLD to NEW (ids or labels), riskiest first.

    Without arguments: from production to the waiting candidate, or from previous to production.
    A change marked !! could harm a visitor (contacts, prices, orders), one marked ! could mislead.
    """
    with desk(reading_site(ctx.find_object(Path))) as at:
        pointers = read_labels(at.services.engine)
        if old is None:
            pair = (Label.PRODUCTION, Label.CANDIDATE)
            if not pointers.candidate:
                pair = (Label.PREVIOUS, Label.PRODUCTION)
            old, new = (pointed(pointers, name) for name in pair)
        before = serving_release(at.services, old)
        after = serving_release(at.services, new or Label.PRODUCTION)
        found = diff_releases(before, after)
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    _show(found, text=text)


def _show(found: ReleaseDiff, *, text: bool) -> None:
    say(f"from {found.old} to {found.new}: {len(found.changes)} changes")
    for change in found.changes:
        doubt = "sounds like an order: " if change.order_like else ""
        click.echo(f"{_MARKS.get(change.risk, '  ')} {doubt}{change.sentence}")
    if text:
        for names, lines in _alike(found):
            click.echo(f"\n{', '.join(names)}\n{lines}")


def _alike(found: ReleaseDiff) -> list[tuple[list[str], str]]:
    """Texts that changed in the same lines, once; a price stands in every goal."""
    groups: dict[str, list[str]] = {}
    for name, lines in found.texts.items():
        body = [x for x in lines.splitlines()[2:] if x.startswith(("+", "-"))]
        groups.setdefault("\n".join(body), []).append(name)
    return [(names, body) for body, names in groups.items()]
