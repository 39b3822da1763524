"""The whole flow on small sites that are really served and crawled."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.errors import CrawlError
from index.rules import LookupRules
from index.search import Answer, Hit
from server import labels
from server.audit import Deed
from server.cli.build import told
from server.demo import static_site
from server.errors import BuildError
from server.gathering import Tick
from server.labels import read_labels
from server.lookups import Asked as LookedUp
from server.lookups import LookupLog
from server.rebuild import Built, Orders, rebuild
from server.site_file import SiteFile, for_url
from server.wiring import open_services
from tests.server.conftest import Bench

HOME = """<!doctype html><html lang="en"><head><title>Birch Lane Pottery</title></head><body>
<main><h1>Birch Lane Pottery</h1><p>We teach wheel throwing to beginners in a bright studio.</p>
<h2>Courses</h2><div class="cards">
<article><h3>Weekend course</h3><p>Two days at the wheel.</p><p>€{price}</p></article>
<article><h3>Evening course</h3><p>Eight evenings at the wheel.</p><p>€320</p></article>
<article><h3>Glaze clinic</h3><p>Half a day about glazes.</p><p>€85</p></article></div>
<p><a href="/about">About us</a></p></main></body></html>"""

ABOUT = """<!doctype html><html lang="en"><head><title>About</title></head><body><main>
<h1>About us</h1><p>The studio was opened by two potters who had fired kilns for twenty years.</p>
</main></body></html>"""


WHY = "We have room for it in the studio and nobody ever minded it there."


class Site:
    """A site to change between builds."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url

    def write(self, price: str, about: str = ABOUT) -> None:
        (self.folder / "index.html").write_text(HOME.replace("{price}", price), "utf-8")
        (self.folder / "about.html").write_text(about, "utf-8")


@pytest.fixture
def pottery(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "pottery"
    folder.mkdir()
    with static_site(folder) as url:
        site = Site(folder, url)
        site.write("240")
        yield site


def turned(site: SiteFile, url: str) -> SiteFile:
    return for_url(site.model_copy(update={"lookup": LookupRules(embedder="none")}), url)[0]


class Builds:
    """Builds of one site, each a day after the other."""

    def __init__(self, bench: Bench, url: str) -> None:
        self.bench = bench
        self.site = turned(bench.site, url)
        self.now = datetime(2026, 11, 22, tzinfo=UTC)

    def __call__(self, **orders: object) -> Built:
        self.now += timedelta(days=1)
        made = Orders("test", **orders)  # type: ignore[arg-type]
        return rebuild(self.site, self.bench.services, made, now=self.now)

    @property
    def production(self) -> str | None:
        return read_labels(self.bench.services.engine).production


def test_from_site_to_live_release_and_on(bench: Bench, pottery: Site) -> None:
    build = Builds(bench, pottery.url)
    first = build()
    assert first.outcome.state == "published"
    assert build.production == first.release.id
    words = first.release.instructions_for("discovery-call", "en")
    assert "240" in words
    assert "Weekend course" in words

    again = build()
    assert (again.release.id, again.outcome.state, again.extracted) == (
        first.release.id,
        "unchanged",
        0,
    )

    pottery.write("250")
    small = build()
    assert (small.outcome.state, small.extracted) == ("published", 1)
    assert small.release.manifest.parent == first.release.id

    pottery.write("25")
    big = build()
    assert big.outcome.state == "held"
    assert any("25" in reason for reason in big.outcome.reasons)
    assert build.production == small.release.id
    assert read_labels(bench.services.engine).candidate == big.release.id


def test_the_nightly_build_after_a_rollback_changes_nothing(bench: Bench, pottery: Site) -> None:
    build = Builds(bench, pottery.url)
    first = build()
    pottery.write("250")
    second = build()
    engine = bench.services.engine
    deed = Deed("ana", "rollback", second.release.id, "wrong")
    labels.roll_back(engine, deed, seen=read_labels(engine), at=build.now)

    assert build().outcome.state == "held"
    pottery.write("250", ABOUT.replace("twenty", "thirty"))
    assert build().outcome.state == "held"
    assert build.production == first.release.id
    pottery.write("245")
    mended = build()
    assert mended.outcome.state == "published"


def test_a_build_that_is_not_to_publish_moves_no_label(bench: Bench, pottery: Site) -> None:
    build = Builds(bench, pottery.url)
    built = build(publish=False)
    assert built.outcome.state == "kept"
    assert build.production is None
    assert bench.services.shelf.ids() == (built.release.id,)


def test_a_build_that_is_not_to_publish_tells_what_would_hold_it(
    bench: Bench, pottery: Site, tmp_path: Path
) -> None:
    prompts = tmp_path / "prompts"
    shutil.copytree(Path("prompts"), prompts)
    role = prompts / "sections" / "70-context.md.j2"
    role.write_text(role.read_text("utf-8").replace("# Context", "# Background"), "utf-8")
    built = Builds(bench, pottery.url)(publish=False, prompts=prompts)
    assert any('section "Context" is missing' in reason for reason in built.outcome.reasons)
    lines = told(built)
    assert any(line.startswith("would wait: ") and "Context" in line for line in lines)
    assert lines[-1] == f"{built.release.id} is on the shelf and not live"


def test_a_dated_price_goes_live_by_itself(bench: Bench, pottery: Site, tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    file.write_text(
        '[[overrule]]\nkey = "price:weekend-course"\nfield = "amount"\nvalue = "590"\n'
        'reason = "New year"\nauthor = "Ana"\ndate = 2026-11-22\n'
        "valid_from = 2026-11-24\nvalid_until = 2026-11-24\n"
        '[[hide]]\nkey = "price:glaze-clinic"\n'
        'reason = "Full"\nauthor = "Ana"\ndate = 2026-11-22\n'
    )
    build = Builds(bench, pottery.url)
    build.site = build.site.model_copy(update={"corrections": file})
    first = build()
    assert [line for line in first.warnings if "correction" in line] == []
    new = build()
    assert new.outcome.state == "published"
    assert "590" in new.release.instructions_for("discovery-call", "en")
    over = build()
    assert (over.outcome.state, over.release.id) == ("published", first.release.id)


def test_another_machine_makes_the_same_release(
    bench: Bench, pottery: Site, tmp_path: Path
) -> None:
    first = Builds(bench, pottery.url)()
    settings = bench.settings.model_copy(update={"data": tmp_path / "other"})
    services = open_services(settings, bench.site)
    other = Builds(Bench(settings, bench.site, services), pottery.url)()
    services.close()
    assert other.release.id == first.release.id


def test_another_site_takes_the_place_only_when_a_person_names_it(
    bench: Bench, pottery: Site, tmp_path: Path
) -> None:
    build = Builds(bench, pottery.url)
    first = build().release.id
    folder = tmp_path / "bakery"
    folder.mkdir()
    page = HOME.replace("{price}", "4").replace("Birch Lane Pottery", "Mill Street Bakery")
    for was, now in (("Weekend course", "Rye loaf"), ("Evening course", "Spelt roll")):
        page = page.replace(was, now)
    page = page.replace("Glaze clinic", "Plum cake").replace("320", "2").replace("85", "30")
    (folder / "index.html").write_text(page, "utf-8")
    with static_site(folder) as url:
        build.site = turned(bench.site, url)
        assert build().outcome.state == "held"
        assert build.production == first
        named = build(named=True)
        assert named.outcome.state == "published"
        assert any("takes the place of another site" in line for line in named.warnings)


def test_a_changed_copy_on_another_host_is_still_compared(
    bench: Bench, pottery: Site, tmp_path: Path
) -> None:
    build = Builds(bench, pottery.url)
    first = build().release.id
    pottery.write("24")
    with static_site(pottery.folder) as url:
        build.site = turned(bench.site, url)
        assert build(named=True).outcome.state == "held"
    assert build.production == first


def test_progress_is_told_stage_by_stage(bench: Bench, pottery: Site) -> None:
    ticks: list[Tick] = []
    site = turned(bench.site, pottery.url)
    now = datetime(2026, 11, 22, tzinfo=UTC)
    rebuild(site, bench.services, Orders("test"), now=now, on_tick=ticks.append)
    assert [tick for tick in ticks if tick.stage == "extract"][-1] == Tick("extract", 2, 2)
    assert any(tick.stage == "crawl" for tick in ticks)


def refused(bench: Bench, url: str) -> str:
    """Build `url`, see that nothing came of it, and return what was said."""
    build = Builds(bench, url)
    with pytest.raises((CrawlError, BuildError)) as caught:
        build()
    assert bench.services.shelf.ids() == ()
    assert build.production is None
    assert [path.name for path in bench.settings.releases.iterdir()] in ([], [".lock"])
    return str(caught.value)


def test_a_host_that_does_not_exist(bench: Bench) -> None:
    assert "nowhere.invalid" in refused(bench, "http://nowhere.invalid/")


def test_a_refused_connection(bench: Bench) -> None:
    assert "127.0.0.1:9" in refused(bench, "http://127.0.0.1:9/")


def test_an_empty_site(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><html><body></body></html>")
    with static_site(tmp_path) as url:
        refused(bench, url)


def test_robots_that_forbid_everything(bench: Bench, pottery: Site) -> None:
    (pottery.folder / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    assert "robots.txt" in refused(bench, pottery.url)


def test_a_site_that_went_away_leaves_the_live_release(bench: Bench, pottery: Site) -> None:
    build = Builds(bench, pottery.url)
    live = build().release.id
    build.site = turned(bench.site, pottery.url)
    for page in pottery.folder.iterdir():
        page.unlink()
    with suppress(CrawlError, BuildError):
        build()
    assert build.production == live


QUESTIONS = tuple(
    (f"May I bring my own {thing}?", f"Yes, your own {thing} may come along. {' '.join([WHY] * 3)}")
    for thing in ("apron", "clay", "dog", "glaze", "kiln shelf", "lunch", "music", "towel", "tools")
)


def test_what_visitors_look_up_moves_into_the_instructions_and_stays(
    bench: Bench, pottery: Site
) -> None:
    asked = "".join(f"<details><summary>{q}</summary><p>{a}</p></details>" for q, a in QUESTIONS)
    pottery.write("240", ABOUT.replace("</main>", f"<h2>Questions</h2>{asked}</main>"))
    build = Builds(bench, pottery.url)
    build.site = build.site.model_copy(
        update={"compile": build.site.compile.model_copy(update={"budget": 2000})}
    )
    first = build().release
    name = "discovery-call.en.A"
    left = [key for key in first.report["left_to_lookup"][name] if key.startswith("faq:")]
    stated = {fact["key"] for fact in first.report["provenance"][name]}
    wanted = next(key for key in left if key not in stated)
    _looked_up(bench, first.id, wanted, conversations=300, at=build.now)

    second = build()
    assert wanted in {fact["key"] for fact in second.release.report["provenance"][name]}
    assert second.release.report["asked"] == {wanted: 1.0}
    assert second.outcome.state == "published"
    assert build().release.id == second.release.id
    build.now += timedelta(days=60)
    assert build().release.id == second.release.id


def _looked_up(bench: Bench, release: str, key: str, *, conversations: int, at: datetime) -> None:
    hit = Hit("Yes.", None, "https://x.test/a", "About", "faq", 1.0, key)
    answer = Answer(True, False, (hit,), (), 2.5, 0.9, "en", ())
    log = LookupLog(bench.services.engine, "secret")
    for number in range(conversations):
        log.note(LookedUp(release, f"vs_{number}", "may I"), answer, at=at)
    log.flush()
