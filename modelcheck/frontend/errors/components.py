"""Findings about components: their classes, how they are made and used."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class ComponentNotMade(Diagnostic):
    """A field is a component, and nothing makes it, or not where it has to be made."""

    code: ClassVar[str] = "MC290"
    says: ClassVar[str] = "the component `{name}` is not made: {problem}"
    advises: ClassVar[str] = "{instead}"

    name: str
    problem: str
    instead: str


class WrongGiven(Diagnostic):
    """A component is given what it cannot take: a method of another type, a value that changes."""

    code: ClassVar[str] = "MC291"
    says: ClassVar[str] = "`{name}` of `{component}` {problem}"
    advises: ClassVar[str] = "{instead}"

    name: str
    component: str
    problem: str
    instead: str


class ComponentAsValue(Diagnostic):
    """A component is used as if it were a value."""

    code: ClassVar[str] = "MC292"
    says: ClassVar[str] = "`{name}` is a component, and no value"
    advises: ClassVar[str] = "call its methods, `{name}.request(...)`, or read its fields"

    name: str


class UnsupportedComponent(Diagnostic):
    """A class of a component has what components do not have."""

    code: ClassVar[str] = "MC293"
    says: ClassVar[str] = "{problem}"
    advises: ClassVar[str] = "{instead}"

    problem: str
    instead: str


class ChangedFromOutside(Diagnostic):
    """A body changes what belongs to a component, or makes one where none can be made."""

    code: ClassVar[str] = "MC294"
    says: ClassVar[str] = "`{name}` belongs to a component, and cannot be {verb} here"
    advises: ClassVar[str] = "{instead}"

    name: str
    verb: str
    instead: str


class RefusedRequest(Diagnostic):
    """A request to a component fails in every state: the component excludes it."""

    code: ClassVar[str] = "MC295"
    says: ClassVar[str] = "`{call}` always fails: {why}"
    advises: ClassVar[str] = "give it other arguments, or a component that is not `{component}`"

    call: str
    component: str
    why: str


COMPONENTS: tuple[type[Diagnostic], ...] = (
    ComponentNotMade,
    WrongGiven,
    ComponentAsValue,
    UnsupportedComponent,
    ChangedFromOutside,
    RefusedRequest,
)
