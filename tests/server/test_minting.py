import pytest

from compiler.release import Draft, Release
from compiler.rules import CompileRules
from server.minting import Wish, chosen, longest
from server.site_rules import VoiceRules
from tests.server.conftest import NOW, Bench


@pytest.mark.parametrize(("now", "seconds"), [(60, 60), (480, 480), (900, 480)])
def test_the_stricter_cap_of_release_and_site_file_holds(
    bench: Bench, now: int, seconds: int
) -> None:
    release = bench.release()
    assert release.voice is not None
    assert release.voice.max_seconds == 480
    assert longest(release, VoiceRules(max_seconds=now)) == seconds


def with_texts(bench: Bench, *names: str) -> Release:
    known = bench.release().knowledge
    draft = Draft(known, dict.fromkeys(names, "# Role and Objective"), (), b"", {})
    return bench.services.shelf.add(
        draft, report={}, parent=None, created_at=NOW, seen={}, derive=lambda _: None
    )


@pytest.mark.parametrize(
    ("variants", "expected"),
    [(("A", "B"), "A"), (("B", "A"), "A"), (("B",), "B"), (("C", "B"), "C")],
)
def test_a_visitor_gets_a_or_the_first_variant(
    bench: Bench, variants: tuple[str, ...], expected: str
) -> None:
    rules = CompileRules(goals=("support",), variants=variants)
    release = with_texts(bench, *(f"support.en.{v}" for v in variants))
    assert chosen(Wish(), release, rules) == ("support", "en", expected)


def test_a_route_to_a_goal_that_an_older_release_lacks(bench: Bench) -> None:
    rules = CompileRules(goals=("information", "support"), routes={"/help": "support"})
    release = with_texts(bench, "information.en.A")
    assert chosen(Wish(page="/help/x"), release, rules)[0] == "information"
    assert chosen(Wish(), with_texts(bench, "support.en.A"), rules)[0] == "support"
