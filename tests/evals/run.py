"""Run the product on the evaluation sites and print the scorers' tables.

    run.py --evals DIR [--only records|lookup|instructions] [--sites a,b] [--misses] [--keep DIR]

Serves each site on loopback as a static host does, runs `sitebrief inspect URL --json` for the
records and `sitebrief build` + `sitebrief ask --batch` for lookup, each as its own process, hands
the outputs to the scorers, and prints what the compiler made of each site (instructions.py).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SITEBRIEF = Path(sys.executable).with_name("sitebrief")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(evals: Path, slug: str) -> Iterator[str]:
    """The URL of a site while its server runs."""
    port = free_port()
    command = [sys.executable, str(evals / "serve_site.py"), str(evals / "sites" / slug), str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def sitebrief(*args: str, out: Path | None = None, data: Path) -> bool:
    """Run one command with its own data directory; a failure is reported and scored as empty."""
    environment = {**os.environ, "SITEBRIEF_DATA": str(data)}
    done = subprocess.run(
        [str(SITEBRIEF), *args], capture_output=True, env=environment, check=False
    )
    if done.returncode:
        print(f"sitebrief {' '.join(args)}: exit {done.returncode}", file=sys.stderr)
        print(done.stderr.decode()[-600:], file=sys.stderr)
    elif out is not None:
        out.write_bytes(done.stdout)
    return done.returncode == 0


def evaluate(evals: Path, slug: str, folder: Path, only: str | None) -> None:
    """Write predicted records and answers of one site into `folder`."""
    with served(evals, slug) as url:
        if only in (None, "records"):
            begun = time.perf_counter()
            sitebrief(
                "inspect", url, "--json", out=folder / f"{slug}.records.json", data=folder / slug
            )
            print(f"{slug}: inspected in {time.perf_counter() - begun:.1f} s", file=sys.stderr)
        if only != "records":
            questions = str(evals / "questions" / f"{slug}.json")
            built = sitebrief("build", "--url", url, data=folder / slug)
            if built and only != "instructions":
                for field in ("q", "query"):
                    sitebrief(
                        "ask", "--batch", questions, "--field", field, "--json",
                        out=folder / f"{slug}.{field}.json", data=folder / slug,
                    )  # fmt: skip


def score(script: Path, pairs: list[Path], *flags: str) -> None:
    """Print one scorer's table."""
    subprocess.run([sys.executable, str(script), *map(str, pairs), *flags], check=False)


def main() -> int:
    """Parse the arguments, run every site, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evals", type=Path, required=True)
    parser.add_argument("--only", choices=("records", "lookup", "instructions"))
    parser.add_argument("--sites", default="")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    evals = args.evals.resolve()
    if not (evals / "gold").is_dir():
        print(f"no evaluation sites in {evals}; give their folder with EVALS=DIR", file=sys.stderr)
        return 1
    slugs = (
        args.sites.split(",")
        if args.sites
        else sorted(p.stem for p in (evals / "gold").glob("*.json"))
    )
    flags = ["--misses"] if args.misses else []
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for slug in slugs:
            evaluate(evals, slug, folder, args.only)
        if args.only in (None, "records"):
            print("\nRecords")
            pairs = [
                p
                for s in slugs
                for p in (evals / "gold" / f"{s}.json", folder / f"{s}.records.json")
            ]
            score(evals / "score_records.py", pairs, *flags)
        if args.only in (None, "lookup"):
            for field in ("q", "query"):
                print(f"\nLookup, field {field}")
                pairs = [
                    p
                    for s in slugs
                    for p in (evals / "questions" / f"{s}.json", folder / f"{s}.{field}.json")
                ]
                score(evals / "score_lookup.py", pairs, *flags)
        if args.only in (None, "instructions"):
            print("\nInstructions")
            here = Path(__file__).with_name("instructions.py")
            score(here, [], "--evals", str(evals), "--folder", str(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
