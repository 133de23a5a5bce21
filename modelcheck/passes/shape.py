"""What a body that is to be one expression gives: where it ends, is disabled, or fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from modelcheck.ir.expr import Expr, ListDisplay, Literal, OneOf, SetDisplay, The
from modelcheck.ir.types import NONE, ListType, SetType, Type

if TYPE_CHECKING:
    from modelcheck.passes.symbolic import Run


class Ending(Enum):
    """How control leaves such a body."""

    THROUGH = "at its end"
    BREAK = "break"
    CONTINUE = "continue"
    RETURN = "return"


Finish: TypeAlias = "Callable[[Run, Ending, Expr | None], Expr]"


@dataclass(frozen=True, slots=True)
class Ends:
    """What the body gives where a guard is false, and where it fails for a reason."""

    disabled: Expr
    failed: Callable[[str], Expr]


@dataclass(frozen=True)
class Shape:
    """What a run's body becomes: an expression that `finish` and `ends` give the leaves of."""

    finish: Finish
    ends: Ends


def value_shape(type_: Type) -> Shape:
    """Give the shape of a body that returns a value of this type.

    Where a guard in it is false, it makes a choice of nothing, which disables the step;
    where it fails, it names the only one of nothing, which is an evaluation error.
    """
    nothing = ListDisplay((), ListType(type_))

    def failed(_why: str) -> Expr:
        return The(nothing, None, type_)

    disabled = OneOf(SetDisplay((), SetType(type_)), type_)
    return Shape(_returned, Ends(disabled, failed))


def _returned(_run: Run, _ending: Ending, value: Expr | None) -> Expr:
    return Literal(None, NONE) if value is None else value
