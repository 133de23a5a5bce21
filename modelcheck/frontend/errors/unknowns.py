"""Findings about parameters that are to stand for any integer: `--for-all N,T,F`."""

from __future__ import annotations

from typing import ClassVar, Final

from modelcheck.source.diagnostic import Diagnostic


class NoSuchUnknown(Diagnostic):
    """`--for-all` names something that the spec does not have."""

    code: ClassVar[str] = "MC340"
    says: ClassVar[str] = "`--for-all` names `{name}`, and the spec has no such parameter"
    advises: ClassVar[str] = "{advice}"

    name: str
    advice: str


class NoInteger(Diagnostic):
    """`--for-all` names something that is no integer parameter."""

    code: ClassVar[str] = "MC341"
    says: ClassVar[str] = "`{name}` cannot stand for any integer: {kind}"
    advises: ClassVar[str] = "{advice}"

    name: str
    kind: str
    advice: str


class UnknownSize(Diagnostic):
    """A sort has as many elements as a parameter that is to be any integer."""

    code: ClassVar[str] = "MC342"
    says: ClassVar[str] = "`{sort}` has `{size}` elements, which would be any number"
    advises: ClassVar[str] = (
        "for a proof of all sizes, count elements instead of naming them: "
        "`waiting: Annotated[int, Interval(ge=0, le=N)]`"
    )

    sort: str
    size: str


class NotFollowed(Diagnostic):
    """Something is computed from an unknown in a way that is not understood."""

    code: ClassVar[str] = "MC343"
    says: ClassVar[str] = "{what} depends on {names}, in a way that is not followed: `{text}`"
    advises: ClassVar[str] = (
        "compute it with + - * // % from integers and constants, each defined once; "
        "divide by numbers only"
    )

    what: str
    names: str
    text: str


class NotCounters(Diagnostic):
    """A field of the state is no counter, so there is no proof for every size."""

    code: ClassVar[str] = "MC344"
    says: ClassVar[str] = "the field `{name}` does not count: {why}"
    advises: ClassVar[str] = (
        "for a proof of all sizes, keep numbers: integers, and dicts and records of them, "
        "between bounds such as `Interval(ge=0, le=N - F)`"
    )

    name: str
    why: str


class UnknownChoices(Diagnostic):
    """A parameter of an action or claim has as many values as an unknown says."""

    code: ClassVar[str] = "MC345"
    says: ClassVar[str] = "the parameter `{name}` of `{method}` has bounds that depend on {names}"
    advises: ClassVar[str] = "{advice}"

    name: str
    method: str
    names: str
    advice: str


class SameName(Diagnostic):
    """A body of another file reads a constant of its own that is called as an unknown is."""

    code: ClassVar[str] = "MC346"
    says: ClassVar[str] = "this `{name}` is another constant than that of `{path}`"
    advises: ClassVar[str] = "give one of the two another name: only one can stand for any integer"

    name: str
    path: str


UNKNOWNS: Final[tuple[type[Diagnostic], ...]] = (
    NoSuchUnknown,
    NoInteger,
    UnknownSize,
    NotFollowed,
    NotCounters,
    UnknownChoices,
    SameName,
)
"""Every finding of this file; the catalogue of codes takes them from here."""
