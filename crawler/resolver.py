"""The address filter where it counts: in the name resolution that every connection of Twisted goes
through.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.addresses import AddressFilter


@implementer(IHostnameResolver)
class FilteringResolver:
    """Resolves names and lets only permitted addresses through, also for literal addresses and
    cached names.

    A connection is made to an address that passed here, never to a name: there is nothing to
    rebind.
    """

    filter: ClassVar[AddressFilter] = AddressFilter(())
    """The one in force in this process."""

    def __init__(self, reactor: Any, inner: Any) -> None:
        self._reactor, self._inner = reactor, inner

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> FilteringResolver:
        """Made by Scrapy for the setting TWISTED_DNS_RESOLVER."""
        FilteringResolver.filter = AddressFilter(
            crawler.settings.getlist("SITEBRIEF_ALLOWED_HOSTS")
        )
        return cls(reactor, CachingHostnameResolver.from_crawler(crawler, reactor))

    def install_on_reactor(self) -> None:
        """Called by Scrapy when the reactor starts."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve, passing on the permitted addresses only."""
        receiver = _Receiver(resolutionReceiver, self.filter, hostName, portNumber)
        return self._inner.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )


@implementer(IResolutionReceiver)
class _Receiver:
    def __init__(self, inner: Any, addresses: AddressFilter, host: str, port: int) -> None:
        self._inner, self._filter, self._host, self._port = inner, addresses, host, port

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self._inner.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if self._filter.permits(self._host, self._port, address.host):
            self._inner.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._inner.resolutionComplete()
