"""The decorators of a spec.  They only mark: a marked method stays the function it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeVar, overload

MARK = "__modelcheck_mark__"
VARIANT = "__modelcheck_variant__"

_Step = TypeVar("_Step", bound=Callable[..., None])
_Claim = TypeVar("_Claim", bound=Callable[..., bool])
_C = TypeVar("_C", bound="type[Spec]")
_S = TypeVar("_S")
_A = TypeVar("_A", bound="Spec")


class Role(Enum):
    """What a marked method is to its spec."""

    INIT = "init"
    ACTION = "action"
    INVARIANT = "invariant"
    STEP_INVARIANT = "step_invariant"
    COVER = "cover"
    FINAL = "final"
    ASSUME = "assume"
    CONSTRAINT = "constraint"
    REFINES = "refines"


@dataclass(frozen=True)
class Mark:
    """A decorator's words, kept on the method; `abstract` is a spec, if its author is right."""

    role: Role
    fair: Literal["weak", "strong"] | None = None
    by: str | None = None
    lemma: bool = False
    abstract: object = None


@dataclass(frozen=True)
class VariantMark:
    """`@variant`'s words, kept on the class."""

    breaks: tuple[str, ...]
    parameters: tuple[tuple[str, object], ...] = ()
    of: type[Spec] | None = None


class Spec:
    """A protocol: annotated fields are its state, marked methods its steps and claims.

    A class to fill in; only the reference engine and the debugger make instances.
    """


@overload
def action(method: _Step, /) -> _Step: ...
@overload
def action(
    *, fair: Literal["weak", "strong"] | None = None, by: str | None = None
) -> Callable[[_Step], _Step]: ...
def action(
    method: _Step | None = None,
    /,
    *,
    fair: Literal["weak", "strong"] | None = None,
    by: str | None = None,
) -> _Step | Callable[[_Step], _Step]:
    """Mark an atomic step; its parameters are chosen by the checker.

    `fair` is recorded for liveness claims; `by` names the parameter that acts (by default
    the first one of a sort).
    """
    mark = Mark(Role.ACTION, fair=fair, by=by)

    def marked(method: _Step) -> _Step:
        setattr(method, MARK, mark)
        return method

    return marked if method is None else marked(method)


def init(method: _Step) -> _Step:
    """Mark the method that sets every field; `oneof` in it makes several initial states."""
    setattr(method, MARK, Mark(Role.INIT))
    return method


@overload
def invariant(method: _Claim, /) -> _Claim: ...
@overload
def invariant(*, lemma: bool = False) -> Callable[[_Claim], _Claim]: ...
def invariant(
    method: _Claim | None = None, /, *, lemma: bool = False
) -> _Claim | Callable[[_Claim], _Claim]:
    """Mark a claim on every reachable state, for all values of its parameters.

    A `lemma` is claimed to help proofs: it is checked as any other, and a twin may break it.
    """
    mark = Mark(Role.INVARIANT, lemma=lemma)

    def marked(method: _Claim) -> _Claim:
        setattr(method, MARK, mark)
        return method

    return marked if method is None else marked(method)


def step_invariant(method: _Claim) -> _Claim:
    """Mark a claim on every step: `self` is after it, `old(self)` before."""
    setattr(method, MARK, Mark(Role.STEP_INVARIANT))
    return method


def cover(method: _Claim) -> _Claim:
    """Mark what must be reached, for some values of its parameters: else claims are vacuous."""
    setattr(method, MARK, Mark(Role.COVER))
    return method


def final(method: _Claim) -> _Claim:
    """Mark the states in which having no next step is no deadlock."""
    setattr(method, MARK, Mark(Role.FINAL))
    return method


def assume(method: _Claim) -> _Claim:
    """Mark a condition on the parameters, under which the claims are made."""
    setattr(method, MARK, Mark(Role.ASSUME))
    return method


def constraint(method: _Claim) -> _Claim:
    """Mark a condition outside of which states are not expanded (TLC's CONSTRAINT)."""
    setattr(method, MARK, Mark(Role.CONSTRAINT))
    return method


def refines(
    abstract: type[_A],
) -> Callable[[Callable[[_S, _A], None]], Callable[[_S, _A], None]]:
    """Mark the mapping to the spec `abstract`, whose steps this one's must be.

    The method sets every field of an `abstract` state from `self`.  Where a run of this spec
    begins, the state it gives must be an initial one; every step must be a step of `abstract`
    there, or leave that state as it is; and every action of `abstract` must be taken.
    """

    def marked(method: Callable[[_S, _A], None]) -> Callable[[_S, _A], None]:
        setattr(method, MARK, Mark(Role.REFINES, abstract=abstract))
        return method

    return marked


def variant(
    *,
    breaks: str | tuple[str, ...],
    parameters: Mapping[str, object] | None = None,
    of: type[Spec] | None = None,
) -> Callable[[_C], _C]:
    """Mark a broken twin, which must break exactly the claims named by `breaks`.

    `parameters` changes parameters beside, or instead of, the twin's own methods; `of` names
    the spec whose twin it is, where the twin does not derive from it.
    """
    mark = VariantMark(
        breaks=(breaks,) if isinstance(breaks, str) else tuple(breaks),
        parameters=tuple((parameters or {}).items()),
        of=of,
    )

    def marked(spec: _C) -> _C:
        setattr(spec, VARIANT, mark)
        return spec

    return marked
