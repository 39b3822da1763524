from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.demo import static_site
from server.labels import read_labels
from server.site_file import for_url
from server.worker import Nightly
from tests.server.conftest import Bench
from tests.server.test_rebuild import ABOUT, HOME


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def nightly(bench: Bench, url: str, clock: Clock) -> Nightly:
    return Nightly(for_url(bench.site, url)[0], bench.services, clock)


def test_missed_nights_are_caught_up_once(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(HOME.replace("{price}", "240"), "utf-8")
    (folder / "about.html").write_text(ABOUT, "utf-8")
    clock = Clock()
    with static_site(folder) as url:
        job = nightly(bench, url, clock)
        assert job.catch_up(), "nothing was ever built"
        first = read_labels(bench.services.engine).production
        assert first
        assert not job.catch_up(), "nothing was missed"

        clock.now += timedelta(days=3)
        (folder / "about.html").write_text(ABOUT.replace("twenty", "thirty"), "utf-8")
        assert job.catch_up(), "three nights were missed"
        assert not job.run()
        assert read_labels(bench.services.engine).production != first


def test_a_failed_night_is_logged_and_the_live_release_stays(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    release = bench.publish(bench.release())
    clock = Clock()
    job = nightly(bench, "http://127.0.0.1:9/", clock)
    assert not job.catch_up(), "there is a release, so the first start waits for the night"
    clock.now += timedelta(days=1)
    assert job.run()
    assert "nightly rebuild failed" in caplog.text
    assert read_labels(bench.services.engine).production == release.id
