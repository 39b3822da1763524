"""How often one address may mint: Flask-Limiter over memory or Redis, IPv6 counted by /64."""

from __future__ import annotations

import ipaddress

from flask import request
from flask_limiter import Limiter

from server import windows
from server.settings import Settings

_REDIS_SECONDS = 1


def limiter(settings: Settings) -> Limiter:
    """Return the limiter.

    Without Redis it counts in this process; while Redis is away too, with half the limit.
    """
    redis = settings.redis_url.get_secret_value() if settings.redis_url else None
    waits = {"socket_connect_timeout": _REDIS_SECONDS, "socket_timeout": _REDIS_SECONDS}
    return Limiter(
        visitor_network,
        storage_uri=redis or f"{windows.SCHEME}://",
        storage_options=dict(waits) if redis else {},
        strategy="moving-window",
        in_memory_fallback=[per_minute(max(1, settings.rate_limit // 2))] if redis else [],
        in_memory_fallback_enabled=bool(redis),
        key_prefix="sitebrief",
    )


def per_minute(count: int) -> str:
    """Return the limit as the limits library writes it."""
    return f"{count} per minute"


def visitor_network() -> str:
    """Network of the visitor of this request."""
    return network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """Return `address`, or its /64 for IPv6: a household has that many addresses to itself.

    IPv4 written as IPv6 (::ffff:1.2.3.4) counts as IPv4; what is not an address counts as one
    visitor.
    """
    try:
        parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
