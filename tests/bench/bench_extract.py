"""CPU time of reading a page against one plain `trafilatura.extract`, side by side in one process.

    python tests/bench/bench_extract.py [--pages FOLDER] [--most RATIO]

Over the fixtures of tests/site, the sample site and generated pages; with --pages (default
../shared/evals/sites, when there is one) also over the .html files of each folder below, with their
stylesheets. Exit code 1 when the ratio is above --most.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import trafilatura

from crawler.extract import read_page
from crawler.pages import Page
from crawler.site import SiteIdentity

ROOT = Path(__file__).parents[2]
SITE = SiteIdentity(start_urls=("https://example.com/",))
ROUNDS = 3
"""Each measured as often; the best counts, since other processes only ever add."""
MOST_PAGES = 60
"""Pages per folder, evenly spread: large sites must not be the whole figure."""


def page(name: str, html: str, styles: str = "") -> Page:
    return Page(
        url=f"https://example.com/{name}",
        html=html,
        styles=styles,
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def pages_below(folder: Path) -> list[Page]:
    """The pages of one site on disk with the stylesheets that they link."""
    files = sorted(folder.rglob("*.html"))
    step = max(1, len(files) // MOST_PAGES)
    return [_from_file(f, folder) for f in files[::step]]


def _from_file(file: Path, folder: Path) -> Page:
    html = file.read_text("utf-8", "replace")
    links = re.findall(r"<link[^>]+href=[\"']?([^\"' >]+\.css)", html)
    sheets = (folder / link.lstrip("/") for link in links if "//" not in link)
    styles = "\n".join(s.read_text("utf-8", "replace") for s in sheets if s.is_file())
    return page(str(file.relative_to(folder)), html, styles)


def generated() -> Iterator[Page]:
    """Pages of the usual sizes: a start page of cards, a long article, a list of questions."""
    card = "<div class=card><h3>Plan {0}</h3><p>${0}9 per month</p><ul><li>One<li>Two</ul></div>"
    text = "<p>" + "We mend what others throw away, and we say what it costs. " * 6 + "</p>"
    question = "<details><summary>May I ask {0}?</summary><p>You may ask {0}, always.</p></details>"
    for count in (10, 40, 160):
        for name, part in (
            ("cards", card),
            ("article", f"<h2>Part {{0}}</h2>{text}"),
            ("faq", question),
        ):
            body = "".join(part.format(n) for n in range(count))
            yield page(f"{name}-{count}", f"<html lang=en><body><main><h1>Title</h1>{body}</main>")


def cpu(read: Callable[[Page], object], pages: Sequence[Page]) -> float:
    """Seconds of CPU for all pages, the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for each in pages:
            read(each)
        best = min(best, time.process_time() - began)
    return best


def main() -> int:
    """Print one line a set of pages and one for all; the last is what counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=Path, default=ROOT.parent / "shared/evals/sites")
    parser.add_argument("--most", type=float, default=2.5)
    options = parser.parse_args()
    sets = {"fixtures": pages_below(ROOT / "tests/site"), "generated": list(generated())}
    sets["sample"] = pages_below(ROOT / "data/sample")
    if options.pages.is_dir():
        sets |= {f.name: pages_below(f) for f in sorted(options.pages.iterdir()) if f.is_dir()}
    ours = plain = 0.0
    for name, pages in sets.items():
        if not pages:
            continue
        theirs = cpu(lambda p: trafilatura.extract(p.html), pages)
        mine = cpu(partial(read_page, site=SITE), pages)
        ours, plain = ours + mine, plain + theirs
        per_page = 1000 / len(pages)
        print(
            f"{name:24} {len(pages):4} pages {mine * per_page:7.1f} ms "
            f"against {theirs * per_page:6.1f} ms: {mine / theirs:.2f}"
        )
    print(
        f"all: {ours / plain:.2f} times the CPU of one trafilatura.extract (at most {options.most})"
    )
    return 0 if ours <= options.most * plain else 1


if __name__ == "__main__":
    sys.exit(main())
