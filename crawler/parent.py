"""A process ends with the one that started it, also when that one is killed and can stop nobody.

Its parent holds the other end of a pipe, which the system closes however the parent ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable


def end_with_input(*, grace: float = 0.0) -> None:
    """End this process when its standard input is closed; what it reads there is thrown away.

    `grace`: seconds to stop in, after SIGTERM; with 0 it ends at once.
    """

    def wait() -> None:
        while os.read(0, 4096):
            pass
        if grace:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(grace)

    _end_after(wait)


def end_with_parent() -> None:
    """End this process, which `multiprocessing` started, when the one that did is gone.

    The processes of a pool wait for work on a pipe that each of them holds open for the others.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        _end_after(parent.join)


def _end_after(wait: Callable[[], None]) -> None:
    def end() -> None:
        wait()
        os._exit(1)

    threading.Thread(target=end, name="end with parent", daemon=True).start()
