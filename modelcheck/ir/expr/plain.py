"""Expressions over single values: reads, records, logic, comparison, arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from modelcheck.ir.types import (
    BOOL,
    INT,
    BoolType,
    EnumType,
    IntType,
    RecordType,
    SortType,
    StreamType,
    TupleType,
    Type,
)
from modelcheck.source.span import NOWHERE, Span

if TYPE_CHECKING:
    from modelcheck.ir.expr import Expr
    from modelcheck.ir.expr.operators import ArithOp, Relation
    from modelcheck.ir.values import Value


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that the source writes out."""

    value: Value
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Constant:
    """A module constant by its name, with its value under the parameters."""

    name: str
    value: Value
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Read:
    """The field `name` of the state; `old` is the state before the step that is looked at."""

    name: str
    old: bool
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Local:
    """A parameter, a local name or a comprehension's variable."""

    name: str
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Domain:
    """All values of a sort or enum: `Process` in `for p in Process`."""

    of: SortType | EnumType
    type: StreamType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Construct:
    """A record, its fields in order."""

    values: tuple[Expr, ...]
    type: RecordType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field of a record."""

    operand: Expr
    name: str
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`not operand`."""

    operand: Expr
    type: BoolType = BOOL
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """`a and b and ...`: stops at the first that is false; at least two operands."""

    operands: tuple[Expr, ...]
    type: BoolType = BOOL
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """`a or b or ...`: stops at the first that is true; at least two operands."""

    operands: tuple[Expr, ...]
    type: BoolType = BOOL
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """`then if test else otherwise`; only the branch taken is evaluated."""

    test: Expr
    then: Expr
    otherwise: Expr
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`; there is no chaining, the front end unfolds `a < b < c`."""

    op: Relation
    left: Expr
    right: Expr
    type: BoolType = BOOL
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Membership:
    """`element in container`: a set, map (its keys), list, bag or stream."""

    element: Expr
    container: Expr
    type: BoolType = BOOL
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IsInstance:
    """The operand is of one of `options`."""

    operand: Expr
    options: tuple[Type, ...]
    type: BoolType = BOOL
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Narrow:
    """The operand, known by its context to be of the narrower `type`; no effect on the value."""

    operand: Expr
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arith:
    """`left op right` on integers; division by zero is an evaluation error."""

    op: ArithOp
    left: Expr
    right: Expr
    type: IntType = INT
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negate:
    """`-operand`."""

    operand: Expr
    type: IntType = INT
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TupleOf:
    """Several values at once, as `Fold` steps take them."""

    items: tuple[Expr, ...]
    type: TupleType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Component:
    """The item `index` of a tuple."""

    operand: Expr
    index: int
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)
