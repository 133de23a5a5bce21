"""What the operations of the language do to values, exactly as CPython does it."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.expr import ArithOp, BagOp, SetOp
from modelcheck.ir.types import BagType, ListType, MapType, SetType
from modelcheck.ir.values import BagValue, MapValue, Record, Value, ordered, show
from modelcheck.semantics.order import OperationError, equal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def arithmetic(op: ArithOp, left: int, right: int) -> int:
    """Give `left op right`.

    Raises: `OperationError` when it divides by zero.
    """
    match op:
        case ArithOp.ADD:
            return left + right
        case ArithOp.SUB:
            return left - right
        case ArithOp.MUL:
            return left * right
        case ArithOp.FLOORDIV | ArithOp.MOD if right == 0:
            message = f"{left} {op.value} {right} divides by zero"
            raise OperationError(message)
        case ArithOp.FLOORDIV:
            return left // right
        case ArithOp.MOD:
            return left % right
        case _:
            assert_never(op)


def set_operation(op: SetOp, left: frozenset[Value], right: frozenset[Value]) -> frozenset[Value]:
    """Give `left op right`."""
    match op:
        case SetOp.UNION:
            return left | right
        case SetOp.INTERSECTION:
            return left & right
        case SetOp.DIFFERENCE:
            return left - right
        case SetOp.SYMMETRIC:
            return left ^ right
        case _:
            assert_never(op)


def bag_operation(op: BagOp, left: BagValue, right: BagValue) -> BagValue:
    """Give `left op right`; as in `Counter`, only `update` keeps counts below zero."""
    members = dict.fromkeys([element for bag in (left, right) for element, _ in bag.counts])
    pairs = ((element, left.count(element), right.count(element)) for element in members)
    counts = ((element, _bag_count(op, mine, theirs)) for element, mine, theirs in pairs)
    every = op is BagOp.UPDATE
    return BagValue((element, count) for element, count in counts if every or count > 0)


def _bag_count(op: BagOp, left: int, right: int) -> int:
    match op:
        case BagOp.SUM | BagOp.UPDATE:
            return left + right
        case BagOp.DIFFERENCE:
            return left - right
        case BagOp.MAXIMUM:
            return max(left, right)
        case BagOp.MINIMUM:
            return min(left, right)
        case _:
            assert_never(op)


def elements(value: Value) -> tuple[Value, ...]:
    """Give what iterating over `value` gives; where Python has no order, the canonical one.

    Raises: `OperationError` when it is nothing to iterate over.
    """
    match value:
        case tuple():
            return value
        case frozenset():
            return tuple(ordered(value))
        case MapValue():
            return tuple(value)
        case BagValue(counts):
            return tuple(element for element, _ in counts)
        case _:
            message = f"{show(value)} has no elements"
            raise OperationError(message)


def parts(value: Value) -> tuple[Value, ...]:
    """Give what unpacking takes a tuple or record apart into.

    Raises: `OperationError` for anything else.
    """
    match value:
        case Record(values=values):
            return values
        case tuple():
            return value
        case _:
            message = f"{show(value)} cannot be taken apart"
            raise OperationError(message)


def contains(container: Value, element: Value) -> bool:
    """Give `element in container`."""
    match container:
        case frozenset() | MapValue():
            return element in container
        case BagValue():
            return container.count(element) != 0
        case _:
            return any(equal(each, element) for each in elements(container))


def size(value: Value) -> int:
    """Give `len(value)`."""
    return len(value) if isinstance(value, (frozenset, MapValue)) else len(elements(value))


def count(container: Value, element: Value) -> int:
    """Give how often `element` is in a list or bag."""
    if isinstance(container, BagValue):
        return container.count(element)
    return sum(equal(each, element) for each in elements(container))


def position(items: tuple[Value, ...], element: Value, name: Callable[[], str]) -> int:
    """Give `items.index(element)`; `name` says what the list is called.

    Raises: `OperationError` when it is not there.
    """
    for index, each in enumerate(items):
        if equal(each, element):
            return index
    message = f"{show(element)} is not in {name()}"
    raise OperationError(message)


def attribute(value: Value, name: str) -> Value:
    """Give `value.name` of a record.

    Raises: `OperationError` when it has no such field.
    """
    if isinstance(value, Record) and name in value.names:
        return value.get(name)
    message = f"{show(value)} has no field {name}"
    raise OperationError(message)


def lookup(container: Value, key: Value, name: Callable[[], str]) -> Value:
    """Give `container[key]` of a map, list or bag; `name` says what the container is called.

    Raises: `OperationError` when there is nothing under `key`.
    """
    match container:
        case MapValue():
            if key in container:
                return container[key]
            message = f"{show(key)} is not a key of {name()}"
            raise OperationError(message)
        case BagValue():
            return container.count(key)
        case tuple():
            return container[_index(container, key, name)]
        case _:
            message = f"{show(container)} has no elements to look up"
            raise OperationError(message)


def updated(container: Value, key: Value, value: Value, name: Callable[[], str]) -> Value:
    """Give what `container[key] = value` makes of a map, list or bag.

    Raises: `OperationError` when a list has no such index.
    """
    match container:
        case MapValue():
            return container.updated(key, value)
        case BagValue(counts) if isinstance(value, int):
            return BagValue((*counts, (key, value)))
        case tuple():
            index = _index(container, key, name)
            return (*container[:index], value, *container[index + 1 :])
        case _:
            message = f"{show(container)} cannot take {show(value)} under {show(key)}"
            raise OperationError(message)


def removed(container: Value, key: Value, name: Callable[[], str]) -> Value:
    """Give `container` without the member, key or index `key`.

    Raises: `OperationError` when it is not there.
    """
    match container:
        case frozenset() if key in container:
            return container - {key}
        case frozenset():
            message = f"{show(key)} is not in {name()}"
            raise OperationError(message)
        case MapValue():
            lookup(container, key, name)
            return container.without(key)
        case tuple():
            index = _index(container, key, name)
            return container[:index] + container[index + 1 :]
        case _:
            message = f"nothing can be removed from {show(container)}"
            raise OperationError(message)


def _index(items: tuple[Value, ...], index: Value, name: Callable[[], str]) -> int:
    """Give `index` counted from the start."""
    if isinstance(index, int) and -len(items) <= index < len(items):
        return index % len(items)
    message = f"{show(index)} is no index of {name()}, which has {len(items)} elements"
    raise OperationError(message)


def subsets(
    members: Iterable[Value], minimum: int, maximum: int | None
) -> tuple[frozenset[Value], ...]:
    """Give the subsets of `minimum` to `maximum` members, smaller ones first."""
    distinct = list(dict.fromkeys(members))
    most = len(distinct) if maximum is None else maximum
    return tuple(
        frozenset(chosen)
        for count in range(max(minimum, 0), most + 1)
        for chosen in combinations(distinct, count)
    )


def steps(start: int, stop: int, step: int) -> tuple[int, ...]:
    """Give `range(start, stop, step)`.

    Raises: `OperationError` for a step of 0.
    """
    if step == 0:
        message = f"range({start}, {stop}, 0) makes no steps"
        raise OperationError(message)
    return tuple(range(start, stop, step))


def converted(value: Value, type_: SetType | ListType | MapType | BagType) -> Value:
    """Give `set(value)`, `list(value)`, `dict(value)` or `Counter(value)`, as `type_` says.

    Raises: `OperationError` when the elements of what becomes a map are no pairs.
    """
    match type_:
        case SetType():
            return frozenset(elements(value))
        case ListType():
            return elements(value)
        case MapType():
            return value if isinstance(value, MapValue) else MapValue(map(_pair, elements(value)))
        case BagType():
            return _bag(value)
        case _:
            assert_never(type_)


def _pair(value: Value) -> tuple[Value, Value]:
    match parts(value):
        case (key, item):
            return key, item
        case _:
            message = f"{show(value)} is no pair of a key and its value"
            raise OperationError(message)


def _bag(value: Value) -> BagValue:
    match value:
        case BagValue():
            return value
        case MapValue(items):
            return BagValue((each, times) for each, times in items if isinstance(times, int))
        case _:
            return BagValue(Counter(elements(value)).items())
