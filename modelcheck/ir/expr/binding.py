"""Expressions that bind names, call, or choose: comprehensions, folds, helpers, `oneof`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from modelcheck.ir.types import (
    BOOL,
    INT,
    BoolType,
    IntType,
    ListType,
    MapType,
    SetType,
    StreamType,
    TupleType,
    Type,
)
from modelcheck.source.span import NOWHERE, Span

if TYPE_CHECKING:
    from modelcheck.ir.expr import Expr
    from modelcheck.ir.expr.operators import Extremum, Quantifier
    from modelcheck.ir.stmt import Function


@dataclass(frozen=True, slots=True)
class Generator:
    """`for targets in iterable if condition ...`; several targets take a tuple or record apart."""

    targets: tuple[str, ...]
    unpack: bool
    iterable: Expr
    conditions: tuple[Expr, ...]
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SetOf:
    """A set comprehension."""

    element: Expr
    generators: tuple[Generator, ...]
    type: SetType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list comprehension, or a generator that another expression takes in."""

    element: Expr
    generators: tuple[Generator, ...]
    type: ListType | StreamType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MapOf:
    """A dict comprehension; of several with one key the last counts."""

    key: Expr
    value: Expr
    generators: tuple[Generator, ...]
    type: MapType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quantified:
    """`all(body for ...)` or `any(body for ...)`: stops at the first that decides."""

    quantifier: Quantifier
    body: Expr
    generators: tuple[Generator, ...]
    type: BoolType = BOOL
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """`sum(operand)` of integers."""

    operand: Expr
    type: IntType = INT
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Extreme:
    """`min(operand)` or `max(operand)`; of nothing, the default or an evaluation error."""

    extremum: Extremum
    operand: Expr
    default: Expr | None
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class The:
    """The only element of `operand`; of nothing, the default or an evaluation error."""

    operand: Expr
    default: Expr | None
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A helper, run on these arguments; `old` runs it on the state before the step."""

    function: Function
    arguments: tuple[Expr, ...]
    old: bool
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice of one of `options`, in canonical order; of nothing, the step is disabled."""

    options: Expr
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Subsets:
    """The subsets of `operand` with `minimum` to `maximum` members (no bound: all of them)."""

    operand: Expr
    minimum: Expr
    maximum: Expr | None
    type: ListType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Let:
    """`body`, in which `name` stands for `value`; made by passes, never written."""

    name: str
    value: Expr
    body: Expr
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fold:
    """A loop as a value: what `names` are in the end, as a tuple.

    They start as `initial`, and become the items of `step` for every element of `iterable`
    bound to `targets`, taken apart if `unpack`; where `until` is given, the loop ends before a
    round in which it holds.  Made by passes, never written.
    """

    names: tuple[str, ...]
    initial: tuple[Expr, ...]
    targets: tuple[str, ...]
    iterable: Expr
    step: Expr
    until: Expr | None
    type: TupleType
    unpack: bool = field(default=False, kw_only=True)
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)
