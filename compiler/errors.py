"""What can go wrong between records and a release.

CompileError
├── PromptError        a template, goal, locale or tool text is missing or wrong; names the file
├── CorrectionsError   corrections.toml cannot be used; names the file and the entry
├── BudgetError        instructions and tools are longer than a session may carry
└── ShelfError         a release is missing, damaged or cannot be written
"""

from __future__ import annotations


class CompileError(Exception):
    """Base of every error of this package; the message names the thing, the value and the next
    step.
    """


class PromptError(CompileError):
    """A template, goal, locale or tool text is missing or wrong."""


class CorrectionsError(CompileError):
    """corrections.toml cannot be used."""


class BudgetError(CompileError):
    """Instructions and tools are longer than a session may carry."""


class ShelfError(CompileError):
    """A release is missing, damaged or cannot be written."""
