"""python -m server.tied MODULE [ARGUMENT …]: run a module that ends when its parent does.

The parent keeps the pipe on standard input open for as long as it lives.
"""

from __future__ import annotations

import runpy
import sys

from crawler.parent import end_with_input

STOP_SECONDS = 25.0
"""How long a process may take to stop before it is ended."""


def main() -> None:
    """Run the module that the command line names."""
    del sys.argv[0]
    end_with_input(grace=STOP_SECONDS)
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
