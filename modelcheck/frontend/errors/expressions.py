"""Findings about expressions: values, names and operators."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class LambdaExpression(Diagnostic):
    """A body makes a function."""

    code: ClassVar[str] = "MC127"
    says: ClassVar[str] = "`lambda` is outside of the language: functions are no values"
    advises: ClassVar[str] = "write a helper method, or a comprehension"


class WalrusExpression(Diagnostic):
    """A body assigns inside an expression."""

    code: ClassVar[str] = "MC133"
    says: ClassVar[str] = "`:=` is outside of the language"
    advises: ClassVar[str] = "assign to a local in a statement of its own before"


class TextValue(Diagnostic):
    """A body uses text."""

    code: ClassVar[str] = "MC134"
    says: ClassVar[str] = "text is no value of the language"
    advises: ClassVar[str] = 'use an `Enum` member; text stands only in `fail("why")`'


class UnsupportedLiteral(Diagnostic):
    """A body has a literal that no type of the language has."""

    code: ClassVar[str] = "MC135"
    says: ClassVar[str] = "`{text}` is no value of the language"
    advises: ClassVar[str] = (
        "use integers, `True`, `False`, `None`, enum members and elements of sorts"
    )

    text: str


class UnsupportedOperator(Diagnostic):
    """A body uses an operator that the language does not have."""

    code: ClassVar[str] = "MC136"
    says: ClassVar[str] = "the operator `{operator}` is outside of the language"
    advises: ClassVar[str] = "{instead}"

    operator: str
    instead: str


class IdentityTest(Diagnostic):
    """A body compares identities."""

    code: ClassVar[str] = "MC137"
    says: ClassVar[str] = "`is` compares identities, and values have none"
    advises: ClassVar[str] = "write `==`; `is` and `is not` compare with `None` only"


class UnknownName(Diagnostic):
    """A body uses a name that is neither local nor known to the module."""

    code: ClassVar[str] = "MC138"
    says: ClassVar[str] = "`{name}` is not defined here"
    advises: ClassVar[str] = "{suggestion}"

    name: str
    suggestion: str


class UnknownField(Diagnostic):
    """A body names a field that the spec does not declare."""

    code: ClassVar[str] = "MC146"
    says: ClassVar[str] = "`{name}` is not a field of `{spec}`"
    advises: ClassVar[str] = "{suggestion}"

    name: str
    spec: str
    suggestion: str


class SelfAsValue(Diagnostic):
    """The spec itself is used as a value."""

    code: ClassVar[str] = "MC153"
    says: ClassVar[str] = "`{text}` is no value"
    advises: ClassVar[str] = "use its fields and helpers: `{text}.field`, `{text}.helper(...)`"

    text: str


class VariableGlobal(Diagnostic):
    """A body reads a module variable that is no constant."""

    code: ClassVar[str] = "MC157"
    says: ClassVar[str] = "`{name}` is a variable of the module, not a constant"
    advises: ClassVar[str] = "declare it as `{name}: Final = ...`, or make it a field"

    name: str


class UnsupportedConstant(Diagnostic):
    """A module constant has a type that the language does not have."""

    code: ClassVar[str] = "MC158"
    says: ClassVar[str] = "the constant `{name}` is a {type}, which is no type of the language"
    advises: ClassVar[str] = (
        "constants are integers, `bool`, enum members, elements, tuples of integers, "
        "and `each(...)`"
    )

    name: str
    type: str


class SliceStep(Diagnostic):
    """A slice has a step."""

    code: ClassVar[str] = "MC160"
    says: ClassVar[str] = "a slice with a step is outside of the language"
    advises: ClassVar[str] = "write `[start:stop]`"


class NotAValue(Diagnostic):
    """A function or class is used as a value."""

    code: ClassVar[str] = "MC176"
    says: ClassVar[str] = "`{name}` is {what}, and no value"
    advises: ClassVar[str] = "{instead}"

    name: str
    what: str
    instead: str


EXPRESSIONS: tuple[type[Diagnostic], ...] = (
    LambdaExpression,
    WalrusExpression,
    TextValue,
    UnsupportedLiteral,
    UnsupportedOperator,
    IdentityTest,
    UnknownName,
    UnknownField,
    SelfAsValue,
    VariableGlobal,
    UnsupportedConstant,
    SliceStep,
    NotAValue,
)
