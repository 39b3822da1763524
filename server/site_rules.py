"""The tables of site.toml that are the server's own; each other stage has its own beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator

from compiler.voice import Voice
from crawler.assist_rules import AssistRules


class Table(BaseModel):
    """One table: frozen, and no field that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ExtractionRules(Table):
    """[extraction]: how pages are read."""

    assist: Literal["off", "openai"] = "off"
    """off: rules alone read the pages. openai: a model looks over them, too; only what it finds in
    the page's own words is kept."""
    assistant: AssistRules = AssistRules()
    """Its model, prices and the most that one build may spend."""


class VoiceRules(Voice):
    """[voice]: how the agent sounds, hears, and for how long; and how browsers connect."""

    mode: Literal["ephemeral", "unified"] = "ephemeral"
    """ephemeral: the browser gets a 60-second secret; unified: it gets none, the server exchanges
    the SDP."""
    ice_servers: tuple[str, ...] = ()
    """STUN or TURN URLs for the browser; none are needed for OpenAI."""

    def of_release(self) -> Voice:
        """Return the part that releases hold."""
        return Voice(**{name: getattr(self, name) for name in Voice.model_fields})


class ScheduleRules(Table):
    """[schedule]: when the worker rebuilds by itself."""

    nightly: str = Field(default="03:30", pattern=r"^(|([01]\d|2[0-3]):[0-5]\d)$")
    """HH:MM of the nightly rebuild in `timezone`; "" for none. A missed one is caught up once."""
    timezone: str = "UTC"
    """IANA name, such as Europe/Lisbon."""

    @field_validator("timezone")
    @classmethod
    def _exists(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("is not an IANA time zone such as Europe/Lisbon")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)


class BookingRules(Table):
    """[booking]: where a call is booked."""

    url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    """Given to the agent as the booking page; none: the one that the site links."""


class ModelPrice(Table):
    """USD per million tokens of one model."""

    text_in: Decimal = Field(ge=0)
    text_cached: Decimal = Field(ge=0)
    text_out: Decimal = Field(ge=0)
    audio_in: Decimal = Field(default=Decimal(0), ge=0)
    audio_cached: Decimal = Field(default=Decimal(0), ge=0)
    audio_out: Decimal = Field(default=Decimal(0), ge=0)


class CostRules(Table):
    """[costs]: what is spent, in USD."""

    monthly_fixed: Decimal = Field(default=Decimal(90), ge=0)
    """Hosting and subscriptions a month."""
    monthly_budget: Decimal = Field(default=Decimal(500), ge=0)
    """Most that conversations may cost in a month."""
    prices_as_of: str = Field(default="2026-11-01", pattern=r"^\d{4}-\d{2}-\d{2}$")
    """Date of the prices below."""
    models: dict[str, ModelPrice] = {}
    """Model name to its prices."""


class CrmRules(Table):
    """[crm]: where leads go."""

    url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    """Webhook of the CRM; none: leads stay in the database."""
