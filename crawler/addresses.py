"""Which network addresses a crawl may connect to: public ones, and the host:port pairs the owner
named.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")
_IETF = ip_network("192.0.0.0/24")
"""Protocol assignments (RFC 6890); some Python versions call parts of it global."""


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet: not private, loopback, link-local, shared,
    multicast, reserved, nor one of these inside an IPv6 address (mapped, NAT64, 6to4, Teredo). IANA
    special registries.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = _embedded(found)
        if inner is not None:
            return is_public(str(inner))
        if found.teredo is not None or found.is_site_local:
            return False
    elif found in _IETF:
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class AddressFilter:
    """Decides at connect time, on the resolved address, so a name that resolves anew cannot get
    around it.
    """

    def __init__(self, allowed: Iterable[str]) -> None:
        """`allowed`: exact host:port pairs that may be private, such as "127.0.0.1:8000"."""
        self._allowed = frozenset(_split(entry) for entry in allowed)
        self.blocked: dict[tuple[str, int], str] = {}
        """What was refused, by (host, port): the address."""

    def names(self, host: str, port: int) -> bool:
        """Whether the owner named this host:port."""
        return (host.lower().strip("[]"), port) in self._allowed

    def permits(self, host: str, port: int, address: str) -> bool:
        """Whether a connection for host:port may go to `address`; a refusal is remembered in
        `blocked`.
        """
        if self.names(host, port) or is_public(address):
            return True
        self.blocked[host.lower().strip("[]"), port] = address
        return False


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine by its very name."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")


def _split(entry: str) -> tuple[str, int]:
    host, _, port = entry.rpartition(":")
    return host.lower().strip("[]"), int(port)
