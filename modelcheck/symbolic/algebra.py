"""What can be done to symbolic values of any kind: choosing, comparing, listing their elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from modelcheck.ir.types import EnumType, SortType
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value
from modelcheck.semantics.bounds import all_values
from modelcheck.symbolic.numbers import Number, Numbers, count, known, truth_as_number
from modelcheck.symbolic.terms import Formula, conj, conj_all, disj, disj_all, either, neg, same
from modelcheck.symbolic.values import (
    Counts,
    Interval,
    Members,
    Nothing,
    OneKind,
    Parts,
    Pick,
    Row,
    Stream,
    Struct,
    Symbolic,
    Table,
    Truth,
    in_order,
    kind,
    lift,
)

MOST_CASES: Final = 4096
"""Of how many values the cases of one are listed."""


class BeyondError(Exception):
    """What no formula is made of here: `why` says what it is."""

    def __init__(self, why: str) -> None:
        """Take what it is."""
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Algebra:
    """Operations on symbolic values, over a way to write numbers and the sorts and enums."""

    numbers: Numbers
    atoms: Mapping[str, tuple[Atom, ...]]

    @staticmethod
    def over(numbers: Numbers, named: Iterable[SortType | EnumType]) -> Algebra:
        """Give the operations for these sorts and enums."""
        atoms = {
            each.name: tuple(atom for atom in all_values(each) if isinstance(atom, Atom))
            for each in named
        }
        return Algebra(numbers, atoms)

    # Choosing

    def either(self, test: Formula, then: Symbolic, otherwise: Symbolic) -> Symbolic:
        """Give `then` where `test` is true, and else `otherwise`."""
        if isinstance(test, bool):
            return then if test else otherwise
        if then is otherwise:
            return then
        match then, otherwise:
            case Truth(a), Truth(b):
                return Truth(either(test, a, b))
            case Number(), Number():
                return self.numbers.either(test, then, otherwise)
            case Pick(name, a), Pick(other, b) if name == other:
                return Pick(name, self.numbers.either(test, a, b))
            case Nothing(), Nothing():
                return then
            case Struct(), Struct() if kind(then) == kind(otherwise):
                parts = self._each(test, then.parts, otherwise.parts)
                return Struct(then.type_name, then.names, parts)
            case Parts(a), Parts(b) if len(a) == len(b):
                return Parts(self._each(test, a, b))
            case Members(a), Members(b):
                keys = dict.fromkeys((*a, *b))
                return Members(
                    {key: either(test, a.get(key, False), b.get(key, False)) for key in keys}
                )
            case Table(a), Table(b):
                return self._tables(test, a, b)
            case Row(a), Row(b):
                return self._rows(test, a, b)
            case Counts(a), Counts(b):
                keys = dict.fromkeys((*a, *b))
                zero = known(0)
                pairs = {key: (a.get(key, zero), b.get(key, zero)) for key in keys}
                return Counts({key: self.numbers.either(test, *pairs[key]) for key in keys})
            case Stream(a), Stream(b):
                first = tuple((conj(test, given), each) for given, each in a)
                second = tuple((conj(neg(test), given), each) for given, each in b)
                return Stream(first + second)
            case _:
                return self._kinds(test, then, otherwise)

    def _each(
        self, test: Formula, then: tuple[Symbolic, ...], otherwise: tuple[Symbolic, ...]
    ) -> tuple[Symbolic, ...]:
        pairs = zip(then, otherwise, strict=True)
        return tuple(self.either(test, one, other) for one, other in pairs)

    def _tables(
        self,
        test: Formula,
        then: Mapping[Value, tuple[Formula, Symbolic]],
        otherwise: Mapping[Value, tuple[Formula, Symbolic]],
    ) -> Table:
        absent: tuple[Formula, Symbolic] = (False, Nothing())
        merged: dict[Value, tuple[Formula, Symbolic]] = {}
        for key in dict.fromkeys((*then, *otherwise)):
            (one, mine), (other, theirs) = then.get(key, absent), otherwise.get(key, absent)
            if one is False or other is False:
                merged[key] = (either(test, one, other), theirs if one is False else mine)
            else:
                merged[key] = (either(test, one, other), self.either(test, mine, theirs))
        return Table(merged)

    def _rows(
        self,
        test: Formula,
        then: Mapping[int, tuple[Formula, tuple[Symbolic, ...]]],
        otherwise: Mapping[int, tuple[Formula, tuple[Symbolic, ...]]],
    ) -> Row:
        merged: dict[int, tuple[Formula, tuple[Symbolic, ...]]] = {}
        for length in sorted({*then, *otherwise}):
            if length not in otherwise:
                is_it, items = then[length]
                merged[length] = (conj(test, is_it), items)
            elif length not in then:
                is_it, items = otherwise[length]
                merged[length] = (conj(neg(test), is_it), items)
            else:
                (one, mine), (other, theirs) = then[length], otherwise[length]
                merged[length] = (either(test, one, other), self._each(test, mine, theirs))
        return Row(merged)

    def _kinds(self, test: Formula, then: Symbolic, otherwise: Symbolic) -> Symbolic:
        merged: dict[tuple[str, ...], tuple[Formula, Symbolic]] = {}
        for way, value in ((test, then), (neg(test), otherwise)):
            for guard, option in options(value):
                under = conj(way, guard)
                if under is False:
                    continue
                before = merged.get(kind(option))
                if before is None:
                    merged[kind(option)] = (under, option)
                else:
                    guards = disj(before[0], under)
                    merged[kind(option)] = (guards, self.either(before[0], before[1], option))
        return OneKind(tuple(merged.values()))

    def first(self, cases: Iterable[tuple[Formula, Symbolic]], otherwise: Symbolic) -> Symbolic:
        """Give the value of the first case that is true, and `otherwise` where none is."""
        result = otherwise
        for test, value in reversed(list(cases)):
            result = self.either(test, value, result)
        return result

    def of_each(self, value: Symbolic, make: Callable[[Formula, Symbolic], Symbolic]) -> Symbolic:
        """Give what `make` makes of the value; of each of its kinds, where it may have several."""
        made = [(guard, make(guard, option)) for guard, option in options(value)]
        return self.first(made[:-1], made[-1][1])

    # Comparing

    def equal(self, left: Symbolic, right: Symbolic) -> Formula:
        """Give `left == right`; records compare as the tuples that they are."""
        if left is right:
            return True
        match left, right:
            case OneKind(some), _:
                return disj_all(conj(guard, self.equal(each, right)) for guard, each in some)
            case _, OneKind():
                return self.equal(right, left)
            case Truth(a), Truth(b):
                return same(a, b)
            case (Number() | Truth(), Number() | Truth()):
                return self.numbers.equal(self.number(left), self.number(right))
            case Pick(name, a), Pick(other, b):
                return name == other and self.numbers.equal(a, b)
            case Nothing(), Nothing():
                return True
            case (Struct(parts=a) | Parts(a), Struct(parts=b) | Parts(b)):
                return len(a) == len(b) and conj_all(map(self.equal, a, b))
            case Members(a), Members(b):
                keys = dict.fromkeys((*a, *b))
                return conj_all(same(a.get(key, False), b.get(key, False)) for key in keys)
            case Table(a), Table(b):
                return self._tables_equal(a, b)
            case Row(a), Row(b):
                return disj_all(
                    conj(one, other, conj_all(map(self.equal, mine, b[length][1])))
                    for length, (one, mine) in a.items()
                    if length in b
                    for other in (b[length][0],)
                )
            case Counts(a), Counts(b):
                keys, zero = dict.fromkeys((*a, *b)), known(0)
                return conj_all(
                    self.numbers.equal(a.get(key, zero), b.get(key, zero)) for key in keys
                )
            case _:
                return False

    def _tables_equal(
        self,
        left: Mapping[Value, tuple[Formula, Symbolic]],
        right: Mapping[Value, tuple[Formula, Symbolic]],
    ) -> Formula:
        alike: list[Formula] = []
        for key in dict.fromkeys((*left, *right)):
            one, other = left.get(key), right.get(key)
            mine = False if one is None else one[0]
            theirs = False if other is None else other[0]
            alike.append(same(mine, theirs))
            if one is not None and other is not None:
                alike.append(disj(neg(mine), neg(theirs), self.equal(one[1], other[1])))
        return conj_all(alike)

    def is_value(self, value: Symbolic, wanted: Value) -> Formula:
        """Give whether the value is `wanted`."""
        return self.equal(value, lift(wanted))

    def less(self, left: Symbolic, right: Symbolic, *, or_equal: bool) -> Formula:
        """Give `left < right` or `left <= right`.

        Raises: `BeyondError` for kinds that have no order.
        """
        match left, right:
            case OneKind(some), _:
                return disj_all(
                    conj(guard, self.less(each, right, or_equal=or_equal)) for guard, each in some
                )
            case _, OneKind(some):
                return disj_all(
                    conj(guard, self.less(left, each, or_equal=or_equal)) for guard, each in some
                )
            case (Number() | Truth(), Number() | Truth()):
                return self._before(self.number(left), self.number(right), or_equal=or_equal)
            case Pick(_, a), Pick(_, b):
                return self._before(a, b, or_equal=or_equal)
            case (Struct(parts=a) | Parts(a), Struct(parts=b) | Parts(b)):
                return self._items_before(a, b, or_equal=or_equal)
            case Row(a), Row(b):
                return disj_all(
                    conj(one, other, self._items_before(mine, theirs, or_equal=or_equal))
                    for one, mine in a.values()
                    for other, theirs in b.values()
                )
            case Members(a), Members(b):
                inside = conj_all(disj(neg(a[key]), b.get(key, False)) for key in a)
                return inside if or_equal else conj(inside, neg(self.equal(left, right)))
            case Counts(a), Counts(b):
                keys, zero = dict.fromkeys((*a, *b)), known(0)
                inside = conj_all(
                    neg(self.numbers.less(b.get(key, zero), a.get(key, zero))) for key in keys
                )
                return inside if or_equal else conj(inside, neg(self.equal(left, right)))
            case _:
                message = f"an order of {kind(left)[0]} and {kind(right)[0]}"
                raise BeyondError(message)

    def _before(self, left: Number, right: Number, *, or_equal: bool) -> Formula:
        if or_equal:
            return neg(self.numbers.less(right, left))
        return self.numbers.less(left, right)

    def _items_before(
        self, left: tuple[Symbolic, ...], right: tuple[Symbolic, ...], *, or_equal: bool
    ) -> Formula:
        shorter = len(left) < len(right) or (or_equal and len(left) == len(right))
        result: Formula = shorter
        for mine, theirs in reversed(list(zip(left, right, strict=False))):
            alike = self.equal(mine, theirs)
            if alike is True:
                continue
            ahead = self.less(mine, theirs, or_equal=False)
            result = disj(conj(neg(alike), ahead), conj(alike, result))
        return result

    # Numbers and truth

    def number(self, value: Symbolic) -> Number:
        """Give the value as a number, `True` being 1."""
        match value:
            case Number():
                return value
            case Truth(formula):
                return truth_as_number(self.numbers, formula)
            case OneKind(some):
                result = self.number(some[-1][1])
                for guard, each in reversed(some[:-1]):
                    result = self.numbers.either(guard, self.number(each), result)
                return result
            case _:
                message = f"{kind(value)[0]} as a number"
                raise BeyondError(message)

    def truth(self, value: Symbolic) -> Formula:
        """Give the value as a formula."""
        match value:
            case Truth(formula):
                return formula
            case OneKind(some):
                return disj_all(conj(guard, self.truth(each)) for guard, each in some)
            case _:
                message = f"{kind(value)[0]} as True or False"
                raise BeyondError(message)

    # Containers

    def elements(self, value: Symbolic) -> tuple[tuple[Formula, Symbolic], ...]:
        """Give what iterating over the value gives, in order, each with whether it is there.

        Raises: `BeyondError` for a range without bounds.
        """
        match value:
            case Stream(items):
                return items
            case Members(of):
                return tuple((of[key], lift(key)) for key in in_order(of) if of[key] is not False)
            case Table(of):
                return tuple(
                    (of[key][0], lift(key)) for key in in_order(of) if of[key][0] is not False
                )
            case Counts(of):
                zero = known(0)
                return tuple(
                    (neg(self.numbers.equal(of[key], zero)), lift(key)) for key in in_order(of)
                )
            case Row(of):
                return self._row_elements(of)
            case OneKind(some):
                return tuple(
                    (conj(guard, given), each)
                    for guard, option in some
                    for given, each in self.elements(option)
                )
            case Interval(start, stop):
                return self._interval(start, stop)
            case _:
                message = f"the elements of {kind(value)[0]}"
                raise BeyondError(message)

    def _row_elements(
        self, of: Mapping[int, tuple[Formula, tuple[Symbolic, ...]]]
    ) -> tuple[tuple[Formula, Symbolic], ...]:
        found: list[tuple[Formula, Symbolic]] = []
        for position in range(max(of, default=0)):
            longer = [(is_it, items[position]) for n, (is_it, items) in of.items() if n > position]
            *others, (_, last) = longer
            found.append((disj_all(is_it for is_it, _ in longer), self.first(others, last)))
        return tuple(found)

    def _interval(self, start: Number, stop: Number) -> tuple[tuple[Formula, Symbolic], ...]:
        if start.low is None or stop.high is None:
            message = "a loop over a range that has no bounds"
            raise BeyondError(message)
        if stop.high - start.low > MOST_CASES:
            message = f"a range of more than {MOST_CASES} numbers"
            raise BeyondError(message)
        return tuple(
            (
                conj(
                    neg(self.numbers.less(known(each), start)),
                    self.numbers.less(known(each), stop),
                ),
                known(each),
            )
            for each in range(start.low, stop.high)
        )

    def size(self, value: Symbolic) -> Number:
        """Give `len(value)`."""
        match value:
            case Row(of):
                *others, last = of.items()
                result = known(last[0])
                for length, (is_it, _) in reversed(others):
                    result = self.numbers.either(is_it, known(length), result)
                return result
            case _:
                return count(self.numbers, [given for given, _ in self.elements(value)])

    def has(self, container: Symbolic, element: Symbolic) -> Formula:
        """Give `element in container`."""
        match container:
            case Members(of):
                return self._under(element, lambda key: of.get(key, False), of)
            case Table(entries):
                absent: tuple[Formula, Symbolic] = (False, Nothing())
                return self._under(element, lambda key: entries.get(key, absent)[0], entries)
            case Counts(counts):
                zero = known(0)
                return self._under(
                    element,
                    lambda key: neg(self.numbers.equal(counts.get(key, zero), zero)),
                    counts,
                )
            case Interval(start, stop):
                number = self.number(element)
                return conj(neg(self.numbers.less(number, start)), self.numbers.less(number, stop))
            case OneKind(some):
                return disj_all(conj(guard, self.has(each, element)) for guard, each in some)
            case _:
                return disj_all(
                    conj(given, self.equal(each, element))
                    for given, each in self.elements(container)
                )

    def _under(
        self,
        element: Symbolic,
        look: Callable[[Value], Formula],
        keys: Mapping[Value, object],
    ) -> Formula:
        constant = self.constant(element)
        if constant is not None:
            return look(constant[0])
        return disj_all(conj(self.is_value(element, key), look(key)) for key in keys)

    def constant(self, value: Symbolic) -> tuple[Value] | None:
        """Give the value, if all of it is known: in a tuple, since it may be `None`."""
        match value:
            case Truth(bool() as formula):
                return (formula,)
            case Number():
                return None if value.known is None else (value.known,)
            case Pick(type_name, index):
                return None if index.known is None else (self.atoms[type_name][index.known],)
            case Nothing():
                return (None,)
            case Struct(type_name, names, parts):
                found = [self.constant(part) for part in parts]
                values = tuple(each[0] for each in found if each is not None)
                return (Record(type_name, names, values),) if len(values) == len(found) else None
            case Members() | Table() | Row() | Counts():
                return self._known_container(value)
            case _:
                return None

    def _known_container(self, value: Members | Table | Row | Counts) -> tuple[Value] | None:
        match value:
            case Members(of):
                if all(isinstance(each, bool) for each in of.values()):
                    return (frozenset(key for key, there in of.items() if there),)
            case Table(of):
                items = {
                    key: self.constant(each) for key, (there, each) in of.items() if there is True
                }
                if all(isinstance(there, bool) for there, _ in of.values()):
                    known_items = [(key, each[0]) for key, each in items.items() if each]
                    return (MapValue(known_items),) if len(known_items) == len(items) else None
            case Row(of):
                certain = [items for is_it, items in of.values() if is_it is True]
                if certain:
                    found = [self.constant(each) for each in certain[0]]
                    values = tuple(each[0] for each in found if each is not None)
                    return (values,) if len(values) == len(found) else None
            case Counts(of):
                if all(each.known is not None for each in of.values()):
                    return (BagValue((key, each.known or 0) for key, each in of.items()),)
        return None


def options(value: Symbolic) -> tuple[tuple[Formula, Symbolic], ...]:
    """Give the kinds that the value may be of, each with whether it is."""
    return value.options if isinstance(value, OneKind) else ((True, value),)
