"""Expressions over collections: sets, bags, lists and maps, whole or a member of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from modelcheck.ir.types import INT, BagType, IntType, ListType, MapType, SetType, StreamType, Type
from modelcheck.source.span import NOWHERE, Span

if TYPE_CHECKING:
    from modelcheck.ir.expr import Expr
    from modelcheck.ir.expr.operators import BagOp, SetOp


@dataclass(frozen=True, slots=True)
class SetBinary:
    """`left op right` on sets."""

    op: SetOp
    left: Expr
    right: Expr
    type: SetType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BagBinary:
    """`left op right` on bags."""

    op: BagOp
    left: Expr
    right: Expr
    type: BagType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Merge:
    """`left | right` on maps: where both have a key, the value of `right`."""

    left: Expr
    right: Expr
    type: MapType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Concat:
    """`left + right` on lists."""

    left: Expr
    right: Expr
    type: ListType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Size:
    """`len(operand)`: of a set, map, list or stream."""

    operand: Expr
    type: IntType = INT
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Total:
    """`operand.total()` of a bag."""

    operand: Expr
    type: IntType = INT
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Lookup:
    """`operand[key]` of a map; a missing key is an evaluation error."""

    operand: Expr
    key: Expr
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class GetOr:
    """`operand.get(key, default)`."""

    operand: Expr
    key: Expr
    default: Expr
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class At:
    """`operand[index]` of a list, negative from the end; outside it is an evaluation error."""

    operand: Expr
    index: Expr
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Slice:
    """`operand[start:stop]` of a list, as Python clips it."""

    operand: Expr
    start: Expr | None
    stop: Expr | None
    type: ListType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CountOf:
    """How often `element` is in a list or a bag: `bag[element]`, `items.count(element)`."""

    operand: Expr
    element: Expr
    type: IntType = INT
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PositionOf:
    """`operand.index(element)`; not there is an evaluation error."""

    operand: Expr
    element: Expr
    type: IntType = INT
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SetDisplay:
    """`{a, b}`; empty it is `set()`."""

    elements: tuple[Expr, ...]
    type: SetType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ListDisplay:
    """`[a, b]`."""

    elements: tuple[Expr, ...]
    type: ListType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MapDisplay:
    """`{k: v}`; of several with one key the last counts."""

    items: tuple[tuple[Expr, Expr], ...]
    type: MapType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Keys:
    """`operand.keys()`, or the map itself where it is iterated."""

    operand: Expr
    type: StreamType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MapValues:
    """`operand.values()`."""

    operand: Expr
    type: StreamType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Items:
    """`operand.items()`: pairs of a key and its value."""

    operand: Expr
    type: StreamType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Range:
    """`range(start, stop, step)`; a step of 0 is an evaluation error."""

    start: Expr
    stop: Expr
    step: Expr
    type: StreamType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sorted:
    """`sorted(operand)`; the last first if `descending`."""

    operand: Expr
    descending: bool
    type: ListType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reversed:
    """`reversed(operand)` of a list."""

    operand: Expr
    type: StreamType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Convert:
    """`set(x)`, `frozenset(x)`, `list(x)`, `dict(x)`, `Map(x)`, `Counter(x)`, `x.copy()`."""

    operand: Expr
    type: SetType | ListType | MapType | BagType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Updated:
    """The map, list or bag that has `value` under `key`, and is otherwise `operand`."""

    operand: Expr
    key: Expr
    value: Expr
    type: MapType | ListType | BagType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Removed:
    """`operand` without a member, key or index that must be there (else: evaluation error)."""

    operand: Expr
    key: Expr
    type: SetType | MapType | ListType
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)
