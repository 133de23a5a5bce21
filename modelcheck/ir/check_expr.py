"""Well-formedness of expressions: names are bound, operands have the types that nodes need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeAlias

from modelcheck.ir.agree import agree, is_ordered
from modelcheck.ir.elements import element_type, part_types
from modelcheck.ir.expr import (
    And,
    Arith,
    At,
    Attribute,
    BagBinary,
    Call,
    Compare,
    Component,
    Concat,
    Conditional,
    Construct,
    Convert,
    CountOf,
    Expr,
    Extreme,
    Fold,
    Generator,
    GetOr,
    Items,
    Keys,
    Let,
    ListOf,
    Local,
    Lookup,
    MapOf,
    MapValues,
    Membership,
    Merge,
    Negate,
    Not,
    OneOf,
    Or,
    PositionOf,
    Quantified,
    Range,
    Read,
    Relation,
    Removed,
    Reversed,
    SetBinary,
    SetOf,
    Size,
    Slice,
    Sorted,
    Subsets,
    Sum,
    The,
    Total,
    TupleOf,
    Updated,
)
from modelcheck.ir.types import (
    BagType,
    BoolType,
    IntType,
    ListType,
    MapType,
    NeverType,
    RecordType,
    SetType,
    StreamType,
    TupleType,
    Type,
    UnionType,
    show_type,
)
from modelcheck.ir.walk import children, is_expr
from modelcheck.source.span import NOWHERE, Span

_ITERABLE = (SetType, MapType, ListType, BagType, StreamType, NeverType)
_ORDERINGS = {Relation.LT, Relation.LE, Relation.GT, Relation.GE}


@dataclass(frozen=True)
class Fault:
    """What is wrong with an IR module, and in which of its bodies: a bug of ours."""

    body: str
    what: str
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


class Stage(Enum):
    """What an expression is part of."""

    TYPED = "typed"
    NORMAL = "normal"
    CHOICE = "normal, in a bind"


@dataclass(frozen=True)
class Scope:
    """What may be used at a place: fields, locals, the state before a step."""

    body: str
    stage: Stage
    fields: Mapping[str, Type]
    locals: frozenset[str]
    old: bool

    def fault(self, what: str, span: Span) -> Fault:
        """Give the fault `what` of this body."""
        return Fault(self.body, what, span=span)

    def binding(self, *names: str) -> Scope:
        """Give the scope in which `names` are bound too."""
        return replace(self, locals=self.locals | set(names))


def expr_faults(expr: Expr, scope: Scope, wanted: Type | None = None) -> Iterator[Fault]:
    """Give the faults of `expr`, whose type must agree with `wanted`."""
    if wanted is not None and not agree(expr.type, wanted):
        what = f"{_word(expr)} is {show_type(expr.type)} where {show_type(wanted)} is wanted"
        yield scope.fault(what, expr.span)
    yield from (scope.fault(what, expr.span) for what in _own_faults(expr, scope))
    yield from _inner_faults(expr, scope)


def generator_faults(generators: tuple[Generator, ...], scope: Scope) -> Iterator[Fault | Scope]:
    """Give the faults of the generators and, last, the scope inside of them."""
    for each in generators:
        yield from expr_faults(each.iterable, scope)
        what = target_fault(each.targets, each.iterable.type, unpack=each.unpack)
        if what is not None:
            yield scope.fault(what, each.span)
        scope = scope.binding(*each.targets)
        for condition in each.conditions:
            yield from expr_faults(condition, scope, BoolType())
    yield scope


def target_fault(targets: tuple[str, ...], iterable: Type, *, unpack: bool) -> str | None:
    """Give what is wrong with the variables of a loop or generator over `iterable`."""
    if not isinstance(iterable, _ITERABLE):
        return f"nothing iterates over {show_type(iterable)}"
    if not unpack:
        return None if len(targets) == 1 else f"{len(targets)} targets take one element"
    parts = part_types(element_type(iterable))
    if isinstance(element_type(iterable), NeverType) or len(parts) == len(targets):
        return None
    return f"{len(targets)} targets take {len(parts)} parts"


def _inner_faults(expr: Expr, scope: Scope) -> Iterator[Fault]:
    match expr:
        case SetOf() | ListOf() | MapOf() | Quantified():
            inside = scope
            for found in generator_faults(expr.generators, scope):
                if isinstance(found, Fault):
                    yield found
                else:
                    inside = found
            yield from _all(replace(expr, generators=()), inside)
        case Let(name, value, body):
            yield from expr_faults(value, scope)
            yield from expr_faults(body, scope.binding(name))
        case Fold(names, initial, targets, iterable, step, until):
            for each in (*initial, iterable):
                yield from expr_faults(each, scope)
            inside = scope.binding(*names, *targets)
            yield from expr_faults(step, inside, expr.type)
            if until is not None:
                yield from expr_faults(until, inside, BoolType())
        case _:
            yield from _all(expr, scope)


def _all(expr: Expr, scope: Scope) -> Iterator[Fault]:
    for child in children(expr):
        if is_expr(child):
            yield from expr_faults(child, scope)


def _own_faults(expr: Expr, scope: Scope) -> Iterator[str]:
    """Give what is wrong with `expr` itself, its operands apart."""
    yield from _misplaced(expr, scope)
    yield from _mistyped(expr)
    match expr:
        case Local(name) if name not in scope.locals:
            yield f"the local {name} is not bound"
        case Read(name, old):
            if name not in scope.fields:
                yield f"there is no field {name}"
            if old and not scope.old:
                yield f"{name} is read before a step where there is none"
        case And(operands) | Or(operands) if len(operands) < 2:  # noqa: PLR2004  # both sides
            yield f"{_word(expr)} of {len(operands)} operands"
        case Compare(op, left, right):
            if not agree(left.type, right.type):
                yield f"{show_type(left.type)} {op.value} {show_type(right.type)}"
            if op in _ORDERINGS and not (is_ordered(left.type) and is_ordered(right.type)):
                yield f"{show_type(left.type)} has no order for {op.value}"
        case Attribute(operand, name):
            if not any(name in dict(each.fields) for each in _records(operand.type)):
                yield f"{show_type(operand.type)} has no field {name}"
        case Construct(values, type_) if len(values) != len(type_.fields):
            yield f"{type_.name} of {len(values)} values, not {len(type_.fields)}"
        case Construct(values, type_):
            for value, (name, wanted) in zip(values, type_.fields, strict=True):
                if not agree(value.type, wanted):
                    yield f"{type_.name}.{name} is {show_type(wanted)}, not {show_type(value.type)}"
        case Component(operand, index):
            if not isinstance(operand.type, TupleType) or index >= len(operand.type.items):
                yield f"{show_type(operand.type)} has no item {index}"
        case Fold(names, initial) if not len(names) == len(initial) == len(expr.type.items):
            yield f"a loop of {len(names)} names, {len(initial)} initial values"
        case Call(function, arguments) if len(arguments) != len(function.parameters):
            yield f"{function.name} takes {len(function.parameters)}, not {len(arguments)}"
        case Conditional(_, then, otherwise):
            for branch in (then, otherwise):
                if not agree(branch.type, expr.type):
                    yield f"a branch is {show_type(branch.type)}, not {show_type(expr.type)}"
        case _:
            pass


def _misplaced(expr: Expr, scope: Scope) -> Iterator[str]:
    match expr:
        case Let() | Fold() | TupleOf() | Component() if scope.stage is Stage.TYPED:
            yield f"{_word(expr)} is made by passes, but stands in a body as written"
        case Call(function) if scope.stage is not Stage.TYPED:
            yield f"{function.name} is not unfolded"
        case OneOf() if scope.stage is Stage.NORMAL:
            yield "a choice outside of a bind"
        case _:
            pass


Operands: TypeAlias = tuple[tuple[Expr | None, tuple[type, ...]], ...]


def _mistyped(expr: Expr) -> Iterator[str]:
    """Give the operands whose type is of the wrong kind."""
    for operand, kinds in _wanted(expr):
        if operand is not None and not isinstance(operand.type, (*kinds, NeverType)):
            yield f"{_word(expr)} of {show_type(operand.type)}"


def _wanted(expr: Expr) -> Operands:
    """Give operands of `expr` and the kinds of types that they may have."""
    number, truth = (IntType, BoolType), (BoolType,)
    match expr:
        case Not(operand) | Quantified(body=operand) | Conditional(test=operand):
            return ((operand, truth),)
        case And(operands) | Or(operands):
            return tuple((operand, truth) for operand in operands)
        case Arith(_, left, right):
            return ((left, number), (right, number))
        case Negate(operand):
            return ((operand, number),)
        case Range(start, stop, step):
            return ((start, number), (stop, number), (step, number))
        case SetBinary(_, left, right):
            return ((left, (SetType,)), (right, (SetType,)))
        case BagBinary(_, left, right):
            return ((left, (BagType,)), (right, (BagType,)))
        case Merge(left, right):
            return ((left, (MapType,)), (right, (MapType,)))
        case Concat(left, right):
            return ((left, (ListType,)), (right, (ListType,)))
        case Total(operand):
            return ((operand, (BagType,)),)
        case Lookup(operand) | GetOr(operand) | Keys(operand) | MapValues(operand) | Items(operand):
            return ((operand, (MapType,)),)
        case At(operand, index):
            return ((operand, (ListType,)), (index, number))
        case Slice(operand, start, stop):
            return ((operand, (ListType,)), (start, number), (stop, number))
        case PositionOf(operand) | Reversed(operand):
            return ((operand, (ListType,)),)
        case CountOf(operand):
            return ((operand, (ListType, BagType)),)
        case Updated(operand):
            return ((operand, (MapType, ListType, BagType)),)
        case Removed(operand):
            return ((operand, (SetType, MapType, ListType)),)
        case Size(operand) | Membership(container=operand) | Convert(operand) | OneOf(operand):
            return ((operand, _ITERABLE),)
        case Sum(operand) | Extreme(_, operand) | The(operand) | Sorted(operand):
            return ((operand, _ITERABLE),)
        case Subsets(operand, minimum, maximum):
            return ((operand, _ITERABLE), (minimum, number), (maximum, number))
        case _:
            return ()


def _records(type_: Type) -> list[RecordType]:
    options = type_.options if isinstance(type_, UnionType) else (type_,)
    return [each for each in options if isinstance(each, RecordType)]


def _word(expr: Expr) -> str:
    return type(expr).__name__
