"""The sample site's knowledge, from a committed file: extraction may change without it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from compiler.compile import Compiled, compile_instructions
from compiler.corrections import Corrections
from compiler.facts import Facts, collect_facts
from compiler.prompts import Prompts, load_prompts
from compiler.release import Draft
from compiler.rules import CompileRules
from crawler.records import KnowledgeBase
from crawler.site import SiteIdentity

FIXTURES = Path(__file__).parent / "fixtures"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def today() -> dt.date:
    return TODAY


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase.model_validate_json((FIXTURES / "knowledge.json").read_bytes())


@pytest.fixture(scope="session")
def site() -> SiteIdentity:
    return SiteIdentity(start_urls=("https://www.quillhaven.example/",), name="Quillhaven")


@pytest.fixture(scope="session")
def rules() -> CompileRules:
    return CompileRules(languages=("en", "es", "fr"))


@pytest.fixture(scope="session")
def prompts() -> Prompts:
    return load_prompts()


@pytest.fixture(scope="session")
def facts(knowledge: KnowledgeBase, site: SiteIdentity) -> Facts:
    return collect_facts(knowledge, Corrections(), site=site, today=TODAY)


@pytest.fixture(scope="session")
def compiled(facts: Facts, rules: CompileRules) -> Compiled:
    return compile_instructions(facts, rules)


@pytest.fixture(scope="session")
def draft(knowledge: KnowledgeBase, compiled: Compiled) -> Draft:
    return Draft(
        knowledge=knowledge,
        instructions=compiled.instructions,
        tools=compiled.tools,
        chunks=b'{"id":"c1"}\n',
        models={"realtime": "gpt-realtime-2.1", "embedding": "none"},
    )
