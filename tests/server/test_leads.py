import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from server.db.engine import writing
from server.errors import DatabaseError
from server.leads import MOST_A_SESSION, Lead, LeadBook, TooManyLeadsError, faults, leads_csv
from tests.server.conftest import NOW, Bench

ANA = Lead("contact", "Ana", email="ana@acme.test", request="A workshop for twelve.")


def keep(bench: Bench, lead: Lead, session: str = "vs_1") -> None:
    LeadBook(bench.services.engine).keep(lead, session_id=session, release_id="r-a", at=NOW)


def kept(bench: Bench) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(leads_csv(bench.services.engine))))


def test_a_repeated_lead_is_one_a_corrected_one_another(bench: Bench) -> None:
    for lead in (ANA, ANA, replace(ANA, email="ana@acme.example")):
        keep(bench, lead)
    assert [lead["email"] for lead in kept(bench)] == ["ana@acme.test", "ana@acme.example"]


def test_the_same_call_eight_times_at_once_is_one_lead(bench: Bench) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: keep(bench, ANA), range(8)))
    assert len(kept(bench)) == 1


def test_a_session_leaves_a_few_leads_at_most(bench: Bench) -> None:
    for number in range(MOST_A_SESSION):
        keep(bench, replace(ANA, name=f"Ana {number}"))
    with pytest.raises(TooManyLeadsError):
        keep(bench, replace(ANA, name="Once more"))
    keep(bench, ANA, session="vs_2")
    assert len(kept(bench)) == MOST_A_SESSION + 1


@given(st.text(max_size=20))
def test_no_cell_is_a_formula(bench_of_one_lead: Bench, name: str) -> None:
    with writing(bench_of_one_lead.services.engine) as connection:
        connection.execute(text("UPDATE leads SET name = :name"), {"name": name})
    (row,) = csv.DictReader(io.StringIO(leads_csv(bench_of_one_lead.services.engine), newline=""))
    assert not row["name"].startswith(("=", "+", "-", "@", "\t", "\r", "\0"))
    assert row["name"].removeprefix("'") == name.removeprefix("'")


@pytest.fixture(scope="module")
def bench_of_one_lead(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    from server.settings import Settings
    from server.site_file import SiteFile
    from server.wiring import open_services

    settings = Settings(SITEBRIEF_DATA=tmp_path_factory.mktemp("leads"))
    site = SiteFile.model_validate(
        {"site": {"start_urls": ["https://a.test/"]}, "lookup": {"embedder": "none"}}
    )
    bench = Bench(settings, site, open_services(settings, site))
    keep(bench, ANA)
    return bench


def test_what_cannot_be_stored_is_not_said_to_be(bench: Bench) -> None:
    with writing(bench.services.engine) as connection:
        connection.execute(text("ALTER TABLE leads RENAME TO away"))
    with pytest.raises(DatabaseError, match="nothing was stored"):
        keep(bench, ANA)


@pytest.mark.parametrize(
    ("email", "phone", "wrong"),
    [
        ("ana@acme.test", None, ()),
        ("ana.maria+x@sub.acme.example", "+351 912 345 678", ()),
        (None, "(202) 555-0100", ()),
        ("ana at acme", None, ("email",)),
        ("ana@acme", None, ("email",)),
        ("ana@acme.test, bob@acme.test", None, ("email",)),
        ("<script>@acme.test", "call me", ("email", "phone")),
        (None, "12345", ("phone",)),
        (None, "+1234567890123456", ("phone",)),
    ],
)
def test_what_cannot_be_right(email: str | None, phone: str | None, wrong: tuple[str, ...]) -> None:
    assert faults(email, phone) == wrong
