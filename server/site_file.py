"""site.toml: what the business decides, validated table by table."""

from __future__ import annotations

import ipaddress
import tomllib
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError

from compiler.rules import CompileRules, GateRules
from crawler.rules import CrawlRules
from crawler.site import SiteIdentity
from index.rules import LookupRules
from server.errors import SettingsError
from server.site_rules import (
    BookingRules,
    CostRules,
    CrmRules,
    ExtractionRules,
    ScheduleRules,
    Table,
    VoiceRules,
)


class SiteFile(Table):
    """The whole file."""

    site: SiteIdentity
    crawl: CrawlRules = CrawlRules()
    extraction: ExtractionRules = ExtractionRules()
    lookup: LookupRules = LookupRules()
    compile: CompileRules = CompileRules()
    voice: VoiceRules = VoiceRules()
    gates: GateRules = GateRules()
    schedule: ScheduleRules = ScheduleRules()
    booking: BookingRules = BookingRules()
    costs: CostRules = CostRules()
    crm: CrmRules = CrmRules()
    corrections: Annotated[Path | None, Field(exclude=True)] = None
    """corrections.toml beside the file, when there is one; never written in the file itself."""

    def vendor_names(self) -> dict[str, str]:
        """Return role to name of the models in use, and the voice under "voice"."""
        used = {
            "realtime": self.voice.model,
            "transcription": self.voice.transcription_model,
            "voice": self.voice.voice,
        }
        if self.extraction.assist != "off":
            used["assistant"] = self.extraction.assistant.model
        return {role: name for role, name in used.items() if name}


def read_site_file(path: Path) -> SiteFile:
    """Read and check `path`; raises SettingsError: one line naming file, table, field, value."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            f"{path} does not exist; name your site file with --site FILE"
        ) from None
    except OSError as exc:
        raise SettingsError(
            f"{path} cannot be read: {exc.strerror}; check its permissions"
        ) from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{path} is not TOML: {exc}; mend that line") from exc
    if "corrections" in tables:
        raise SettingsError(
            f"{path}: corrections stand in corrections.toml beside it; move them there"
        )
    beside = path.with_name("corrections.toml")
    try:
        site = SiteFile.model_validate(tables)
    except ValidationError as exc:
        raise SettingsError(f"{path}: {_first(exc)}") from None
    _check_start_urls(site, path)
    return site.model_copy(update={"corrections": beside if beside.exists() else None})


def for_url(site: SiteFile, url: str) -> tuple[SiteFile, str | None]:
    """Return `site` turned to `url`, with everything dropped that is bound to the old site.

    A loopback or private address that is named with its port is allowed, exactly that host and
    port; the second value is then the line that says so. Raises SettingsError for what is not an
    http(s) URL.
    """
    parts = _parts(url)
    allowed = _private_host(parts.hostname or "", parts.port)
    turned = SiteFile(
        site=SiteIdentity(start_urls=(url,)),
        crawl=site.crawl.model_copy(
            update={
                "include": (),
                "exclude": (),
                "extra_urls": (),
                "hosts": (),
                "aliases": (),
                "allow_private_hosts": (allowed,) if allowed else (),
            }
        ),
        extraction=site.extraction,
        lookup=site.lookup,
        compile=site.compile.model_copy(update={"routes": {}, "approved_contacts": ()}),
        voice=site.voice,
        gates=site.gates,
        schedule=site.schedule,
        costs=site.costs,
        crm=site.crm,
    )
    return (
        turned,
        f"{allowed} is a private address: allowed for this command only" if allowed else None,
    )


def _private_host(host: str, port: int | None) -> str | None:
    """Return "host:port" when `host` is written as a private address with its port, else None."""
    if port is None:
        return None
    if host == "localhost" or host.endswith(".localhost"):
        return f"{host}:{port}"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    if address.is_global:
        return None
    return f"[{host}]:{port}" if address.version == 6 else f"{host}:{port}"


def _check_start_urls(site: SiteFile, path: Path) -> None:
    if not site.site.start_urls:
        raise SettingsError(f"{path}: [site] start_urls is empty; write your home page there")
    for url in site.site.start_urls:
        try:
            _parts(url)
        except SettingsError as exc:
            raise SettingsError(f"{path}: [site] start_urls: {exc}") from None


def _parts(url: str) -> Any:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = None
    if not usable:
        raise SettingsError(f'"{url}" is not a web address; write http://… or https://…')
    return parts


def _first(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    table, *fields = (str(part) for part in problem["loc"])
    field = ".".join(fields)
    if problem["type"] == "extra_forbidden":
        what = f'unknown field "{field}"' if field else "unknown table"
        return f"[{table}] {what}; take it out or look up its name in the default data/site.toml"
    if problem["type"] == "missing":
        return (
            f"[{table}] {field or 'is'} missing; add it as in the default data/site.toml".replace(
                "  ", " "
            )
        )
    reason = problem["msg"].removeprefix("Value error, ")
    value = str(problem["input"])[:80]
    return f'[{table}] {field} = "{value}": {reason[0].lower()}{reason[1:]}; mend that value'
