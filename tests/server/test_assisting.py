"""A build with the assistant on, against a real HTTP server through the real SDK."""

import json
from datetime import UTC, datetime
from pathlib import Path

from crawler.suggestions import CONFIDENCE
from server.demo import static_site
from server.rebuild import Orders, rebuild
from server.site_file import SiteFile, for_url
from server.site_rules import ExtractionRules
from server.wiring import open_services
from tests.crawler.test_assist import EMPTY, Peer, running
from tests.server.conftest import Settings

HOME = """<!doctype html><html lang="en"><head><title>Harbour Sauna</title></head><body><main>
<h1>Harbour Sauna</h1><p>We heat with birch. Do bring a towel, guests ask? Yes, a large one.</p>
<p>The house stands at the end of the pier and is open all winter.</p></main></body></html>"""
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_a_build_adds_what_the_assistant_finds(
    settings: Settings, site: SiteFile, tmp_path: Path
) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "index.html").write_text(HOME, "utf-8")
    question = {"question": "Do bring a towel, guests ask?", "answer": "Yes, a large one."}
    with running(Peer()) as peer, static_site(tmp_path / "www") as url:
        peer.says = json.dumps({**EMPTY, "faq": [question]})
        settings = settings.model_copy(update={"openai_base_url": peer.base_url})
        rules = ExtractionRules(assist="openai")
        assisted = for_url(site.model_copy(update={"extraction": rules}), url)[0]
        services = open_services(settings, assisted)
        try:
            first = rebuild(assisted, services, Orders("test"), now=NOW)
            again = rebuild(assisted, services, Orders("test"), now=NOW)
        finally:
            services.close()
    (faq,) = first.release.knowledge.faq
    assert (faq.question, faq.confidence) == (question["question"], CONFIDENCE)
    assert first.warnings[0] == "assistant: 1 pages asked, 0 known, $0.0003 spent"
    assert again.warnings[0] == "assistant: 0 pages asked, 1 known, $0.0000 spent"
    assert again.release.id == first.release.id
    assert len(peer.asked) == 1


def test_without_a_key_rules_alone_read(settings: Settings, site: SiteFile) -> None:
    warned: list[str] = []
    rules = ExtractionRules(assist="openai")
    services = open_services(
        settings.model_copy(update={"openai_api_key": None}),
        site.model_copy(update={"extraction": rules}),
        on_warning=warned.append,
    )
    services.close()
    assert services.reader is None
    assert any("OPENAI_API_KEY" in line for line in warned)
