"""Lists whose length is not known: what operations on them give, and where they raise."""

from __future__ import annotations

from collections.abc import Mapping

from modelcheck.symbolic.algebra import Algebra, BeyondError
from modelcheck.symbolic.numbers import Number, known
from modelcheck.symbolic.terms import Formula, conj, disj, disj_all, neg
from modelcheck.symbolic.values import Found, Parts, Row, Symbolic, kind


def item(
    of: Mapping[int, tuple[Formula, tuple[Symbolic, ...]]], index: Number, algebra: Algebra
) -> Found:
    """Give the item of a list at the index."""
    cases = [
        (conj(is_it, is_place), items[place])
        for length, (is_it, items) in of.items()
        for place, is_place in _places(index, length, algebra)
    ]
    cases = [(test, item) for test, item in cases if test is not False]
    if not cases:
        return Found(Parts(()), fault=True)
    *others, (_, last) = cases
    return Found(algebra.first(others, last), neg(disj_all(test for test, _ in cases)))


def _places(index: Number, length: int, algebra: Algebra) -> list[tuple[int, Formula]]:
    """Give the places of a list of this length, each with whether the index means it."""
    equal = algebra.numbers.equal
    return [
        (at, disj(equal(index, known(at)), equal(index, known(at - length))))
        for at in range(length)
    ]


def with_item(
    of: Mapping[int, tuple[Formula, tuple[Symbolic, ...]]],
    index: Number,
    value: Symbolic,
    algebra: Algebra,
) -> Found:
    """Give the list with `value` at the index."""
    fault: list[Formula] = []
    rows: dict[int, tuple[Formula, tuple[Symbolic, ...]]] = {}
    for length, (is_it, items) in of.items():
        places = _places(index, length, algebra)
        rows[length] = (
            is_it,
            tuple(algebra.either(test, value, items[at]) for at, test in places),
        )
        fault.append(conj(is_it, neg(disj_all(test for _, test in places))))
    return Found(Row(rows), disj_all(fault))


def without_item(
    of: Mapping[int, tuple[Formula, tuple[Symbolic, ...]]], index: Number, algebra: Algebra
) -> Found:
    """Give the list without the item at the index."""
    faults: list[Formula] = []
    rows: dict[int, tuple[Formula, tuple[Symbolic, ...]]] = {}
    for length, (is_it, items) in of.items():
        places = _places(index, length, algebra)
        faults.append(conj(is_it, neg(disj_all(test for _, test in places))))
        if not length:
            continue
        left: list[Symbolic] = []
        for at in range(length - 1):
            before = disj_all(test for place, test in places if place <= at)
            left.append(algebra.either(before, items[at + 1], items[at]))
        rows[length - 1] = (is_it, tuple(left))
    return Found(Row(rows), disj_all(faults))


def row_of(elements: list[tuple[Formula, Symbolic]], algebra: Algebra) -> Row:
    """Give the list of these elements, each there or not, in this order."""
    result: Symbolic = Row({0: (True, ())})
    for given, element in elements:
        if given is False:
            continue
        longer = concatenated(result, Row({1: (True, (element,))}), algebra)
        result = algebra.either(given, longer, result)
    return _row(result)


def concatenated(left: Symbolic, right: Symbolic, algebra: Algebra) -> Row:
    """Give `left + right` of two lists."""
    found: dict[int, list[tuple[Formula, tuple[Symbolic, ...]]]] = {}
    for one, mine in _row(left).of.values():
        for other, theirs in _row(right).of.values():
            both = conj(one, other)
            if both is not False:
                found.setdefault(len(mine) + len(theirs), []).append((both, mine + theirs))
    return _rows_joined(found, algebra)


def _rows_joined(
    found: Mapping[int, list[tuple[Formula, tuple[Symbolic, ...]]]], algebra: Algebra
) -> Row:
    rows: dict[int, tuple[Formula, tuple[Symbolic, ...]]] = {}
    for length, ways in sorted(found.items()):
        *others, (_, last) = ways
        items = tuple(
            algebra.first([(test, parts[at]) for test, parts in others], last[at])
            for at in range(length)
        )
        rows[length] = (disj_all(test for test, _ in ways), items)
    return Row(rows)


def _row(value: Symbolic) -> Row:
    if isinstance(value, Row):
        return value
    message = f"{kind(value)[0]} as a list"
    raise BeyondError(message)


def sliced(container: Symbolic, start: Number | None, stop: Number | None, algebra: Algebra) -> Row:
    """Give `container[start:stop]` of a list."""
    found: dict[int, list[tuple[Formula, tuple[Symbolic, ...]]]] = {}
    for length, (is_it, items) in _row(container).of.items():
        for from_, is_start in _clipped(start, length, 0, algebra):
            for to, is_stop in _clipped(stop, length, length, algebra):
                test = conj(is_it, is_start, is_stop)
                if test is not False:
                    part = items[from_:to]
                    found.setdefault(len(part), []).append((test, part))
    return _rows_joined(found, algebra)


def _clipped(
    bound: Number | None, length: int, default: int, algebra: Algebra
) -> list[tuple[int, Formula]]:
    """Give the places that a bound of a slice may mean in a list of this length."""
    if bound is None:
        return [(default, True)]
    numbers = algebra.numbers
    ways: list[tuple[int, Formula]] = []
    for at in range(length + 1):
        tests = [numbers.equal(bound, known(at))]
        if at < length:
            tests.append(numbers.equal(bound, known(at - length)))
        if at == 0:
            tests.append(numbers.less(bound, known(-length)))
        if at == length:
            tests.append(numbers.less(known(length), bound))
        if length == 0:
            tests = [True]
        ways.append((at, disj_all(tests)))
    return [(at, test) for at, test in ways if test is not False]


def position(container: Symbolic, element: Symbolic, algebra: Algebra) -> Found:
    """Give `container.index(element)` of a list."""
    items = algebra.elements(container)
    tests = [conj(given, algebra.equal(item, element)) for given, item in items]
    result = known(max(len(items) - 1, 0))
    for at, test in reversed(list(enumerate(tests))):
        result = algebra.numbers.either(test, known(at), result)
    return Found(result, neg(disj_all(tests)))


def reversed_row(container: Symbolic) -> Row:
    """Give the list, the last element first."""
    row = _row(container)
    return Row({length: (is_it, items[::-1]) for length, (is_it, items) in row.of.items()})


def ordered_row(
    elements: list[tuple[Formula, Symbolic]], algebra: Algebra, *, descending: bool
) -> Row:
    """Give the list of these elements in their order: each is put before those that are above."""
    result: Symbolic = Row({0: (True, ())})
    for given, element in elements:
        if given is False:
            continue
        longer = {
            length + 1: (is_it, _inserted(items, element, algebra, descending=descending))
            for length, (is_it, items) in _row(result).of.items()
        }
        result = algebra.either(given, Row(longer), result)
    return _row(result)


def _inserted(
    items: tuple[Symbolic, ...], element: Symbolic, algebra: Algebra, *, descending: bool
) -> tuple[Symbolic, ...]:
    """Put the element behind all that are not to come after it; the items are in order."""
    after = [
        algebra.less(item, element, or_equal=False)
        if descending
        else algebra.less(element, item, or_equal=False)
        for item in items
    ]
    result: list[Symbolic] = []
    for at in range(len(items) + 1):
        here = after[at] if at < len(items) else True
        moved = after[at - 1] if at else False
        own = items[at] if at < len(items) else element
        shifted = items[at - 1] if at else element
        result.append(algebra.either(moved, shifted, algebra.either(here, element, own)))
    return tuple(result)
