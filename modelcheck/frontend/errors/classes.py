"""Findings about classes and the signatures of their methods."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class UnboundedParameter(Diagnostic):
    """A record parameter of an action has no container that bounds it."""

    code: ClassVar[str] = "MC161"
    says: ClassVar[str] = "the values of `{name}`, of type {type}, are not bounded"
    advises: ClassVar[str] = (
        "begin the action with `require({name} in self....)`: its members are the values"
    )

    name: str
    type: str


class UnknownDecorator(Diagnostic):
    """A method has a decorator that the language does not have."""

    code: ClassVar[str] = "MC163"
    says: ClassVar[str] = "the decorator `{name}` is outside of the language"
    advises: ClassVar[str] = "{instead}"

    name: str
    instead: str = "mark methods with the words of modelcheck.lang; plain methods are helpers"


class UndecoratedOverride(Diagnostic):
    """A method overrides a marked one without a mark of its own."""

    code: ClassVar[str] = "MC164"
    says: ClassVar[str] = "`{name}` overrides {what} of `{base}`, but is not marked"
    advises: ClassVar[str] = "decorate it anew, as `@{role}`, so that what it is can be seen here"

    name: str
    what: str
    base: str
    role: str


class ReservedMethod(Diagnostic):
    """A spec defines a method that Python calls by itself, or a property."""

    code: ClassVar[str] = "MC165"
    says: ClassVar[str] = "`{name}` is {problem}"
    advises: ClassVar[str] = "{instead}"

    name: str
    problem: str = "no step, claim or helper"
    instead: str = "make the initial state in a method marked @init; write plain methods"


class NoInit(Diagnostic):
    """A spec has no initial state."""

    code: ClassVar[str] = "MC166"
    says: ClassVar[str] = "`{spec}` has no @init"
    advises: ClassVar[str] = "mark the method that sets every field with @init"

    spec: str


class SeveralInits(Diagnostic):
    """A spec has several methods that make initial states."""

    code: ClassVar[str] = "MC167"
    says: ClassVar[str] = "`{spec}` has several methods marked @init: {names}"
    advises: ClassVar[str] = "keep one; use `oneof` in it for several initial states"

    spec: str
    names: str


class NoActions(Diagnostic):
    """A spec has no step."""

    code: ClassVar[str] = "MC168"
    says: ClassVar[str] = "`{spec}` has no @action: nothing can happen"
    advises: ClassVar[str] = "mark at least one step with @action"

    spec: str


class ClassAttribute(Diagnostic):
    """A class of a spec has something that is neither field nor method."""

    code: ClassVar[str] = "MC169"
    says: ClassVar[str] = "`{name}` is neither a field without a value nor a method"
    advises: ClassVar[str] = (
        "declare fields as `name: Type` and set them in @init; "
        "put constants at the module's top as `Final`"
    )

    name: str


class WrongSignature(Diagnostic):
    """A method's parameters are not of the form that the language needs."""

    code: ClassVar[str] = "MC170"
    says: ClassVar[str] = "{problem}"
    advises: ClassVar[str] = "{instead}"

    problem: str
    instead: str


class UnknownClaim(Diagnostic):
    """A variant names a claim that the spec does not have."""

    code: ClassVar[str] = "MC171"
    says: ClassVar[str] = "`{name}` is not a claim of `{spec}`"
    advises: ClassVar[str] = "{suggestion}"

    name: str
    spec: str
    suggestion: str


class UnknownActor(Diagnostic):
    """`by=` names no parameter of its action."""

    code: ClassVar[str] = "MC172"
    says: ClassVar[str] = "`by` names `{name}`, which is no parameter of `{action}`"
    advises: ClassVar[str] = "name one of its parameters"

    name: str
    action: str


class SourceNotFound(Diagnostic):
    """The source of a method cannot be found where it was defined."""

    code: ClassVar[str] = "MC173"
    says: ClassVar[str] = "the source of `{name}` cannot be found"
    advises: ClassVar[str] = "define it with `def` directly in its class or module, in a file"

    name: str


class NameTaken(Diagnostic):
    """A class gives one name to two things, or a field another type than its base does."""

    code: ClassVar[str] = "MC178"
    says: ClassVar[str] = "`{name}` is {what} already, in line {line}"
    advises: ClassVar[str] = "{instead}"

    name: str
    what: str
    line: int
    instead: str


class ForeignBase(Diagnostic):
    """A spec derives from a class that is no spec."""

    code: ClassVar[str] = "MC179"
    says: ClassVar[str] = "`{base}` is a base of `{spec}`, but no spec: nothing of it is checked"
    advises: ClassVar[str] = "let it derive from `Spec`, or leave it out"

    base: str
    spec: str


class UncalledMethod(Diagnostic):
    """A plain method is called by nothing, so it neither happens nor is it checked."""

    code: ClassVar[str] = "MC280"
    says: ClassVar[str] = "`{name}` is called by nothing, and has no mark"
    advises: ClassVar[str] = "mark it ({marks}), call it, or delete it"

    name: str
    marks: str


CLASSES: tuple[type[Diagnostic], ...] = (
    UnboundedParameter,
    UnknownDecorator,
    UndecoratedOverride,
    ReservedMethod,
    NoInit,
    SeveralInits,
    NoActions,
    ClassAttribute,
    WrongSignature,
    UnknownClaim,
    UnknownActor,
    SourceNotFound,
    NameTaken,
    ForeignBase,
    UncalledMethod,
)
