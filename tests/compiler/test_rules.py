from typing import Any

import pytest
from pydantic import ValidationError

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


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"goals": []}, "is empty; name at least one"),
        ({"variants": []}, "is empty; name at least one"),
        ({"goals": ["support", "support"]}, '"support" is named twice'),
        ({"variants": ["../../x"]}, '"../../x" is no name; use at most 64 letters'),
        ({"goals": ["a.b"]}, '"a.b" is no name'),
        ({"variants": [""]}, '"" is no name'),
        ({"languages": ["../x"]}, '"../x" is no BCP 47 primary tag'),
        ({"languages": ["en-GB"]}, '"en-GB" is no BCP 47 primary tag'),
        ({"routes": {"/help": "suport"}}, '"/help" leads to "suport", which [compile] goals does'),
        ({"goals": ["support"], "routes": {"/": "information"}}, "does not name; it has support"),
        ({"budget": 20_000}, "is less than budget = 20000"),
        ({"routes": {"help": "support"}}, '"help" is no path; begin it with a slash'),
    ],
)
def test_a_slip_in_the_table(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        CompileRules.model_validate(table)
    (error,) = caught.value.errors()
    assert message in error["msg"]
