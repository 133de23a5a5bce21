"""Bounds of expressions and locals: `x + 1` is 1..4 where the field `x` is 0..3.

    latest[r] + 1   :  int   becomes   1..4
    items + [m]     :  list  becomes   at most one longer

An interval analysis over typed bodies: what it gives for an expression has every value that
the expression takes in any run.  Loops widen: a local that grows with every round has no bound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from modelcheck.ir.expr import (
    Arith,
    ArithOp,
    At,
    Attribute,
    BagBinary,
    BagOp,
    Call,
    Component,
    Concat,
    Conditional,
    Constant,
    Construct,
    Convert,
    CountOf,
    Domain,
    Expr,
    Extreme,
    Generator,
    GetOr,
    Items,
    Keys,
    Let,
    ListDisplay,
    ListOf,
    Literal,
    Local,
    Lookup,
    MapDisplay,
    MapOf,
    MapValues,
    Merge,
    Narrow,
    Negate,
    OneOf,
    PositionOf,
    Range,
    Read,
    Removed,
    Reversed,
    SetBinary,
    SetDisplay,
    SetOf,
    SetOp,
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
from modelcheck.ir.size import cardinality
from modelcheck.ir.stmt import (
    Assign,
    For,
    Function,
    If,
    KeyPlace,
    LocalPlace,
    Perform,
    Return,
    Stmt,
)
from modelcheck.ir.types import (
    INT,
    NEVER,
    BagType,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    StreamType,
    TupleType,
    Type,
)
from modelcheck.passes.hulls import (
    elements,
    hull,
    longest,
    most,
    narrowed,
    options_of,
    taken_apart,
    total,
    type_of_value,
    widened,
)

Names: TypeAlias = Mapping[str, Type]
"""The bounds of locals."""

_ROUNDS: Final = 4
"""After so many rounds a local that still grows is given no bound."""


def bounds_of(expr: Expr, names: Names) -> Type:
    """Give a type with every value that `expr` can have where locals have the types of `names`."""
    return _Bounds(names).of(expr)


def bounds_of_locals(function: Function, parameters: Names) -> dict[str, Type]:
    """Give a type for each local of the body, parameters included, with every value it can have."""
    names: dict[str, Type] = dict(parameters)
    for round_ in range(_ROUNDS * 2):
        before = dict(names)
        _statements(function.body, names)
        if names == before:
            return names
        if round_ >= _ROUNDS:
            names = {
                name: widened(before[name], type_) if name in before else type_
                for name, type_ in names.items()
            }
    return names


def bounds_of_result(function: Function, parameters: Names) -> Type:
    """Give a type with every value that the helper can return."""
    names = bounds_of_locals(function, parameters)
    return _returned(function.body, names)


class _Bounds:
    """The bounds of expressions where locals have given types."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def of(self, expr: Expr) -> Type:
        """Give a type with every value that the expression can have."""
        match expr:
            case Literal(value=value, type=type_) | Constant(value=value, type=type_):
                return type_of_value(value, type_)
            case Read(type=type_):
                return type_
            case Local(name=name, type=type_):
                return self.names.get(name, type_)
            case Arith():
                return self._arith(expr)
            case Negate(operand=operand):
                inner = _int(self.of(operand))
                return IntType(_negated(inner.high), _negated(inner.low))
            case Size(operand=operand) | Total(operand=operand):
                return IntType(0, self.count(operand))
            case CountOf(operand=operand):
                held = self.of(operand)
                return IntType(0, held.max_count if isinstance(held, BagType) else most(held))
            case PositionOf(operand=operand):
                longest = most(self.of(operand))
                return IntType(0, None if longest is None else max(0, longest - 1))
            case Sum(operand=operand):
                return self._sum(operand)
            case Conditional(then=then, otherwise=otherwise):
                return hull(self.of(then), self.of(otherwise))
            case Extreme(operand=operand, default=default) | The(operand=operand, default=default):
                element = elements(self.of(operand))
                return element if default is None else hull(element, self.of(default))
            case OneOf(options=options):
                return elements(self.of(options))
            case Narrow(operand=operand, type=type_):
                return narrowed(self.of(operand), type_)
            case Attribute(operand=operand, name=name):
                return _attribute(self.of(operand), name)
            case Construct(values=values, type=RecordType(name=name, fields=fields)):
                names = (each for each, _ in fields)
                return RecordType(name, tuple(zip(names, map(self.of, values), strict=True)))
            case Lookup(operand=operand):
                held = self.of(operand)
                return held.value if isinstance(held, MapType) else NEVER
            case GetOr(operand=operand, default=default):
                held = self.of(operand)
                item = held.value if isinstance(held, MapType) else NEVER
                return hull(item, self.of(default))
            case At(operand=operand):
                return elements(self.of(operand))
            case Call(function=function, arguments=arguments):
                given = zip(function.parameters, arguments, strict=True)
                types = {parameter.name: self.of(argument) for parameter, argument in given}
                return bounds_of_result(function, types)
            case Let(name=name, value=value, body=body):
                return _Bounds({**self.names, name: self.of(value)}).of(body)
            case TupleOf(items=items):
                return TupleType(tuple(map(self.of, items)))
            case Component(operand=operand, index=index):
                held = self.of(operand)
                return held.items[index] if isinstance(held, TupleType) else NEVER
            case _:
                return self._collection(expr)

    def _collection(self, expr: Expr) -> Type:
        match expr:
            case SetBinary(op=op, left=left, right=right, type=type_):
                first, second = self.of(left), self.of(right)
                if op in {SetOp.INTERSECTION, SetOp.DIFFERENCE}:
                    return first
                return SetType(hull(elements(first), elements(second)), frozen=type_.frozen)
            case Concat(left=left, right=right):
                first, second = _list(self.of(left)), _list(self.of(right))
                length = total(first.max_length, second.max_length)
                return ListType(hull(first.element, second.element), length)
            case Merge(left=left, right=right):
                return hull(self.of(left), self.of(right))
            case BagBinary(op=op, left=left, right=right):
                joined = hull(self.of(left), self.of(right))
                if op in {BagOp.SUM, BagOp.UPDATE} and isinstance(joined, BagType):
                    first, second = _bag(self.of(left)), _bag(self.of(right))
                    return BagType(joined.element, total(first.max_count, second.max_count))
                return joined
            case SetDisplay(elements=items, type=type_):
                return SetType(self._all(items), frozen=type_.frozen)
            case ListDisplay(elements=items):
                return ListType(self._all(items), len(items))
            case MapDisplay(items=items, type=type_):
                key = self._all(tuple(key for key, _ in items))
                return MapType(key, self._all(tuple(v for _, v in items)), frozen=type_.frozen)
            case SetOf(element=element, generators=generators, type=type_):
                return SetType(self._inside(generators).of(element), frozen=type_.frozen)
            case ListOf(element=element, generators=generators, type=type_):
                inner = self._inside(generators).of(element)
                if isinstance(type_, StreamType):
                    return StreamType(inner, ordered=type_.ordered)
                return ListType(inner, self._rounds(generators))
            case MapOf(key=key, value=value, generators=generators, type=type_):
                inside = self._inside(generators)
                return MapType(inside.of(key), inside.of(value), frozen=type_.frozen)
            case Updated(operand=operand, key=key, value=value):
                return self._updated(self.of(operand), key, value)
            case Removed(operand=operand) | Slice(operand=operand):
                return self.of(operand)
            case Sorted(operand=operand) | Convert(operand=operand):
                return self._converted(operand, expr.type)
            case Reversed(operand=operand):
                return StreamType(elements(self.of(operand)), ordered=True)
            case Keys(operand=operand):
                return StreamType(elements(self.of(operand)), ordered=False)
            case MapValues(operand=operand):
                held = self.of(operand)
                item = held.value if isinstance(held, MapType) else NEVER
                return StreamType(item, ordered=False)
            case Items(operand=operand):
                held = self.of(operand)
                pair = (held.key, held.value) if isinstance(held, MapType) else (NEVER, NEVER)
                return StreamType(TupleType(pair), ordered=False)
            case Range(start=start, stop=stop, step=step):
                return StreamType(
                    _range(*map(_int, map(self.of, (start, stop, step)))), ordered=True
                )
            case Subsets(operand=operand):
                return ListType(SetType(elements(self.of(operand)), frozen=True))
            case _:
                return expr.type

    def _arith(self, expr: Arith) -> Type:
        left, right = _int(self.of(expr.left)), _int(self.of(expr.right))
        match expr.op:
            case ArithOp.ADD:
                return IntType(total(left.low, right.low), total(left.high, right.high))
            case ArithOp.SUB:
                low = total(left.low, _negated(right.high))
                return IntType(low, total(left.high, _negated(right.low)))
            case ArithOp.MUL:
                return _corners(left, right, lambda a, b: a * b)
            case ArithOp.FLOORDIV if right.low is not None and right.low > 0:
                return _corners(left, right, lambda a, b: a // b)
            case ArithOp.MOD if right.low is not None and right.low > 0:
                return IntType(0, None if right.high is None else right.high - 1)
            case _:
                return INT

    def _sum(self, operand: Expr) -> Type:
        element, rounds = _int(elements(self.of(operand))), self.count(operand)
        if rounds is None or element.low is None or element.high is None:
            low = 0 if element.low is not None and element.low >= 0 else None
            return IntType(low, None)
        return IntType(min(0, element.low * rounds), max(0, element.high * rounds))

    def _all(self, items: tuple[Expr, ...]) -> Type:
        found: Type = NEVER
        for item in items:
            found = hull(found, self.of(item))
        return found

    def _inside(self, generators: tuple[Generator, ...]) -> _Bounds:
        names = dict(self.names)
        for each in generators:
            element = elements(_Bounds(names).of(each.iterable))
            names.update(taken_apart(each.targets, element, unpack=each.unpack))
        return _Bounds(names)

    def _rounds(self, generators: tuple[Generator, ...]) -> int | None:
        names = dict(self.names)
        rounds: int | None = 1
        for each in generators:
            held = _Bounds(names).of(each.iterable)
            count = _Bounds(names).count(each.iterable)
            rounds = None if rounds is None or count is None else rounds * count
            names.update(taken_apart(each.targets, elements(held), unpack=each.unpack))
        return rounds

    def _updated(self, held: Type, key: Expr, value: Expr) -> Type:
        match held:
            case MapType():
                wider = hull(held.key, self.of(key))
                return MapType(wider, hull(held.value, self.of(value)), frozen=held.frozen)
            case ListType():
                return ListType(hull(held.element, self.of(value)), held.max_length)
            case BagType():
                high = _int(self.of(value)).high
                return BagType(hull(held.element, self.of(key)), longest(held.max_count, high))
            case _:
                return held

    def count(self, expr: Expr) -> int | None:
        """Give how many elements iterating over the expression gives at most."""
        match expr:
            case Domain(of=of):
                return cardinality(of)
            case Keys(operand=operand) | MapValues(operand=operand) | Items(operand=operand):
                return most(self.of(operand))
            case Reversed(operand=operand):
                return self.count(operand)
            case ListOf(generators=generators):
                return self._rounds(generators)
            case Range():
                bounds = _int(elements(self.of(expr)))
                if bounds.low is None or bounds.high is None:
                    return None
                return max(0, bounds.high - bounds.low + 1)
            case _:
                return most(self.of(expr))

    def _converted(self, operand: Expr, type_: Type) -> Type:
        held = self.of(operand)
        match type_:
            case SetType():
                return SetType(elements(held), frozen=type_.frozen)
            case ListType():
                return ListType(elements(held), self.count(operand))
            case MapType() if isinstance(held, MapType):
                return MapType(held.key, held.value, frozen=type_.frozen)
            case BagType() if isinstance(held, BagType):
                return held
            case BagType():
                return BagType(elements(held), self.count(operand))
            case _:
                return held


def _attribute(held: Type, name: str) -> Type:
    found: Type = NEVER
    for option in options_of(held):
        if isinstance(option, RecordType):
            found = hull(found, option.field_type(name) or NEVER)
    return found


def _int(type_: Type) -> IntType:
    return type_ if isinstance(type_, IntType) else INT


def _list(type_: Type) -> ListType:
    return type_ if isinstance(type_, ListType) else ListType(elements(type_))


def _bag(type_: Type) -> BagType:
    return type_ if isinstance(type_, BagType) else BagType(elements(type_))


def _negated(bound: int | None) -> int | None:
    return None if bound is None else -bound


def _corners(left: IntType, right: IntType, operation: Callable[[int, int], int]) -> IntType:
    bounds = (left.low, left.high, right.low, right.high)
    if any(bound is None for bound in bounds):
        return INT
    a, b, c, d = (bound or 0 for bound in bounds)
    corners = [operation(x, y) for x in (a, b) for y in (c, d)]
    return IntType(min(corners), max(corners))


def _range(start: IntType, stop: IntType, step: IntType) -> IntType:
    if step.low is not None and step.low > 0:
        return IntType(start.low, None if stop.high is None else stop.high - 1)
    if step.high is not None and step.high < 0:
        return IntType(None if stop.low is None else stop.low + 1, start.high)
    return INT


def _statements(body: tuple[Stmt, ...], names: dict[str, Type]) -> None:
    for statement in body:
        match statement:
            case Assign(place=LocalPlace(name=name), value=value):
                names[name] = hull(names.get(name, NEVER), bounds_of(value, names))
            case Assign(place=KeyPlace() as place, value=value):
                _keyed(place, bounds_of(value, names), names)
            case Perform(call=call, result=LocalPlace(name=name)):
                names[name] = hull(names.get(name, NEVER), bounds_of(call, names))
            case If(then=then, otherwise=otherwise):
                _statements(then, names)
                _statements(otherwise, names)
            case For(targets=targets, unpack=unpack, iterable=iterable, body=inner):
                element = elements(bounds_of(iterable, names))
                for name, type_ in taken_apart(targets, element, unpack=unpack).items():
                    names[name] = hull(names.get(name, NEVER), type_)
                _statements(inner, names)
            case _:
                pass


def _keyed(place: KeyPlace, value: Type, names: dict[str, Type]) -> None:
    """Add to a local collection what is put under a key of it, at any depth."""
    path: list[KeyPlace] = [place]
    while isinstance(path[-1].base, KeyPlace):
        path.append(path[-1].base)
    root = path[-1].base
    if not isinstance(root, LocalPlace):
        return

    def put(type_: Type, steps: list[KeyPlace]) -> Type:
        if not steps:
            return hull(type_, value)
        match type_:
            case MapType(key=key, value=item):
                wider = hull(key, bounds_of(steps[-1].key, names))
                return MapType(wider, put(item, steps[:-1]), frozen=type_.frozen)
            case ListType(element=element):
                return ListType(put(element, steps[:-1]), type_.max_length)
            case _:
                return type_

    names[root.name] = put(names.get(root.name, root.type), path)


def _returned(body: tuple[Stmt, ...], names: Names) -> Type:
    found: Type = NEVER
    for statement in body:
        match statement:
            case Return(value=value) if value is not None:
                found = hull(found, bounds_of(value, names))
            case If(then=then, otherwise=otherwise):
                found = hull(found, hull(_returned(then, names), _returned(otherwise, names)))
            case For(body=inner):
                found = hull(found, _returned(inner, names))
            case _:
                pass
    return found
