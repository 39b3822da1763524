"""What the crawl process may take of the machine."""

from __future__ import annotations

import resource


def limit_memory(megabytes: int) -> None:
    """Cap this process's address space (RLIMIT_AS); an allocation beyond it is a MemoryError.

    Processes that it starts afterwards inherit the cap; those that run already do not.
    """
    size = megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size if hard < 0 else min(size, hard), hard))
