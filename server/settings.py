"""The environment, read once into a frozen value.

Secrets and endpoints live here; what the business decides is in site.toml (server/site_file.py).
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from server.errors import SettingsError

_ORIGIN = re.compile(r"(https?)://(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?")
_DEFAULT_PORTS = {"http": "80", "https": "443"}


class Settings(BaseSettings):
    """Every environment variable that the project reads."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, use_attribute_docstrings=True
    )

    openai_api_key: Annotated[SecretStr | None, Field(validation_alias="OPENAI_API_KEY")] = None
    """Needed by the web processes in production; `sitebrief demo` brings its own."""
    openai_base_url: Annotated[str, Field(validation_alias="OPENAI_BASE_URL")] = (
        "https://api.openai.com/v1"
    )
    """Where the Realtime API answers, with /v1."""
    allowed_origins: Annotated[
        tuple[str, ...], NoDecode, Field(validation_alias="VOICE_AGENT_ALLOWED_ORIGINS")
    ] = ()
    """Comma-separated origins, scheme://host[:port]; empty: same origin only."""
    rate_limit: Annotated[int, Field(validation_alias="VOICE_AGENT_RATE_LIMIT", ge=1)] = 10
    """Mints per visitor's address and minute."""
    data: Annotated[Path, Field(validation_alias="SITEBRIEF_DATA")] = Path("data")
    """Folder that holds store/ and releases/."""
    secret_key: Annotated[SecretStr | None, Field(validation_alias="SITEBRIEF_SECRET_KEY")] = None
    """Signs session keys, at least 32 characters. Unset on one machine: a random one is kept in
    store/."""
    api_keys: Annotated[
        tuple[SecretStr, ...], NoDecode, Field(validation_alias="SITEBRIEF_API_KEYS")
    ] = ()
    """Comma-separated keys of the knowledge API."""
    database_url: Annotated[SecretStr | None, Field(validation_alias="DATABASE_URL")] = None
    """postgresql://… ; unset: SQLite in store/."""
    redis_url: Annotated[SecretStr | None, Field(validation_alias="REDIS_URL")] = None
    """redis://… ; unset: limits are counted in memory, per process."""
    chroma_url: Annotated[str | None, Field(validation_alias="CHROMA_URL")] = None
    """A Chroma server; unset: one directory per release."""
    trusted_proxies: Annotated[
        int, Field(validation_alias="SITEBRIEF_TRUSTED_PROXIES", ge=0, le=1)
    ] = 0
    """1 behind exactly one reverse proxy that overwrites X-Forwarded-*; 0 believes no such
    header."""

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split_origins(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(origin_of(part.strip()) for part in value.split(",") if part.strip())

    @field_validator("api_keys", mode="before")
    @classmethod
    def _split_keys(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("openai_base_url", "chroma_url")
    @classmethod
    def _is_http(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"https?://[^/\s]+", value):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/") if value else value

    @field_validator("secret_key")
    @classmethod
    def _is_long(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 32:
            raise ValueError("must have at least 32 characters")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.match(
            r"(postgres(ql)?(\+psycopg)?|sqlite)://", value.get_secret_value()
        ):
            raise ValueError("must begin with postgresql:// or sqlite://")
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.match(r"rediss?://", value.get_secret_value()):
            raise ValueError("must begin with redis:// or rediss://")
        return value

    @model_validator(mode="after")
    def _share_the_key(self) -> Self:
        if self.database_url and not self.secret_key:
            url = self.database_url.get_secret_value()
            if not url.startswith("sqlite"):
                raise ValueError(
                    "SITEBRIEF_SECRET_KEY is not set but DATABASE_URL is: every process must sign "
                    "with the same key; set it to the output of `openssl rand -hex 32`"
                )
        return self

    @property
    def store(self) -> Path:
        """Folder of databases, caches and locks."""
        return self.data / "store"

    @property
    def releases(self) -> Path:
        """Folder of the releases."""
        return self.data / "releases"

    @property
    def sql_url(self) -> str:
        """SQLAlchemy URL of the database."""
        if self.database_url is None:
            return f"sqlite:///{(self.store / 'sitebrief.db').resolve()}"
        return re.sub(
            r"^postgres(ql)?://", "postgresql+psycopg://", self.database_url.get_secret_value()
        )


def read_settings() -> Settings:
    """Read the environment.

    Raises SettingsError with one line that names the variable, and never repeats a secret.
    """
    try:
        return Settings()
    except ValidationError as exc:
        problem = exc.errors(include_url=False, include_input=False)[0]
        reason = problem["msg"].removeprefix("Value error, ")
        variable = str(problem["loc"][0]) if problem["loc"] else ""
        raise SettingsError(f"{variable}: {reason}" if variable else reason) from None


def origin_of(text: str) -> str:
    """Return the origin `text` as a browser writes it: lower case, no default port.

    Raises ValueError for anything that is not exactly scheme://host[:port].
    """
    match = _ORIGIN.fullmatch(text.lower().removesuffix("/"))
    if not match or int(match[3] or 1) not in range(1, 65536):
        raise ValueError(f'"{text}" is not an origin; write scheme://host[:port]')
    scheme, host, port = match.groups()
    return f"{scheme}://{host}" + (f":{port}" if port and port != _DEFAULT_PORTS[scheme] else "")


def ready_store(settings: Settings) -> Path:
    """Make the data folders and return store/; raises SettingsError when they cannot be written."""
    for folder in (settings.store, settings.releases):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as exc:
            raise SettingsError(
                f"SITEBRIEF_DATA: cannot write in {folder} ({exc.strerror}); "
                "give the user the right to write there or set SITEBRIEF_DATA to another folder"
            ) from exc
    return settings.store


def signing_key(settings: Settings) -> str:
    """Return SITEBRIEF_SECRET_KEY, or this machine's random key, made on first use (mode 0600)."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    path = settings.store / "secret.key"
    if not path.exists():
        fresh = path.with_name(f".secret.key-{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):  # another process was first: its key counts
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text()
