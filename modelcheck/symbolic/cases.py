"""All that a symbolic value can be: where its cases are listed, each becomes a known value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from modelcheck.ir.values import BagValue, MapValue, Record, Value
from modelcheck.symbolic.algebra import MOST_CASES, Algebra, BeyondError
from modelcheck.symbolic.numbers import Number, known
from modelcheck.symbolic.terms import Formula, conj, conj_all, neg
from modelcheck.symbolic.values import (
    Counts,
    Members,
    Nothing,
    OneKind,
    Parts,
    Pick,
    Row,
    Struct,
    Symbolic,
    Table,
    Truth,
    kind,
)


def cases(value: Symbolic, algebra: Algebra) -> list[tuple[Formula, Value]]:
    """Give all that the value can be, each with the formula that it is this.

    Raises: `BeyondError` where these are too many.
    """
    found = list(_cases(value, algebra))
    if len(found) > MOST_CASES:
        message = f"a value with more than {MOST_CASES} cases"
        raise BeyondError(message)
    return found


def _cases(value: Symbolic, algebra: Algebra) -> Iterable[tuple[Formula, Value]]:
    match value:
        case Truth(formula):
            every = _truths(formula)
        case Number(low=int() as low, high=int() as high) if high - low <= MOST_CASES:
            numbers = range(low, high + 1)
            every = [(algebra.numbers.equal(value, known(each)), each) for each in numbers]
        case Pick(type_name, index):
            every = [
                (algebra.numbers.equal(index, known(at)), atom)
                for at, atom in enumerate(algebra.atoms[type_name])
            ]
        case Nothing():
            every = [(True, None)]
        case Struct(type_name, names, parts):
            every = [
                (guard, Record(type_name, names, values))
                for guard, values in _products(parts, algebra)
            ]
        case Parts(items):
            every = [(guard, values) for guard, values in _products(items, algebra)]
        case OneKind(some):
            every = [
                (conj(guard, inner), each)
                for guard, option in some
                for inner, each in _cases(option, algebra)
            ]
        case Members(of):
            every = _sets(of)
        case Table(of):
            every = _maps(of, algebra)
        case Row(of):
            every = [
                (conj(is_it, guard), values)
                for is_it, items in of.values()
                for guard, values in _products(items, algebra)
            ]
        case Counts(of):
            every = [
                (
                    guard,
                    BagValue(zip(of, (n for n in values if isinstance(n, int)), strict=True)),
                )
                for guard, values in _products(tuple(of.values()), algebra)
            ]
        case _:
            message = f"the cases of {kind(value)[0]}"
            raise BeyondError(message)
    return [(guard, each) for guard, each in every if guard is not False]


def _truths(formula: Formula) -> list[tuple[Formula, Value]]:
    return [(neg(formula), False), (formula, True)]


def _products(
    parts: tuple[Symbolic, ...], algebra: Algebra
) -> Iterable[tuple[Formula, tuple[Value, ...]]]:
    each = [cases(part, algebra) for part in parts]
    _limit(map(len, each))
    for chosen in product(*each):
        guard = conj_all(formula for formula, _ in chosen)
        if guard is not False:
            yield guard, tuple(value for _, value in chosen)


def _sets(of: Mapping[Value, Formula]) -> list[tuple[Formula, Value]]:
    ways = [_truths(each) for each in of.values()]
    lists = [list(way) for way in ways]
    _limit(map(len, lists))
    return [
        (
            conj_all(formula for formula, _ in chosen),
            frozenset(key for key, (_, there) in zip(of, chosen, strict=True) if there),
        )
        for chosen in product(*lists)
    ]


def _maps(
    of: Mapping[Value, tuple[Formula, Symbolic]], algebra: Algebra
) -> list[tuple[Formula, Value]]:
    lists: list[list[tuple[Formula, tuple[tuple[Value, Value], ...]]]] = []
    for key, (there, value) in of.items():
        ways = [(conj(there, guard), ((key, each),)) for guard, each in cases(value, algebra)]
        absent: tuple[tuple[Value, Value], ...] = ()
        every = [(neg(there), absent), *ways]
        lists.append([way for way in every if way[0] is not False])
    _limit(map(len, lists))
    return [
        (
            conj_all(formula for formula, _ in chosen),
            MapValue([item for _, items in chosen for item in items]),
        )
        for chosen in product(*lists)
    ]


def _limit(sizes: Iterable[int]) -> None:
    cases = 1
    for size in sizes:
        cases *= max(size, 1)
        if cases > MOST_CASES:
            message = f"a value with more than {MOST_CASES} cases"
            raise BeyondError(message)
