from __future__ import annotations

import pytest

from crawler.report import Disposition
from tests.crawler.conftest import Crawls, ended
from tests.crawler.fixture_server import FixtureSite, Reply, page, serve

SHELL = """<!doctype html><html><head><title>App</title></head><body><div id="root"></div>
<script src="/app.js"></script></body></html>"""

SCRIPT = """
fetch("/data.json").then(r => r.json()).then(d => {
  document.title = d.title + " " + location.pathname;
  const words = Array.from({length: 30}, (_, n) => d.title + " word " + n + location.pathname);
  document.getElementById("root").innerHTML =
    "<h1>" + d.title + "</h1><p>" + words.join(" ") + "</p><a href='/two'>two</a>";
});
const hosts = ["127.0.0.1", "localhost", "127.0.0.2", "[::1]"];
for (const url of hosts.map(host => "http://" + host + ":%(port)s/fetch")) {
  fetch(url, {mode: "no-cors"}).catch(() => 0);
  const frame = document.createElement("iframe");
  frame.src = url + "?frame";
  document.body.append(frame);
}
if (location.pathname == "/away") location.href = "%(canary)s/away";
"""


@pytest.mark.chromium
def test_pages_that_need_scripts_are_rendered_behind_the_address_filter(
    site: FixtureSite, crawls: Crawls
) -> None:
    with serve() as canary:
        script = SCRIPT % {"canary": canary.url, "port": canary.port}
        site.pages = {
            "/": SHELL,
            "/two": SHELL,
            "/away": SHELL,
            "/plain": page("Plain", "/away"),
            "/app.js": Reply(script, headers={"Content-Type": "text/javascript"}),
            "/data.json": Reply('{"title": "Hello"}', headers={"Content-Type": "application/json"}),
            "/sitemap.xml": Reply(f"{site.url}/plain\n", headers={"Content-Type": "text/plain"}),
        }
        report = crawls(render="browser", timeout=15)
        assert canary.asked == []
    found = ended(report, site)
    assert found["/"] is found["/two"] is found["/plain"] is Disposition.FETCHED
    assert crawls.live() == ["/", "/plain", "/two"]
    home, plain, _ = crawls.store.pages()
    assert "Hello word 29" in home.html
    assert "Plain number" in plain.html


def test_without_the_browser_a_shell_is_called_one(site: FixtureSite, crawls: Crawls) -> None:
    site.pages = {"/": SHELL, "/about": page("About"), "/sitemap.xml": f"{site.url}/about"}
    report = crawls()
    shell = report.why(f"{site.url}/")
    assert shell is not None
    assert shell.disposition is Disposition.SCRIPT_SHELL
    assert 'render = "browser"' in shell.detail
