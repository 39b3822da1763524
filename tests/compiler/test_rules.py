import pytest

from compiler.rules import CompileRules, goal_for

RULES = CompileRules(routes={"/help": "support", "/help/sales": "discovery-call"})


@pytest.mark.parametrize(
    ("path", "goal"),
    [
        ("/", "discovery-call"),
        ("/help", "support"),
        ("/help/x", "support"),
        ("/help/sales/1", "discovery-call"),
        ("/helpers", "discovery-call"),
        ("", "discovery-call"),
    ],
)
def test_the_longest_route_wins(path: str, goal: str) -> None:
    assert goal_for(path, RULES) == goal
