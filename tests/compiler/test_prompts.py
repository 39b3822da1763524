import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from compiler.compile import compile_instructions
from compiler.errors import PromptError
from compiler.facts import Facts
from compiler.prompts import Prompts, load_prompts, render
from compiler.rules import CompileRules
from compiler.texts import LABELS

ENGLISH = CompileRules(languages=("en",), goals=("information",))
NAME = "information.en.A"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "prompts"
    shutil.copytree(Path(str(files("prompts"))), copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_shipped_prompts(prompts: Prompts) -> None:
    assert set(prompts.goals) == {"discovery-call", "information", "support"}
    assert set(prompts.locales) == {"en", "es", "fr"}
    assert len(prompts.sections) == 12
    for goal in prompts.goals:
        wanted = {name for phase in prompts.goals[goal].phases for name in phase.phrases}
        for language in prompts.locales:
            assert set(prompts.phrases[goal, language]) == wanted


def test_every_label_that_there_is_is_asked_for(prompts: Prompts) -> None:
    assert set(prompts.words.labels) == set(LABELS)


def test_a_changed_sentence_is_compiled(folder: Path, facts: Facts) -> None:
    load_prompts(folder)
    edit(folder / "sections" / "30-reasoning.md.j2", "Never think aloud", "Do not think aloud")
    text = compile_instructions(facts, ENGLISH, prompts=folder).instructions[NAME]
    assert "- Do not think aloud" in text


def test_a_new_goal_is_a_folder(folder: Path, facts: Facts) -> None:
    shutil.copytree(folder / "goals" / "support", folder / "goals" / "careers")
    rules = CompileRules(languages=("fr",), goals=("careers",))
    assert list(compile_instructions(facts, rules, prompts=folder).instructions) == ["careers.fr.A"]


def test_variants_take_their_own_sections(folder: Path, facts: Facts) -> None:
    (folder / "sections" / "20-personality.B.md.j2").write_text("# Personality and Tone\n- Dry.\n")
    rules = ENGLISH.model_copy(update={"variants": ("A", "B")})
    texts = compile_instructions(facts, rules, prompts=folder).instructions
    assert "- Dry." in texts["information.en.B"]
    assert "- Dry." not in texts["information.en.A"]
    assert (
        texts["information.en.A"].split("# Language")[1]
        == (texts["information.en.B"].split("# Language")[1])
    )


def test_a_goal_may_have_its_own_section(folder: Path, facts: Facts) -> None:
    own = folder / "goals" / "information" / "30-reasoning.md.j2"
    own.write_text("# Reasoning\n- Be quick.\n")
    rules = CompileRules(languages=("en",), goals=("information", "support"))
    texts = compile_instructions(facts, rules, prompts=folder).instructions
    assert "- Be quick." in texts["information.en.A"]
    assert "- Be quick." not in texts["support.en.A"]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("sections/10-role.md.j2", "{{ company }}", "{{ firm }}", "10-role.md.j2.*firm"),
        ("sections/10-role.md.j2", "{{ company }}", "{{ company", "10-role.md.j2"),
        ("sections/10-role.md.j2", "{{ company }}", "{{ goal.__class__ }}", "10-role.md.j2"),
        ("locales/en.toml", "[phrases]", "[phrase]", "en.toml"),
        ("locales/en.toml", 'name = "English"', "name =", "en.toml is not TOML"),
        ("goals/information/goal.toml", "exit_when", "exit_wen", "goal.toml: phases"),
        ("goals/information/phrases.en.toml", "compare =", "compere =", 'lacks "compare"'),
        ("tools.toml", "[end_call]", "[hang_up]", "end_call"),
        ("words.toml", "say =", "says =", "words.toml"),
        ("words.toml", "{spoken}", "{x}", r"words.toml: say = .* must hold {spoken} and no other"),
        ("words.toml", "{spoken}", "{spoken", "has a brace without its pair; write {spoken}"),
        ("words.toml", "{count}", "{n}", r'labels: more = "and {n} more" must hold {count}'),
        ("words.toml", "{use_when}", "{when}", "words.toml: tool = "),
        ("words.toml", 'customer = "A customer"', "", r"words.toml: labels: lacks customer"),
        ("locales/en.toml", "from {price}", "from {preis}", r"en.toml: spoken.from = .*{preis}"),
        ("locales/en.toml", "{low} to {high}", "{low}", r"spoken.range.* {low} and {high}"),
        ("locales/en.toml", 'night = "{price} per night"', "", r"spoken.periods: lacks night"),
        ("locales/en.toml", "{price} per night", "a night", r"periods: night = \"a night\" must"),
        ("locales/en.toml", "[spoken.periods]", "[periods]", "en.toml: spoken.periods is missing"),
        (
            "locales/en.toml",
            'disclosure = ["AI"]',
            "disclosure = []",
            "disclosure must not be empty",
        ),
        (
            "goals/information/phrases.en.toml",
            "compare =",
            "more = 3\ncompare =",
            r"phrases.en.toml: more = 3 must be a list; write",
        ),
        (
            "goals/information/phrases.en.toml",
            "compare =",
            "more = 'Hi'\ncompare =",
            'more = "Hi" must be a list',
        ),
        (
            "goals/information/phrases.en.toml",
            "compare =",
            "more = []\ncompare =",
            "more must not be empty",
        ),
        (
            "goals/information/goal.toml",
            'id = "positioning"',
            'id = "pitch"',
            r'phases.\d.id = "pitch": is none that set_phase knows; use opening, discovery',
        ),
        (
            "goals/information/goal.toml",
            'id = "positioning"',
            'id = "discovery"',
            'two phases have id = "discovery"',
        ),
        ("sections/10-role.md.j2", "{{ company }}", "{{ company + 1 }}", "10-role.md.j2"),
        ("sections/10-role.md.j2", "{{ company }}", "{{ 1 // 0 }}", "10-role.md.j2"),
        ("sections/10-role.md.j2", "{{ company }}", "{{ cycler() }}", "at least one item"),
        ("sections/10-role.md.j2", "{{ company }}", "{{ company.upper }}", "is no text; print"),
        ("sections/10-role.md.j2", "{{ company }}", "{{ goal }}", "a Goal is no text"),
        ("sections/10-role.md.j2", "{{ company }}", "{{ lipsum() }}", "lipsum"),
        ("sections/10-role.md.j2", "{{ company }}", "{{ 'ab'|random }}", "random"),
        (
            "sections/10-role.md.j2",
            "{{ company }}",
            "{% include '10-role.md.j2' %}",
            "10-role.md.j2.*recursion",
        ),
    ],
)
def test_a_slip_is_named_with_its_file(
    folder: Path, facts: Facts, file: str, old: str, new: str, message: str
) -> None:
    edit(folder / file, old, new)
    with pytest.raises(PromptError, match=message):
        compile_instructions(facts, ENGLISH, prompts=folder)


def test_a_language_without_phrases_of_the_goal(folder: Path, facts: Facts) -> None:
    (folder / "goals" / "information" / "phrases.en.toml").unlink()
    with pytest.raises(PromptError, match=r"no phrases\.en\.toml in prompts/goals/information"):
        compile_instructions(facts, ENGLISH, prompts=folder)


def test_no_prompts_folder(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="no sections/"):
        load_prompts(tmp_path)


def test_site_text_is_never_a_template(prompts: Prompts) -> None:
    blocks = [{"name": "company", "lines": ["{{ 7*7 }} {% raw %}"]}]
    text = render(prompts, "70-context.md.j2", {"blocks": blocks})
    assert "- {{ 7*7 }} {% raw %}" in text


def test_the_readme_names_what_there_is(prompts: Prompts) -> None:
    readme = files("prompts").joinpath("README.md").read_text("utf-8")
    for name in ("company", "named", "goal", "locale", "tools", "blocks"):
        assert f"| `{name}` |" in readme
    for field in ("id", "title", "starts", "ends", "goal", "respond", "exit_when", "next"):
        assert field in readme


def test_names_of_folders_and_locales(folder: Path) -> None:
    (folder / "goals" / ".git").mkdir()
    (folder / "goals" / "__pycache__").mkdir()
    assert "support" in load_prompts(folder).goals
    (folder / "locales" / "tlhx.toml").write_bytes((folder / "locales" / "en.toml").read_bytes())
    with pytest.raises(PromptError, match='tag = "tlhx": names no language'):
        load_prompts(folder)
    (folder / "locales" / "tlhx.toml").unlink()
    shutil.copytree(folder / "goals" / "support", folder / "goals" / "my goal")
    with pytest.raises(PromptError, match="my goal: a goal's folder is named with letters"):
        load_prompts(folder)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"goals": ["careers"]}, 'no goal "careers".* there are .*mend .compile. goals'),
        ({"languages": ["de"]}, 'no locale for "de" in .compile. languages; there are en, es, fr'),
    ],
)
def test_what_is_missing_whatever_the_site_says(
    prompts: Prompts, table: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(PromptError, match=message):
        prompts.require(CompileRules.model_validate(table))
    prompts.require(CompileRules())
