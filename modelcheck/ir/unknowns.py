"""Parameters that stand for any integer, for claims about every size: `--for-all N,T,F`.

The typed IR of a spec is that of its parameters' values.  Here is what it takes to read it for
every value: which constants are unknown, how others follow from them, and the bounds of the state.

    N: Final[int] = 4                              names        N, F
    F: Final[int] = 1                              definitions  MOST = N - F
    MOST: Final[int] = N - F                       bounds       votes: OfValues(Between(0, MOST))
    votes: dict[Side, Annotated[int, Interval(ge=0, le=MOST)]]

NOTE(types-under-unknowns): in the types of expressions and locals stand the bounds under the
parameters' values.  Nothing may be concluded from them where a parameter is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from modelcheck.ir.expr import Expr


@dataclass(frozen=True, slots=True)
class Between:
    """An integer, at least `low` and at most `high`; `None` is no bound."""

    low: Expr | None
    high: Expr | None


@dataclass(frozen=True, slots=True)
class OfValues:
    """A dict, each of whose values is bounded as `of` says."""

    of: Bounds


@dataclass(frozen=True, slots=True)
class OfFields:
    """A record, and how each of its fields is bounded, in their order."""

    fields: tuple[tuple[str, Bounds], ...]


@dataclass(frozen=True, slots=True)
class Unbounded:
    """Something in which no integer has a bound that follows from an unknown: its type says all."""


Bounds: TypeAlias = Between | OfValues | OfFields | Unbounded
"""What the annotation of a field says of the integers in it."""


@dataclass(frozen=True, slots=True)
class Unknowns:
    """The constants `names`, each any integer, and all that follows from them.

    `definitions` are the constants that are computed from them, each after those it reads;
    `bounds` has an entry per field of the spec, in their order.  The expressions are made of
    integer literals, `Arith`, `Negate` and `Constant`, and divide by no unknown.  A `Constant`
    that is neither in `names` nor in `definitions` keeps its value.
    """

    names: tuple[str, ...]
    definitions: tuple[tuple[str, Expr], ...]
    bounds: tuple[tuple[str, Bounds], ...]
