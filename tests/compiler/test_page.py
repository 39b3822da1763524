from compiler.compile import Compiled
from compiler.page import Page, Script, split_facts
from compiler.prompts import Prompts

SCRIPT = Script("support", "fr", "A")


def test_names() -> None:
    assert SCRIPT.name == "support.fr.A"


def test_the_text_without_facts_is_the_text_around_them(prompts: Prompts) -> None:
    page = Page(prompts, SCRIPT, "Acme")
    proper, data = split_facts(page.text((("company", ("Name: Acme",)),)))
    assert data == '<facts about="company">\n- Name: Acme\n</facts>'
    assert proper == split_facts(page.text((("prices", ("A: 1", "B: 2")), ("contact", ()))))[0]


def test_a_text_without_facts_is_all_instructions() -> None:
    assert split_facts("# Tools\n") == ("# Tools\n", "")


def test_phrases_stand_in_the_language_and_name_the_company(prompts: Prompts) -> None:
    named = Page(prompts, SCRIPT, "Acme").goal.phases[0].phrases[0]
    assert named == (
        "Bonjour, vous parlez avec l'intelligence artificielle de Acme. "
        "Comment puis-je vous aider ?"
    )
    unnamed = Page(prompts, SCRIPT, None)
    assert "notre entreprise" in unnamed.goal.phases[0].phrases[0]
    assert "the company behind this website" in unnamed.goal.objective[1]


def test_sections_stand_in_the_agreed_order(compiled: Compiled) -> None:
    text = compiled.instructions["discovery-call.en.A"]
    heads = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    assert heads == [
        "Role and Objective",
        "Personality and Tone",
        "Language",
        "Reasoning",
        "Preambles",
        "Verbosity",
        "Tools",
        "Unclear Audio",
        "Entity Capture",
        "Context",
        "Conversation Flow",
        "Safety and Escalation",
    ]
