"""How values compare: equality by content, and the orders that CPython has."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.expr import Relation
from modelcheck.ir.values import Atom, BagValue, Record, Value, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class OperationError(Exception):
    """CPython raises here; the message says why, naming the values."""


def equal(left: Value, right: Value) -> bool:
    """Give `left == right`.  Records compare as the tuples they are, whatever their classes."""
    match left, right:
        case (Record(values=mine), Record(values=theirs)):
            return _items_equal(mine, theirs)
        case (tuple(), tuple()):
            return _items_equal(left, right)
        case _:
            return left == right


def _items_equal(left: Sequence[Value], right: Sequence[Value]) -> bool:
    return len(left) == len(right) and all(map(equal, left, right))


def compare(relation: Relation, left: Value, right: Value) -> bool:
    """Give `left relation right`.

    Raises: `OperationError` when the two have no order.
    """
    match relation:
        case Relation.EQ:
            return equal(left, right)
        case Relation.NE:
            return not equal(left, right)
        case Relation.LT | Relation.LE | Relation.GT | Relation.GE:
            return _in_order(relation, left, right)
        case _:
            assert_never(relation)


def _in_order(relation: Relation, left: Value, right: Value) -> bool:
    match left, right:
        case (int(), int()):
            return _numbers(relation, left, right)
        case (Atom(), Atom()) if left.type_name == right.type_name:
            return _numbers(relation, left.index, right.index)
        case (Record(), Record()):
            return _first_difference(relation, left.values, right.values)
        case (tuple(), tuple()):
            return _first_difference(relation, left, right)
        case (frozenset(), frozenset()):
            return _included(relation, left, right)
        case (BagValue(), BagValue()):
            return _included(relation, left, right)
        case _:
            message = f"{show(left)} and {show(right)} have no order"
            raise OperationError(message)


def _numbers(relation: Relation, left: int, right: int) -> bool:
    match relation:
        case Relation.EQ:
            return left == right
        case Relation.NE:
            return left != right
        case Relation.LT:
            return left < right
        case Relation.LE:
            return left <= right
        case Relation.GT:
            return left > right
        case Relation.GE:
            return left >= right
        case _:
            assert_never(relation)


def _first_difference(relation: Relation, left: Sequence[Value], right: Sequence[Value]) -> bool:
    for mine, theirs in zip(left, right, strict=False):
        if not equal(mine, theirs):
            return compare(relation, mine, theirs)
    return _numbers(relation, len(left), len(right))


def _included(
    relation: Relation, left: frozenset[Value] | BagValue, right: frozenset[Value] | BagValue
) -> bool:
    if relation in (Relation.GT, Relation.GE):
        left, right = right, left
    strict = relation in (Relation.LT, Relation.GT)
    return _all_in(left, right) and not (strict and left == right)


def _all_in(left: frozenset[Value] | BagValue, right: frozenset[Value] | BagValue) -> bool:
    match left, right:
        case (BagValue(), BagValue()):
            members = {element for bag in (left, right) for element, _ in bag.counts}
            return all(left.count(element) <= right.count(element) for element in members)
        case (frozenset(), frozenset()):
            return left <= right
        case _:
            return False


def extreme(relation: Relation, values: Iterable[Value]) -> Value:
    """Give the first of `values` that no other is before under `relation`, `<` or `>`.

    Requires: at least one value.
    """
    best, *others = values
    for each in others:
        if compare(relation, each, best):
            best = each
    return best


def sort(values: Iterable[Value], *, descending: bool) -> tuple[Value, ...]:
    """Give `sorted(values, reverse=descending)`.

    Raises: `OperationError` when two of them have no order.
    """

    def sign(left: Value, right: Value) -> int:
        return compare(Relation.LT, right, left) - compare(Relation.LT, left, right)

    return tuple(sorted(values, key=cmp_to_key(sign), reverse=descending))
