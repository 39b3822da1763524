"""What can go wrong while a site is fetched.

CrawlError
├── StartUrlError      no start URL could be read: down, refused, off-site, a private address
├── RobotsError        robots.txt cannot be had, so nothing may be fetched
├── CrawlBusyError     another crawl holds this store
├── CrawlProcessError  the crawl's own process ended early (memory, wall clock, a fault of ours)
├── StoreError         the page store cannot be read or written
└── AssistError        the language model that assists reading could not be asked
"""

from __future__ import annotations


class CrawlError(Exception):
    """Base of every error of the fetch side; its message is one line a person can act on."""


class StartUrlError(CrawlError):
    """No start URL could be read."""


class RobotsError(CrawlError):
    """robots.txt answered with a server error or not at all (RFC 9309, 2.3.1.4: assume full
    disallow).
    """


class CrawlBusyError(CrawlError):
    """Another crawl is writing to the same store."""


class CrawlProcessError(CrawlError):
    """The crawl process ended before its work was done; what it had fetched is kept and resumed."""


class StoreError(CrawlError):
    """The page store cannot be opened or is damaged."""


class AssistError(CrawlError):
    """A language model could not be asked, or gave no usable answer."""
