"""Findings about a spec that refines another."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class NotAbstract(Diagnostic):
    """`@refines` names something whose steps this spec's cannot be."""

    code: ClassVar[str] = "MC270"
    says: ClassVar[str] = "`{name}` cannot be refined: it is {what}"
    advises: ClassVar[str] = "{instead}"

    name: str
    what: str
    instead: str = "name a spec of this file, or one that is imported: `from counters import Votes`"


class SeveralRefinements(Diagnostic):
    """A spec has several mappings."""

    code: ClassVar[str] = "MC271"
    says: ClassVar[str] = "`{spec}` has several methods marked @refines: {names}"
    advises: ClassVar[str] = "keep one; a spec that refines two is two specs, one derived from it"

    spec: str
    names: str


class AbstractFieldsUnset(Diagnostic):
    """A mapping leaves fields of the abstract state without a value."""

    code: ClassVar[str] = "MC272"
    says: ClassVar[str] = "`{name}` may leave {fields} without a value"
    advises: ClassVar[str] = "set every field of `{abstract}` on every path, ghosts included"

    name: str
    fields: str
    abstract: str


class AbstractStateRead(Diagnostic):
    """A mapping reads the abstract state, or sets a part of a field."""

    code: ClassVar[str] = "MC273"
    says: ClassVar[str] = "`{name}` is only there to have its fields set, each as a whole"
    advises: ClassVar[str] = (
        "compute the value from `self`, in a local if need be, and write `{name}.field = value`"
    )

    name: str


class MissingParameter(Diagnostic):
    """The abstract spec has a parameter that the spec has not."""

    code: ClassVar[str] = "MC274"
    says: ClassVar[str] = "`{abstract}` has the parameter `{name}`, and this spec has not"
    advises: ClassVar[str] = (
        "declare `{name}` here too, which gives it its value there; or import it from `{module}`"
    )

    abstract: str
    name: str
    module: str


class OtherParameter(Diagnostic):
    """A parameter of the abstract spec has another value than the spec's of that name."""

    code: ClassVar[str] = "MC275"
    says: ClassVar[str] = "`{name}` is {here} in this spec and {there} in `{abstract}`"
    advises: ClassVar[str] = "{instead}"

    name: str
    here: str
    there: str
    abstract: str
    instead: str


class TwoClasses(Diagnostic):
    """The spec and the abstract spec have different classes of one name."""

    code: ClassVar[str] = "MC276"
    says: ClassVar[str] = "`{name}` of this spec and `{name}` of `{abstract}` are two classes"
    advises: ClassVar[str] = (
        "keep one of them: `from {module} import {name}`; a value of one is none of the other"
    )

    name: str
    abstract: str
    module: str


REFINEMENTS: tuple[type[Diagnostic], ...] = (
    NotAbstract,
    SeveralRefinements,
    AbstractFieldsUnset,
    AbstractStateRead,
    MissingParameter,
    OtherParameter,
    TwoClasses,
)
