"""Findings about a spec or a call: frozen values with a stable code and a place."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import ClassVar, Self, dataclass_transform

from modelcheck.source.span import NOWHERE, Span


# NOTE(made-late): Python takes a good half of a millisecond to make a frozen dataclass, there are
# two hundred kinds of findings, and most runs find nothing.
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class _MadeLate:
    """A subclass becomes a frozen dataclass when its first instance is made."""

    def __new__(cls, *_: object, **__: object) -> Self:
        """Give an instance, whose `__init__` the class has by then."""
        if "__dataclass_fields__" not in vars(cls):
            dataclass(frozen=True)(cls)
        return super().__new__(cls)


@dataclass(frozen=True)
class Diagnostic(_MadeLate):
    """One finding.  Subclasses say what was found, once, as templates over their fields."""

    code: ClassVar[str]
    says: ClassVar[str]
    """One sentence on what is wrong; `{name}` stands for the field `name`."""
    advises: ClassVar[str]
    """One sentence on what to write instead."""

    span: Span = field(default=NOWHERE, kw_only=True)

    @property
    def message(self) -> str:
        """What is wrong, in the user's words."""
        return self.says.format(**self._words())

    @property
    def help(self) -> str:
        """What to write instead."""
        return self.advises.format(**self._words())

    def _words(self) -> dict[str, object]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


class ModelcheckError(Exception):
    """The common base of the three exceptions that carry findings."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        """Carry `diagnostics`; at least one."""
        super().__init__(*diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        """Give the messages, one a line."""
        return "\n".join(each.message for each in self.diagnostics)


class SpecError(ModelcheckError):
    """The spec is wrong: exit code 150."""


class ConfigError(ModelcheckError):
    """A flag, a parameter or a file that the call names is wrong: exit code 2."""


class InternalError(Exception):
    """The checker is wrong: exit code 255, with a traceback and how to report it."""
