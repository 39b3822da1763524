"""Which media queries hold."""

import pytest

from crawler.media import Holds, judge


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("all", Holds.NOW),
        ("screen", Holds.NOW),
        ("print", Holds.NEVER),
        ("not print", Holds.NOW),
        ("tv", Holds.NEVER),
        ("none", Holds.NEVER),
        ("not (hover: hover)", Holds.ELSEWHERE),
        ("only screen and (min-width: 768px)", Holds.HERE),
        ("(min-width:48em)", Holds.HERE),
        ("(max-width: 767.98px)", Holds.ELSEWHERE),
        ("(min-width: 1600px)", Holds.ELSEWHERE),
        ("(width >= 64rem)", Holds.HERE),
        ("(width < 40rem)", Holds.ELSEWHERE),
        ("(400px <= width <= 2000px)", Holds.HERE),
        ("(prefers-reduced-motion: reduce)", Holds.ELSEWHERE),
        ("(prefers-color-scheme: dark)", Holds.ELSEWHERE),
        ("(hover: hover)", Holds.NOW),
        ("(scripting: none)", Holds.ELSEWHERE),
        ("print, screen and (max-width: 600px)", Holds.ELSEWHERE),
        ("not all and (min-width: 800px)", Holds.ELSEWHERE),
        ("(orientation: landscape) and (min-width: 300px)", Holds.NOW),
    ],
)
def test_judge(query: str, holds: Holds) -> None:
    assert judge(query) is holds
