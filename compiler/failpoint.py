"""Places where a test may kill the process, to prove that no state in between is ever visible.

`SITEBRIEF_FAILPOINT=stage:n` kills this process with SIGKILL the n-th time that `stage` is reached.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

VARIABLE = "SITEBRIEF_FAILPOINT"
_reached: Counter[str] = Counter()


def reach(stage: str) -> None:
    """Mark that `stage` was reached; does nothing unless the variable names this stage and this
    count.
    """
    wanted, _, count = os.environ.get(VARIABLE, "").partition(":")
    if wanted != stage:
        return
    _reached[stage] += 1
    if _reached[stage] == int(count or 1):
        os.kill(os.getpid(), signal.SIGKILL)
