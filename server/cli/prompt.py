"""sitebrief prompt."""

from __future__ import annotations

import json
from pathlib import Path

import click
from pydantic import ValidationError

from compiler.compile import tool_tokens
from compiler.emitters import EMITTERS
from compiler.explain import explain as explain_facts
from compiler.page import Script
from compiler.tokens import count_tokens
from server.cli.context import desk, reading_site, site_option
from server.cli.output import say
from server.errors import RequestError
from server.minting import Wish, chosen
from server.serving import serving_release


@click.command()
@click.option("--goal", help="What the conversation is for; default: the first.")
@click.option("--language", help="BCP 47 tag; default: the first.")
@click.option("--variant", help="A or B; default A.")
@click.option("--release", help="Id or label; default: production, else the newest.")
@click.option("--explain", is_flag=True, help="Print where each stated fact comes from instead.")
@click.option(
    "--session",
    type=click.Choice(sorted(EMITTERS)),
    help="Print the whole session body for this API instead, as JSON: instructions, tools, voice, "
    "limits.",
)
@site_option
def prompt(
    release: str | None,
    session: str | None,
    site_file: Path | None,
    *,
    explain: bool,
    **wished: str | None,
) -> None:
    """Print the instructions that a session gets, byte for byte; their tokens on stderr."""
    site = reading_site(site_file)
    with desk(site) as at:
        found = serving_release(at.services, release)
    script = Script(*chosen(_wish(wished), found, site.compile))
    text = found.instructions_for(script.goal, script.language, script.variant)
    if explain and session:
        raise click.UsageError("--explain and --session print different things; choose one")
    if session:
        body = EMITTERS[session](
            found, script.goal, script.language, script.variant, site.voice.of_release()
        )
        click.echo(json.dumps(body, ensure_ascii=False, indent=2))
    elif explain:
        click.echo(explain_facts(found.report, script), nl=False)
    else:
        click.echo(text.encode(), nl=False)
    tools = tool_tokens(found.tools)
    say(f"{found.id} {script.name}: {count_tokens(text)} tokens, and {tools} of tools")


def _wish(wished: dict[str, str | None]) -> Wish:
    try:
        return Wish.model_validate(wished)
    except ValidationError as exc:
        field = str(exc.errors()[0]["loc"][0])
        given = (wished[field] or "")[:20]
        raise RequestError(f'--{field} "{given}…" is too long for a name; mend it') from None
