"""The command line: commands load when they are called, so that `--help` answers at once."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from compiler.errors import CompileError
from crawler.errors import CrawlError
from index.errors import IndexingError
from server.errors import ServerError

COMMANDS: dict[str, tuple[str, str]] = {
    "inspect": (
        "server.cli.inspect:inspect",
        "Crawl a site and print what was read; keeps nothing.",
    ),
    "build": (
        "server.cli.build:build",
        "Make a release from the site and publish it unless a gate holds it.",
    ),
    "prompt": ("server.cli.prompt:prompt", "Print the instructions that a session gets."),
    "ask": ("server.cli.ask:ask", "Ask the site's knowledge a question."),
    "releases": ("server.cli.releases:releases", "List, compare, publish and roll back releases."),
    "serve": ("server.cli.serve:serve", "Run the web process."),
    "worker": ("server.cli.worker:worker", "Run the nightly rebuild."),
    "run": ("server.cli.run:run", "Run web and worker on one machine."),
    "demo": ("server.cli.demo:demo", "Build the sample site and serve it; no key, no network."),
    "check": ("server.cli.check:check", "Say what is configured, reachable and missing."),
    "crawl": ("server.cli.crawl:crawl", "Look at the last crawl."),
    "leads": ("server.cli.leads:leads", "Print what visitors left for the team as CSV."),
    "audit": ("server.cli.audit:audit", "Look at the audit log."),
}
"""Name to (where the command is, its line in --help)."""

KNOWN_ERRORS = (ServerError, CrawlError, IndexingError, CompileError)


class LazyGroup(click.Group):
    """A group that imports a command when it is called; a known error is one line and exit 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KNOWN_ERRORS as exc:
            raise click.ClickException(" ".join(str(exc).split())) from exc


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--site",
    "site_file",
    type=click.Path(path_type=Path),
    help="Site file; default data/site.toml.",
)
@click.version_option(package_name="sitebrief")
@click.pass_context
def main(ctx: click.Context, site_file: Path | None) -> None:
    """Keep a voice agent's instructions true to what the company's website says today."""
    ctx.obj = site_file
