"""Findings about calls of `mc prove`."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class NoSuchSizes(Diagnostic):
    """The assumptions contradict each other: everything would be true."""

    code: ClassVar[str] = "MC355"
    says: ClassVar[str] = "no values of {names} make all assumptions of `{spec}` true"
    advises: ClassVar[str] = "correct one of {assumptions}: of no sizes, everything could be proved"

    names: str
    spec: str
    assumptions: str


class BeyondFormulas(Diagnostic):
    """Something in the spec is more than formulas are made of."""

    code: ClassVar[str] = "MC356"
    says: ClassVar[str] = "no formula is made of {why}, which `{spec}` asks for"
    advises: ClassVar[str] = "`mc check` explores it instead"

    why: str
    spec: str


class FixedUnknown(Diagnostic):
    """A variant sets a constant that is to stand for any integer."""

    code: ClassVar[str] = "MC363"
    says: ClassVar[str] = "`{spec}` sets `{name}` to {own} itself, and `--for-all` leaves it open"
    advises: ClassVar[str] = (
        "leave `{name}` out of it, or let `mc check` look at the variant as it is"
    )

    spec: str
    name: str
    own: str


class GivenUnknown(Diagnostic):
    """A constant that is to stand for any integer is given a value."""

    code: ClassVar[str] = "MC367"
    says: ClassVar[str] = "`-p {name}={value}` sets what `--for-all {name}` leaves open"
    advises: ClassVar[str] = "leave out one of the two"

    name: str
    value: str


class NoInvariant(Diagnostic):
    """A claim is to be proved that is not about every state or step by itself."""

    code: ClassVar[str] = "MC366"
    says: ClassVar[str] = "`{name}` of `{spec}` is no invariant, and induction proves these only"
    advises: ClassVar[str] = "`mc check` looks for it"

    spec: str
    name: str


class RefusedSizes(Diagnostic):
    """Of sizes that the assumptions allow there is no spec: under them it is refused."""

    code: ClassVar[str] = "MC368"
    says: ClassVar[str] = "the assumptions allow {sizes}, and `{spec}` is refused then: {why}"
    advises: ClassVar[str] = "exclude these sizes in an @assume method, or correct what is refused"

    sizes: str
    spec: str
    why: str


PROVING: tuple[type[Diagnostic], ...] = (
    NoSuchSizes,
    BeyondFormulas,
    FixedUnknown,
    GivenUnknown,
    NoInvariant,
    RefusedSizes,
)
