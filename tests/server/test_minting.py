import pytest

from server.minting import longest
from server.site_rules import VoiceRules
from tests.server.conftest import Bench


@pytest.mark.parametrize(("now", "seconds"), [(60, 60), (480, 480), (900, 480)])
def test_the_stricter_cap_of_release_and_site_file_holds(
    bench: Bench, now: int, seconds: int
) -> None:
    release = bench.release()
    assert release.voice is not None
    assert release.voice.max_seconds == 480
    assert longest(release, VoiceRules(max_seconds=now)) == seconds
