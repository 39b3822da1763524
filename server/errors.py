"""The errors of the server package: one tree.

    ServerError
    ├── SettingsError      the environment or site.toml holds a missing or wrong value
    ├── DatabaseError      the SQL database cannot be used
    ├── BuildError         the site gave nothing to build from, or another one runs
    ├── LabelError         a label does not exist, or moved meanwhile (LabelConflictError)
    ├── RequestError       a request that asks for what is not there
    ├── ApiKeyError        the knowledge API was called without one of its keys
    ├── SessionError       a session key that is unknown, forged or over
    └── RealtimeError      the Realtime vendor did not give a client secret

Every error has a stable `code` (problem+json repeats it) and an HTTP `status`; its message names
the thing, the value and the next step, and never holds a key or a vendor's text.
"""

from __future__ import annotations

from typing import ClassVar


class ServerError(Exception):
    """Base of the package."""

    code: ClassVar[str] = "server_error"
    status: ClassVar[int] = 500


class SettingsError(ServerError):
    """A setting is missing or wrong."""

    code = "bad_settings"


class DatabaseError(ServerError):
    """The database cannot be opened, or is not of this version."""

    code = "database_unavailable"
    status = 503


class BuildError(ServerError):
    """The site gave nothing to build from."""

    code = "build_failed"


class BuildBusyError(BuildError):
    """Another build runs."""

    code = "build_busy"
    status = 409


class LabelError(ServerError):
    """A label that does not exist, or that points nowhere."""

    code = "no_release"
    status = 503


class LabelConflictError(LabelError):
    """Somebody moved the label between reading and writing it."""

    code = "label_conflict"
    status = 409


class RequestError(ServerError):
    """The request cannot be answered as it is."""

    code = "bad_request"
    status = 400


class NotJsonError(RequestError):
    """The body is not declared as JSON."""

    code = "not_json"
    status = 415


class OriginRefusedError(RequestError):
    """The request does not come from a page that may ask."""

    code = "origin_refused"
    status = 403


class UnknownToolError(RequestError):
    """No such tool."""

    code = "tool_unknown"
    status = 404


class ApiKeyError(ServerError):
    """The API key is missing or wrong."""

    code = "api_key_refused"
    status = 401


class SessionError(ServerError):
    """The session key opens no session."""

    code = "session_unknown"
    status = 401


class SessionEndedError(SessionError):
    """The session is over."""

    code = "session_ended"
    status = 410


class RealtimeError(ServerError):
    """The Realtime vendor gave no client secret."""

    code = "upstream_failed"
    status = 502

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds that the vendor asks us to wait, when it says so."""


class RealtimeTimeoutError(RealtimeError):
    """No answer in time."""

    code = "upstream_timeout"
    status = 504


class RealtimeUnreachableError(RealtimeError):
    """No connection."""

    code = "upstream_unreachable"


class RealtimeKeyRefusedError(RealtimeError):
    """Our API key was refused."""

    code = "upstream_key_refused"
    status = 503


class RealtimeBusyError(RealtimeError):
    """Too many requests for the vendor; another try later may work."""

    code = "upstream_busy"
    status = 503


class RealtimeSpendLimitError(RealtimeError):
    """The account has no money left: never retried."""

    code = "upstream_spend_limit"
    status = 503


class RealtimeRefusedError(RealtimeError):
    """The vendor refused the session body: a defect of ours or a model that is gone."""

    code = "upstream_refused_request"


class RealtimeGarbledError(RealtimeError):
    """The vendor's answer is not what it publishes."""

    code = "upstream_garbled"
