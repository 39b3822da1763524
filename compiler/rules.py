"""What the business decides about instructions: the tables [compile] and [gates] of site.toml."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)


def is_plain_name(text: str) -> bool:
    """Whether `text` can stand between the dots of a file name on any system: letters, digits,
    hyphens and underscores.
    """
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", text) is not None


def _plain_name(text: str) -> str:
    if not is_plain_name(text):
        raise ValueError(f'"{text[:40]}" is no name; use at most 64 letters, digits and hyphens')
    return text


def _tag(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", text):
        raise ValueError(f'"{text[:40]}" is no BCP 47 primary tag such as "pt"')
    return text


Name = Annotated[str, AfterValidator(_plain_name)]
Tag = Annotated[str, AfterValidator(_tag)]


class CompileRules(BaseModel):
    """[compile]: which instructions are made, how long they may be, and whose contacts may stand in
    them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    goals: tuple[Name, ...] = ("discovery-call", "information", "support")
    """Folders of prompts/goals/ to compile; the first is the default of a visitor."""
    languages: tuple[Tag, ...] = ()
    """BCP 47 primary tags, each needing prompts/locales/<tag>.toml; empty: the site's own, else
    English."""
    variants: tuple[Name, ...] = ("A",)
    """A is the text as it stands; B takes sections named <section>.B.md.j2 where there are any.
    Visitors get A, or the first one where there is no A."""
    budget: int = Field(default=6_000, ge=2_000)
    """Tokens (o200k_base) of instructions and tools together; facts are chosen to fit."""
    demand: Literal["lookups", "priors"] = "lookups"
    """lookups: what visitors looked up in the last four weeks helps to choose the facts, once 200
    conversations did. priors: only our estimates choose."""
    warn_tokens: int = 8_000
    """Above this lint warns: the vendor sees quality fall."""
    max_tokens: int = Field(default=16_384, validate_default=True)
    """Above this nothing is compiled: the API refuses longer instructions."""
    routes: dict[str, str] = Field(default_factory=dict)
    """Path prefix of the visitor's page to goal, such as "/support" = "support"; the longest prefix
    wins."""
    approved_contacts: tuple[str, ...] = ()
    """E-mail addresses, phones (E.164) and hosts or URLs that may be spoken though they are not on
    your domain."""

    @field_validator("goals", "variants")
    @classmethod
    def _some(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not names:
            raise ValueError("is empty; name at least one")
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f'"{twice[0]}" is named twice; take one out')
        return names

    @field_validator("max_tokens")
    @classmethod
    def _has_room(cls, most: int, info: ValidationInfo) -> int:
        budget = info.data.get("budget", 0)
        if most < budget:
            raise ValueError(f"is less than budget = {budget}, so nothing could be compiled")
        return most

    @field_validator("routes")
    @classmethod
    def _lead_somewhere(cls, routes: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        goals = info.data.get("goals", routes.values())
        for path, goal in routes.items():
            if not path.startswith("/"):
                raise ValueError(f'"{path}" is no path; begin it with a slash')
            if goal not in goals:
                raise ValueError(
                    f'"{path}" leads to "{goal}", which [compile] goals does not name; it has '
                    f"{', '.join(goals)}"
                )
        return routes


class GateRules(BaseModel):
    """[gates]: changes that wait for a person instead of going live by themselves."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    price_percent: float = Field(default=20.0, ge=0)
    """A price that moves by more than this share waits."""
    pages_gone_percent: float = Field(default=30.0, ge=0, le=100)
    """Waits when more than this share of the pages is gone."""
    records_gone_percent: float = Field(default=50.0, ge=0, le=100)
    """Waits when more than this share of the records of one kind (of at least four) is gone."""
    kind_emptied: bool = True
    """Waits when a kind (services, prices, …) that had records has none."""
    contacts_changed: bool = True
    """Waits when an e-mail address, phone or booking link appears, changes or goes."""
    language_changed: bool = True
    """Waits when the main language of the records is another."""
    new_links: bool = True
    """Waits when instructions name a web address that the last release did not."""
    lint_errors: bool = True
    """Waits when lint found an error."""
    imperative_text: bool = True
    """Waits when new site text sounds like an order to the agent."""


def goal_for(path: str, rules: CompileRules) -> str:
    """The goal of a visitor who is on `path`: the longest matching route, else the first goal."""
    fits = [p for p in rules.routes if path == p or path.startswith(f"{p.rstrip('/')}/")]
    return rules.routes[max(fits, key=len)] if fits else rules.goals[0]
