"""The words of the prompts, from files that a content editor changes: goals, phrases, locales,
tools, sections.

prompts/README.md tells the editor what each file holds; this module reads them into typed values
and names the file in every complaint.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import BaseLoader, DictLoader, StrictUndefined, TemplateError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import TypeAdapter, ValidationError

from compiler.errors import PromptError
from compiler.rules import CompileRules, is_plain_name
from compiler.slips import first_slip
from compiler.texts import Goal, Locale, Said, ToolText, Words

_RENDERING = (TemplateError, ArithmeticError, LookupError, RuntimeError, TypeError, ValueError)
"""What a template may do wrong: unknown names, and wrong uses of known ones."""


@dataclass(frozen=True)
class Prompts:
    """Everything in one prompts folder, read and checked."""

    goals: dict[str, Goal]
    phrases: dict[tuple[str, str], dict[str, tuple[str, ...]]]
    """(goal, language) to phrase name to phrases."""
    locales: dict[str, Locale]
    tools: dict[str, ToolText]
    words: Words
    sections: dict[str, str]
    """File name to source; the flow of a goal may be overridden by goals/<goal>/<section>."""
    environment: ImmutableSandboxedEnvironment

    def sections_for(self, goal: str, variant: str) -> tuple[str, ...]:
        """Names of the templates of one conversation, in order: the goal's own before the shared,
        the variant's before A's.
        """
        plain = sorted(n for n in self.sections if "/" not in n and n.count(".") == 2)
        return tuple(self._best(name, goal, variant) for name in plain)

    def goal_named(self, name: str) -> Goal:
        """The goal of that name. Raises PromptError naming those that there are."""
        if name not in self.goals:
            known = ", ".join(sorted(self.goals))
            raise PromptError(
                f'no goal "{name}" in prompts/goals; there are {known}; add prompts/goals/{name}/ '
                "or mend [compile] goals"
            )
        return self.goals[name]

    def phrases_of(self, goal: str, language: str) -> Mapping[str, tuple[str, ...]]:
        """Phrase name to phrases. Raises PromptError naming the file that is missing."""
        if (goal, language) not in self.phrases:
            raise PromptError(
                f"no phrases.{language}.toml in prompts/goals/{goal}; translate phrases.en.toml "
                "there or mend [compile]"
            )
        return self.phrases[goal, language]

    def locale_of(self, tag: str) -> Locale:
        """The locale of that language. Raises PromptError naming those that there are."""
        if tag not in self.locales:
            known = ", ".join(sorted(self.locales))
            raise PromptError(
                f'no locale for "{tag}" in [compile] languages; there are {known}; '
                "add prompts/locales/<tag>.toml or take it out"
            )
        return self.locales[tag]

    def require(self, rules: CompileRules) -> None:
        """Raise PromptError when something is missing that `rules` name, whatever the site says."""
        for goal in rules.goals:
            self.goal_named(goal)
            for language in rules.languages:
                self.locale_of(language)
                self.phrases_of(goal, language)

    def _best(self, name: str, goal: str, variant: str) -> str:
        stem = name.removesuffix(".md.j2")
        wanted = (f"{goal}/{stem}.{variant}.md.j2", f"{goal}/{name}", f"{stem}.{variant}.md.j2")
        return next((n for n in wanted if n in self.sections), name)


def load_prompts(folder: Path | None = None) -> Prompts:
    """Read the shipped prompts, or those of `folder`; read again when a file changed.

    Raises PromptError naming the file.
    """
    root = folder if folder is not None else Path(str(files("prompts")))
    if not (root / "sections").is_dir():
        raise PromptError(f"no sections/ in {root}; --prompts wants a copy of the prompts folder")
    stats = ((path, path.stat()) for path in sorted(root.rglob("*.*")))
    return _load(root, tuple((str(path), s.st_mtime_ns, s.st_size) for path, s in stats))


@lru_cache(maxsize=4)
def _load(root: Path, _: tuple[tuple[str, int, int], ...]) -> Prompts:
    goals = {d.name: _goal(d) for d in _goals(root)}
    locales = [f for f in _entries(root, "locales") if f.name.endswith(".toml")]
    sections = {f.name: _text(f) for f in _entries(root, "sections") if f.name.endswith(".j2")}
    for directory in _goals(root):
        own = [f for f in directory.iterdir() if f.name.endswith(".j2")]
        sections |= {f"{directory.name}/{f.name}": _text(f) for f in own}
    environment = _environment(DictLoader(sections))
    _compile_all(environment, sections)
    return Prompts(
        goals=goals,
        phrases=_phrases(root),
        locales={f.name[: -len(".toml")]: _locale(f) for f in locales},
        tools=_tools(root.joinpath("tools.toml")),
        words=_read(Words, root.joinpath("words.toml")),
        sections=sections,
        environment=environment,
    )


def render(prompts: Prompts, name: str, context: dict[str, Any]) -> str:
    """One section with its values. Raises PromptError naming the template."""
    try:
        return prompts.environment.get_template(name).render(context)
    except _RENDERING as error:
        raise PromptError(
            f'template "{name}": {error}; prompts/README.md lists the names'
        ) from error


def _compile_all(environment: ImmutableSandboxedEnvironment, sections: Iterable[str]) -> None:
    for name in sections:
        try:
            environment.get_template(name)
        except TemplateError as error:
            raise PromptError(f'template "{name}": {error}; mend that line') from error


def _environment(loader: BaseLoader) -> ImmutableSandboxedEnvironment:
    """Strict and sandboxed: an unknown name is an error, and a template reaches nothing but its
    values. What it prints is text and the same on every run.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=_printed,
    )
    del environment.globals["lipsum"], environment.filters["random"]
    return environment


def _printed(value: object) -> object:
    """Texts and numbers; anything else would print its place in memory or Python's words."""
    if not isinstance(value, str | int | float | Undefined):
        raise TypeError(f"a {type(value).__name__} is no text; print one of its fields or join it")
    return value


def _entries(root: Path, name: str) -> list[Path]:
    place = root.joinpath(name)
    return sorted(place.iterdir(), key=lambda entry: entry.name) if place.is_dir() else []


def _goals(root: Path) -> Iterator[Path]:
    """The folders of goals. Raises PromptError for one whose name no text could have."""
    for folder in _entries(root, "goals"):
        if folder.is_dir() and not folder.name.startswith((".", "_")):
            if not is_plain_name(folder.name):
                raise PromptError(
                    f"{folder}: a goal's folder is named with letters, digits and hyphens; "
                    "rename it"
                )
            yield folder


def _goal(folder: Path) -> Goal:
    return _read(Goal, folder.joinpath("goal.toml"))


def _locale(file: Path) -> Locale:
    return _fit(Locale, _toml(file) | {"tag": file.name[: -len(".toml")]}, file)


def _tools(file: Path) -> dict[str, ToolText]:
    return _read(dict[str, ToolText], file)


def _phrases(root: Path) -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    found = {}
    for goal in _goals(root):
        for file in sorted(goal.iterdir(), key=lambda f: f.name):
            name = file.name
            if name.startswith("phrases.") and name.endswith(".toml"):
                language = name[len("phrases.") : -len(".toml")]
                found[goal.name, language] = _read(dict[str, Said], file)
    return found


_T = TypeVar("_T")


def _read(kind: type[_T], file: Path) -> _T:
    return _fit(kind, _toml(file), file)


def _fit(kind: type[_T], values: dict[str, Any], file: Path) -> _T:
    """`values` of `file` as `kind`. Raises PromptError with file, field, value and what to do."""
    try:
        return TypeAdapter(kind).validate_python(values)
    except ValidationError as error:
        place, says = first_slip(error)
        raise PromptError(
            f"{file}: {'.'.join(map(str, place))}{says}; see prompts/README.md"
        ) from error


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise PromptError(f"{file} is not TOML: {error}; mend that line") from error


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise PromptError(f"cannot read {file}: {error.strerror}; see prompts/README.md") from error
    except UnicodeDecodeError as error:
        raise PromptError(f"{file} is not UTF-8: {error}; save it as UTF-8") from error
