"""The command sitebrief check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from server.checks import Finding, findings
from server.cli.context import DEFAULT_SITE, site_option
from server.cli.output import print_json
from server.settings import read_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@site_option
@click.pass_context
def check(ctx: click.Context, as_json: bool, site_file: Path | None) -> None:
    """Say what is configured, reachable and missing, with the next step; exit 1 if broken."""
    found = list(findings(read_settings(), site_file or DEFAULT_SITE))
    if as_json:
        print_json([vars(finding) for finding in found])
    else:
        for line in _lines(found):
            click.echo(line)
    if any(finding.state == "broken" for finding in found):
        ctx.exit(1)


def _lines(found: list[Finding]) -> Iterator[str]:
    width = max(len(finding.name) for finding in found)
    for finding in found:
        step = f"; {finding.step}" if finding.step else ""
        yield f"{finding.state:<7} {finding.name:<{width}}  {finding.says}{step}"
