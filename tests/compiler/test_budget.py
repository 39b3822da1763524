from hypothesis import given
from hypothesis import strategies as st

from compiler.budget import SHARE, choose
from compiler.lines import BLOCKS, Line
from compiler.tokens import count_tokens
from crawler.records import Source

WORDS = st.lists(st.sampled_from(["price", "of", "the", "course", "$1,200", "é"]), min_size=1)


def line(block: str, key: str, text: str, more: str | None = None, **fields: bool) -> Line:
    source = Source(url="https://a.example/", quote=text)
    return Line(block, key, None, text, f"{text} {more}" if more else None, (source,), **fields)


LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(BLOCKS),
        st.uuids().map(str),
        WORDS.map(" ".join),
        st.one_of(st.none(), WORDS.map(" ".join)),
        pinned=st.booleans(),
    ),
    max_size=30,
)


@given(LINES, st.integers(0, 600))
def test_the_room_is_kept_and_no_line_is_cut(lines: list[Line], room: int) -> None:
    choice = choose(lines, room)
    assert choice.tokens <= room
    assert sum(count_tokens(f"- {text}\n") for _, text in choice.stated) <= room
    assert all(text in (one.text, one.more) for one, text in choice.stated)
    assert [name for name, _ in choice.blocks] == [
        name for name in BLOCKS if name in {one.block for one, _ in choice.stated}
    ]


@given(LINES, st.integers(0, 600))
def test_every_line_is_stated_or_left_to_lookup(lines: list[Line], room: int) -> None:
    choice = choose(lines, room)
    whole = {one.key for one, text in choice.stated if text == (one.more or one.text)}
    assert whole | {one.key for one in choice.left} == {one.key for one in lines}


@given(LINES)
def test_the_order_of_the_lines_does_not_matter(lines: list[Line]) -> None:
    first, second = choose(lines, 200), choose(lines[::-1], 200)
    assert {one.key for one, _ in first.stated} == {one.key for one, _ in second.stated}


def test_enough_room_takes_everything() -> None:
    lines = [line(block, block, "A fact.", "More of it.") for block in BLOCKS]
    choice = choose(lines, 10_000)
    assert choice.left == ()
    assert [text for _, text in choice.stated] == ["A fact. More of it."] * len(BLOCKS)


def test_details_come_after_the_facts_themselves() -> None:
    lines = [line("services", str(n), f"Service {n}.", "Includes: much.") for n in range(20)]
    choice = choose(lines, 20 * count_tokens("- Service 10.\n") + 5)
    assert len(choice.stated) == 20
    assert sum(text != one.text for one, text in choice.stated) <= 1


def test_no_kind_eats_all_the_room() -> None:
    faqs = [line("questions", f"q{n}", f"Question {n}? Some words.") for n in range(99)]
    prices = [line("prices", f"p{n}", f"Course {n}: $1,{n}00") for n in range(10, 40)]
    room = 400
    choice = choose([*faqs, *prices], room)
    spent = {
        block: sum(count_tokens(f"- {t}\n") for one, t in choice.stated if one.block == block)
        for block in ("questions", "prices")
    }
    assert spent["prices"] >= SHARE["prices"] * room * 0.9
    assert spent["questions"] >= SHARE["questions"] * room * 0.5


def test_what_visitors_ask_for_wins() -> None:
    lines = [line("questions", f"q{n}", f"Question number {n}? Yes.") for n in range(10, 40)]
    room = count_tokens("- Question number 10? Yes.\n") * 3
    assert "q35" not in {one.key for one, _ in choose(lines, room).stated}
    assert "q35" in {one.key for one, _ in choose(lines, room, {"q35": 9, "q36": 1}).stated}
