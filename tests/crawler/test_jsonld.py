"""JSON-LD with the faults that pages really have."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.jsonld import objects_of

THING = '{"@type": "Thing", "name": "A // b, /* c */"}'


def objects(text: str) -> list[dict]:
    tree = lxml.html.Element("html")
    script = lxml.html.etree.SubElement(tree, "script", type="application/ld+json")
    script.text = text
    return list(objects_of(tree))


@pytest.mark.parametrize(
    "text",
    [
        THING,
        f"[{THING}]",
        f"<!-- {THING} -->",
        f"//<![CDATA[\n{THING}\n//]]>",
        f"/* <![CDATA[ */ {THING} /* ]]> */",
        f"{THING[:-1]},}}",
        f"// about us\n{THING}",
        THING.replace('"', "&quot;"),
        f'{{"@graph": [{THING}]}}',
        f'{{"@graph": {{"@graph": [{THING},]}}}}',
        f"{THING};",
    ],
)
def test_faults_are_mended(text: str) -> None:
    assert [o["name"] for o in objects(text)] == ["A // b, /* c */"]


def test_several_values_in_one_script() -> None:
    assert len(objects(f"{THING}\n{THING}, {THING}")) == 3


def test_line_breaks_in_strings() -> None:
    assert objects('{"@type": "Thing", "name": "a\nb"}')[0]["name"] == "a\nb"


@pytest.mark.parametrize(
    "text", ["", "nothing", "{", "[" * 100_000, '{"a":' * 100_000, "1", "null"]
)
def test_what_cannot_be_mended_is_left_out(text: str) -> None:
    assert objects(text) == []


@given(st.text(alphabet='{}[]",:@graph/*<!->\\ ', max_size=60))
def test_any_text(text: str) -> None:
    objects(text.replace("\x00", ""))
