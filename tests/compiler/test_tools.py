from dataclasses import replace

import pytest
from pydantic import ValidationError

from compiler.errors import PromptError
from compiler.prompts import Prompts
from compiler.tools import TOOL_ARGUMENTS, BookDiscoveryCall, parameters, tool_definitions

TOOLS = ["lookup_knowledge", "capture_lead", "book_discovery_call", "set_phase", "end_call"]


def test_the_five_tools(prompts: Prompts) -> None:
    tools = tool_definitions(prompts)
    assert [tool["name"] for tool in tools] == TOOLS
    for tool in tools:
        assert tool["type"] == "function"
        assert "Use when:" in tool["description"]
        assert "Do not use when:" in tool["description"]


@pytest.mark.parametrize("name", TOOLS)
def test_parameters_are_flat_and_explained(name: str) -> None:
    schema = parameters(TOOL_ARGUMENTS[name])
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) <= set(schema["properties"])
    for field in schema["properties"].values():
        assert field["description"]
        assert field["type"] in ("string", "boolean")
        assert not set(field) & {"$ref", "anyOf", "title", "default"}


def test_enums_are_written_out() -> None:
    phases = parameters(TOOL_ARGUMENTS["set_phase"])["properties"]["phase"]["enum"]
    assert phases == ["opening", "discovery", "positioning", "conversion", "closing"]


def test_arguments_are_trimmed_and_capped() -> None:
    asked = {
        "name": " Ada ",
        "email": "ada@a.example",
        "preferred_times": "Monday",
        "consent": True,
    }
    assert BookDiscoveryCall.model_validate(asked).name == "Ada"
    with pytest.raises(ValidationError):
        BookDiscoveryCall.model_validate(asked | {"topic": "x" * 501})
    with pytest.raises(ValidationError):
        BookDiscoveryCall.model_validate(asked | {"price": 1})


def test_a_tool_without_words_is_named(prompts: Prompts) -> None:
    told = {name: text for name, text in prompts.tools.items() if name != "end_call"}
    with pytest.raises(PromptError, match="differs in end_call"):
        tool_definitions(replace(prompts, tools=told))
