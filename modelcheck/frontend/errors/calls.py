"""Findings about calls: of helpers, methods, builtins and the words of the language."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class RecursiveHelper(Diagnostic):
    """A helper calls itself, directly or through others."""

    code: ClassVar[str] = "MC123"
    says: ClassVar[str] = "`{name}` calls itself: {path}"
    advises: ClassVar[str] = (
        "helpers are unfolded where they are called; "
        "write the rounds as `for _ in range(n):` with a `break`"
    )

    name: str
    path: str


class UnknownMethod(Diagnostic):
    """A method that the value's type does not have in the language."""

    code: ClassVar[str] = "MC139"
    says: ClassVar[str] = "{type} has no method `{name}` in the language"
    advises: ClassVar[str] = "{suggestion}"

    type: str
    name: str
    suggestion: str


class UnsupportedBuiltin(Diagnostic):
    """A body calls a builtin of Python that the language does not have."""

    code: ClassVar[str] = "MC140"
    says: ClassVar[str] = "the builtin `{name}` is outside of the language"
    advises: ClassVar[str] = "{instead}"

    name: str
    instead: str


class UnsupportedCall(Diagnostic):
    """A body calls something that is no helper."""

    code: ClassVar[str] = "MC141"
    says: ClassVar[str] = "`{name}` cannot be called here"
    advises: ClassVar[str] = "{instead}"

    name: str
    instead: str = (
        "call methods of the spec, functions of the module that are written in the language, "
        "or the words of modelcheck.lang"
    )


class StarredArgument(Diagnostic):
    """A call or display spreads a collection."""

    code: ClassVar[str] = "MC142"
    says: ClassVar[str] = "`*` and `**` are outside of the language"
    advises: ClassVar[str] = "write the arguments one by one; join collections with `|` or `+`"


class ChangeInExpression(Diagnostic):
    """An expression changes the collection that it reads."""

    code: ClassVar[str] = "MC151"
    says: ClassVar[str] = "`{name}` changes `{what}` in the middle of an expression"
    advises: ClassVar[str] = "{instead}"

    name: str
    what: str
    instead: str


class OldOfOther(Diagnostic):
    """`old` is asked for something other than `self`."""

    code: ClassVar[str] = "MC152"
    says: ClassVar[str] = "`old` takes `self` and nothing else"
    advises: ClassVar[str] = "write `{example}`"

    example: str


class UnsupportedSuper(Diagnostic):
    """`super()` is used for something other than calling a method."""

    code: ClassVar[str] = "MC155"
    says: ClassVar[str] = "{problem}"
    advises: ClassVar[str] = "{instead}"

    problem: str
    instead: str


class ChangingHelper(Diagnostic):
    """A helper that changes the state is called inside an expression."""

    code: ClassVar[str] = "MC156"
    says: ClassVar[str] = "`{name}` changes the state, and is called inside an expression"
    advises: ClassVar[str] = (
        "call it in a statement of its own, as `{name}(...)` or `x = {name}(...)`"
    )

    name: str


class WrongWordArguments(Diagnostic):
    """A word or builtin is called with the wrong arguments."""

    code: ClassVar[str] = "MC159"
    says: ClassVar[str] = "`{word}` does not take these arguments"
    advises: ClassVar[str] = "write {takes}"

    word: str
    takes: str


class NotAFunction(Diagnostic):
    """A name is used as a helper but its definition is no plain function."""

    code: ClassVar[str] = "MC174"
    says: ClassVar[str] = "`{name}` is no plain function"
    advises: ClassVar[str] = "write it with `def`, with annotated parameters, without decorators"

    name: str


class OldOutsideStep(Diagnostic):
    """`old` stands where no step is looked at."""

    code: ClassVar[str] = "MC175"
    says: ClassVar[str] = "`old` speaks of the state before a step: {where} looks at one state"
    advises: ClassVar[str] = "{instead}"

    where: str
    instead: str


CALLS: tuple[type[Diagnostic], ...] = (
    RecursiveHelper,
    UnknownMethod,
    UnsupportedBuiltin,
    UnsupportedCall,
    StarredArgument,
    ChangeInExpression,
    OldOfOther,
    UnsupportedSuper,
    ChangingHelper,
    WrongWordArguments,
    NotAFunction,
    OldOutsideStep,
)
