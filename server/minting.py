"""Minting: one visitor, one session, pinned to the release that is live now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from compiler.release import DEFAULT_VARIANT, Release
from compiler.rules import CompileRules, goal_for
from compiler.session_body import session_body
from server.errors import RequestError
from server.live import LiveReleases
from server.realtime import Asked, Realtime
from server.sessions import Session, SessionBook, SessionKeys, new_session_id
from server.site_rules import VoiceRules

_FALLBACK_LANGUAGE = "en"
_KEPT = 64
"""Request bodies kept, some 25 KB each: every text of a few releases."""


class Wish(BaseModel):
    """What the visitor's page asks for; everything may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    goal: str | None = Field(default=None, max_length=64)
    """One of the goals that the release was compiled for."""
    language: str | None = Field(default=None, max_length=35)
    """BCP 47 tag, such as the page's or the browser's; one that the release lacks falls back."""
    variant: str | None = Field(default=None, max_length=64)
    page: str | None = Field(default=None, max_length=2048)
    """Path of the page that the visitor is on; decides the goal when none is given."""


@dataclass(frozen=True)
class Minted:
    """What the browser gets."""

    token: str
    expires_at: int
    """Unix seconds until which the token starts a session."""
    session_id: str
    session_key: str
    """Authorises the session's tool calls and lifecycle; nothing else."""
    call_url: str
    model: str
    release: str
    max_seconds: int


@dataclass(frozen=True)
class Mint:
    """What minting needs."""

    live: LiveReleases
    realtime: Realtime
    book: SessionBook
    keys: SessionKeys
    voice: VoiceRules
    rules: CompileRules
    _made: dict[tuple[str, ...], Asked] = field(default_factory=dict, repr=False)

    def session(self, wish: Wish, *, now: datetime) -> Minted:
        """Mint a session for `wish`.

        Raises RequestError for a goal or variant that the release lacks, LabelError without a
        release, RealtimeError.
        """
        release = self.live.production()
        goal, language, variant = chosen(wish, release, self.rules)
        asked = self._asked(release, goal, language, variant)
        secret = self.realtime.client_secret(asked, now=now.timestamp())
        session = Session(
            id=new_session_id(),
            release_id=release.id,
            goal=goal,
            language=language,
            variant=variant,
            model=secret.model,
            created_at=now,
            max_seconds=longest(release, self.voice),
        )
        self.book.add(session)
        return self._minted(session, secret.value, secret.expires_at)

    def _asked(self, release: Release, goal: str, language: str, variant: str) -> Asked:
        """Return what to ask the vendor for, made once for each text of a release."""
        name = (release.id, goal, language, variant)
        found = self._made.get(name)
        if found is None:
            body = session_body(release, goal, language, variant, self.voice.of_release())
            found = Asked(body)
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[name] = found
        return found

    def _minted(self, session: Session, token: str, expires_at: int) -> Minted:
        return Minted(
            token=token,
            expires_at=expires_at,
            session_id=session.id,
            session_key=self.keys.issue(session),
            call_url=self.realtime.call_url,
            model=session.model,
            release=session.release_id,
            max_seconds=session.max_seconds,
        )


def longest(release: Release, rules: VoiceRules) -> int:
    """Return the seconds that a session of `release` may last: its own cap, or a shorter one that
    site.toml has now.
    """
    own = release.voice.max_seconds if release.voice else rules.max_seconds
    return min(own, rules.max_seconds)


def chosen(wish: Wish, release: Release, rules: CompileRules) -> tuple[str, str, str]:
    """Return the goal, language and variant that `release` has for `wish`.

    What the visitor's page does not ask for falls back: a goal to the rules' first that the release
    has (an older release may lack the one of a route), a language to the rules' first, then
    English, then any, a variant to A, then the rules' first. A goal or variant that is asked for
    and unknown is a RequestError.
    """
    names = [tuple(name.split(".")) for name in sorted(release.instructions)]
    goal = wish.goal or _goal_of(wish.page or "/", [name[0] for name in names], rules)
    languages = {name[1] for name in names if name[0] == goal}
    if not languages:
        goals = ", ".join(sorted({name[0] for name in names}))
        raise RequestError(f'no goal "{goal}" in release {release.id}; it has {goals}')
    wanted = (wish.language or "").split("-")[0].lower()
    order = (wanted, *rules.languages, _FALLBACK_LANGUAGE, *sorted(languages))
    language = next(tag for tag in order if tag in languages)
    variants = [name[2] for name in names if name[:2] == (goal, language)]
    first = next(v for v in (DEFAULT_VARIANT, *rules.variants, *variants) if v in variants)
    variant = wish.variant or first
    if variant not in variants:
        raise RequestError(
            f'no variant "{variant}" of {goal}.{language}; there is {", ".join(variants)}'
        )
    return goal, language, variant


def _goal_of(path: str, goals: Sequence[str], rules: CompileRules) -> str:
    """Return the goal of a visitor on `path`: that of the rules where `goals` has it."""
    meant = goal_for(path, rules)
    return next((goal for goal in (meant, *rules.goals, *goals) if goal in goals), meant)


def as_json(minted: Minted) -> dict[str, Any]:
    """Return the reply's JSON object."""
    return dict(vars(minted))
