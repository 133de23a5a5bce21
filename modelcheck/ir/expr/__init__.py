"""Expressions of the IR: frozen nodes that carry their type and, outside equality, their span.

An expression has no effect; what it gives depends on the state, the locals and, under
`OneOf`, the choices of the run.  Operands are evaluated from left to right.
"""

from __future__ import annotations

from typing import TypeAlias

from modelcheck.ir.expr.binding import (
    Call,
    Extreme,
    Fold,
    Generator,
    Let,
    ListOf,
    MapOf,
    OneOf,
    Quantified,
    SetOf,
    Subsets,
    Sum,
    The,
)
from modelcheck.ir.expr.gathered import (
    At,
    BagBinary,
    Concat,
    Convert,
    CountOf,
    GetOr,
    Items,
    Keys,
    ListDisplay,
    Lookup,
    MapDisplay,
    MapValues,
    Merge,
    PositionOf,
    Range,
    Removed,
    Reversed,
    SetBinary,
    SetDisplay,
    Size,
    Slice,
    Sorted,
    Total,
    Updated,
)
from modelcheck.ir.expr.operators import ArithOp, BagOp, Extremum, Quantifier, Relation, SetOp
from modelcheck.ir.expr.plain import (
    And,
    Arith,
    Attribute,
    Compare,
    Component,
    Conditional,
    Constant,
    Construct,
    Domain,
    IsInstance,
    Literal,
    Local,
    Membership,
    Narrow,
    Negate,
    Not,
    Or,
    Read,
    TupleOf,
)

__all__ = [
    "And",
    "Arith",
    "ArithOp",
    "At",
    "Attribute",
    "BagBinary",
    "BagOp",
    "Call",
    "Compare",
    "Component",
    "Concat",
    "Conditional",
    "Constant",
    "Construct",
    "Convert",
    "CountOf",
    "Domain",
    "Expr",
    "Extreme",
    "Extremum",
    "Fold",
    "Generator",
    "GetOr",
    "IsInstance",
    "Items",
    "Keys",
    "Let",
    "ListDisplay",
    "ListOf",
    "Literal",
    "Local",
    "Lookup",
    "MapDisplay",
    "MapOf",
    "MapValues",
    "Membership",
    "Merge",
    "Narrow",
    "Negate",
    "Not",
    "OneOf",
    "Or",
    "PositionOf",
    "Quantified",
    "Quantifier",
    "Range",
    "Read",
    "Relation",
    "Removed",
    "Reversed",
    "SetBinary",
    "SetDisplay",
    "SetOf",
    "SetOp",
    "Size",
    "Slice",
    "Sorted",
    "Subsets",
    "Sum",
    "The",
    "Total",
    "TupleOf",
    "Updated",
]

Expr: TypeAlias = (
    Literal
    | Constant
    | Read
    | Local
    | Domain
    | Construct
    | Attribute
    | Not
    | And
    | Or
    | Conditional
    | Compare
    | Membership
    | IsInstance
    | Narrow
    | Arith
    | Negate
    | SetBinary
    | BagBinary
    | Merge
    | Concat
    | Size
    | Total
    | Lookup
    | GetOr
    | At
    | Slice
    | CountOf
    | PositionOf
    | SetDisplay
    | ListDisplay
    | MapDisplay
    | SetOf
    | ListOf
    | MapOf
    | Quantified
    | Sum
    | Extreme
    | The
    | Keys
    | MapValues
    | Items
    | Range
    | Sorted
    | Reversed
    | Convert
    | Updated
    | Removed
    | Call
    | OneOf
    | Subsets
    | Let
    | Fold
    | TupleOf
    | Component
)
