"""Expressions of the IR: frozen nodes that carry their type and, outside equality, their span.

An expression has no effect; what it gives depends on the state, the locals and, under
`OneOf`, the choices of the run.  Operands are evaluated from left to right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from modelcheck.ir.types import (
    BOOL,
    INT,
    BagType,
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    StreamType,
    TupleType,
    Type,
)
from modelcheck.source.span import NOWHERE, Span

if TYPE_CHECKING:
    from modelcheck.ir.stmt import Function
    from modelcheck.ir.values import Value


class Relation(Enum):
    """Comparisons.

    The order is that of integers, ordered sorts, records field by field, lists item by item,
    and inclusion on sets.
    """

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class ArithOp(Enum):
    """Arithmetic on integers, as Python defines it."""

    ADD = "+"
    SUB = "-"
    MUL = "*"
    FLOORDIV = "//"
    MOD = "%"


class SetOp(Enum):
    """Operations on two sets."""

    UNION = "|"
    INTERSECTION = "&"
    DIFFERENCE = "-"
    SYMMETRIC = "^"


class BagOp(Enum):
    """Operations on two bags, as `Counter` defines them.

    Only positive counts remain, but for `update`: there what has fallen below zero stays.
    """

    SUM = "+"
    UPDATE = "update"
    DIFFERENCE = "-"
    MAXIMUM = "|"
    MINIMUM = "&"


class Quantifier(Enum):
    """`all` and `any`, both of which stop at the first element that decides."""

    ALL = "all"
    ANY = "any"


class Extremum(Enum):
    """`min` and `max`."""

    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Generator:
    """`for targets in iterable if condition ...`; several targets take a tuple or record apart."""

    targets: tuple[str, ...]
    unpack: bool
    iterable: Expr
    conditions: tuple[Expr, ...]
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


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
