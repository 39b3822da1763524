"""What a browser shows is read: our text of a page against Chromium's `innerText`."""

import re
import subprocess
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from crawler.dom import parse, text_of
from crawler.pages import Page
from crawler.text import clean

ROOT = Path(__file__).parents[1]
FIXTURES = (
    "dom-animated-on-scroll", "dom-modal-prices", "dom-struck-by-class", "dom-accordion-by-hand",
    "dom-desktop-and-phone-copies", "dom-form-around-page", "dom-zero-width-and-disguises",
)  # fmt: skip
SHOW = """<script>addEventListener("load", () => {
  const seen = document.body.innerText;
  document.documentElement.innerHTML = "<body><pre id=seen></pre></body>";
  document.getElementById("seen").textContent = seen;
})</script>"""


def letters(text: str) -> str:
    return re.sub(r"\W+", "", clean(text)).casefold()


@pytest.mark.chromium
@pytest.mark.parametrize("name", FIXTURES)
def test_every_line_that_a_browser_shows_is_read(name: str, tmp_path: Path) -> None:
    html = (ROOT / "site" / name / "page.html").read_text("utf-8")
    (tmp_path / "page.html").write_text(html + SHOW, "utf-8")
    done = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1280,800",
         f"--user-data-dir={tmp_path}/profile", "--dump-dom", (tmp_path / "page.html").as_uri()],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    seen = re.search(r'<pre id="seen">(.*?)</pre>', done.stdout, re.DOTALL)
    assert seen is not None, done.stdout[:500]
    fetched = datetime(2026, 1, 1, tzinfo=UTC)
    ours = letters(
        text_of(parse(Page(url="https://x.example/", html=html, fetched_at=fetched)).root)
    )
    lost = [line for line in unescape(seen[1]).splitlines() if letters(line) not in ours]
    assert lost == []
