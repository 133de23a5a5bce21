"""What operations on containers give, and where they raise: of symbolic values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

from modelcheck.ir.expr import BagOp, SetOp
from modelcheck.ir.types import BagType, ListType, MapType, SetType
from modelcheck.ir.values import Value
from modelcheck.symbolic.algebra import MOST_CASES, Algebra, BeyondError, options
from modelcheck.symbolic.cases import cases
from modelcheck.symbolic.numbers import Number, count, known
from modelcheck.symbolic.rows import item, row_of, with_item, without_item
from modelcheck.symbolic.terms import Formula, conj, conj_all, disj, disj_all, either, neg
from modelcheck.symbolic.values import (
    Counts,
    Found,
    Members,
    Parts,
    Row,
    Stream,
    Struct,
    Symbolic,
    Table,
    kind,
    lift,
)


def part_values(value: Symbolic, algebra: Algebra) -> tuple[Symbolic, ...]:
    """Give what unpacking takes a tuple or record apart into."""
    match value:
        case Struct(parts=parts) | Parts(parts):
            return parts
        case _:
            found = options(value)
            every = [(guard, part_values(each, algebra)) for guard, each in found if len(found) > 1]
            if len({len(parts) for _, parts in every}) != 1:
                message = f"taking {kind(value)[0]} apart"
                raise BeyondError(message)
            columns = zip(*(parts for _, parts in every), strict=True)
            guards = [guard for guard, _ in every]
            return tuple(
                algebra.first(zip(guards[:-1], column[:-1], strict=True), column[-1])
                for column in columns
            )


def attribute(value: Symbolic, name: str, algebra: Algebra) -> Found:
    """Give `value.name` of a record."""
    having = [
        (guard, each.parts[each.names.index(name)])
        for guard, each in options(value)
        if isinstance(each, Struct) and name in each.names
    ]
    if not having:
        message = f"{kind(value)[0]}.{name}"
        raise BeyondError(message)
    *others, (_, last) = having
    return Found(algebra.first(others, last), neg(disj_all(guard for guard, _ in having)))


def lookup(container: Symbolic, key: Symbolic, algebra: Algebra) -> Found:
    """Give `container[key]` of a map, list or bag."""
    match container:
        case Table(of):
            return _entry(of, key, algebra)
        case Counts(of):
            return Found(_count_under(of, key, algebra))
        case Row(of):
            return item(of, algebra.number(key), algebra)
        case _:
            found = [(guard, lookup(each, key, algebra)) for guard, each in _several(container)]
            fault = disj_all(conj(guard, each.fault) for guard, each in found)
            *others, (_, last) = [each for each in found if each[1].fault is not True] or found
            return Found(algebra.first([(g, each.value) for g, each in others], last.value), fault)


def get(container: Symbolic, key: Symbolic, default: Symbolic, algebra: Algebra) -> Symbolic:
    """Give `container.get(key, default)` of a map."""
    if isinstance(container, Table):
        return algebra.first(_entries(container.of, key, algebra), default)
    cases = [(guard, get(each, key, default, algebra)) for guard, each in _several(container)]
    return algebra.first(cases[:-1], cases[-1][1])


def _entry(of: Mapping[Value, tuple[Formula, Symbolic]], key: Symbolic, algebra: Algebra) -> Found:
    entries = _entries(of, key, algebra)
    if not entries:
        return Found(Parts(()), fault=True)
    *others, (_, last) = entries
    return Found(algebra.first(others, last), neg(disj_all(test for test, _ in entries)))


def _entries(
    of: Mapping[Value, tuple[Formula, Symbolic]], key: Symbolic, algebra: Algebra
) -> list[tuple[Formula, Symbolic]]:
    """Give what may stand under the key, each with whether it does."""
    constant = algebra.constant(key)
    wanted = of if constant is None else [each for each in constant if each in of]
    found = [(conj(algebra.is_value(key, each), of[each][0]), of[each][1]) for each in wanted]
    return [(test, value) for test, value in found if test is not False]


def _count_under(of: Mapping[Value, Number], key: Symbolic, algebra: Algebra) -> Number:
    result = known(0)
    for each, number in of.items():
        result = algebra.numbers.either(algebra.is_value(key, each), number, result)
    return result


def updated(container: Symbolic, key: Symbolic, value: Symbolic, algebra: Algebra) -> Found:
    """Give what `container[key] = value` makes of a map, list or bag."""
    match container:
        case Table(of):
            return Found(_with_entry(of, key, value, algebra, under=True))
        case Counts(of):
            counts = dict(of)
            number = algebra.number(value)
            for test, each in cases(key, algebra):
                before = counts.get(each, known(0))
                counts[each] = algebra.numbers.either(test, number, before)
            return Found(Counts(counts))
        case Row(of):
            return with_item(of, algebra.number(key), value, algebra)
        case _:
            return _of_each(container, lambda each: updated(each, key, value, algebra), algebra)


def _with_entry(
    of: Mapping[Value, tuple[Formula, Symbolic]],
    key: Symbolic,
    value: Symbolic,
    algebra: Algebra,
    *,
    under: Formula,
) -> Table:
    """Give the map with `value` under `key` where `under` is true, and otherwise as it is."""
    merged = dict(of)
    for is_key, each in cases(key, algebra):
        test = conj(under, is_key)
        there, before = merged.get(each, (False, value))
        now = value if there is False else algebra.either(test, value, before)
        if test is not False:
            merged[each] = (disj(test, there), now)
    return Table(merged)


def removed(container: Symbolic, key: Symbolic, algebra: Algebra) -> Found:
    """Give the container without a member, key or index."""
    match container:
        case Members(of):
            fault = neg(algebra.has(container, key))
            kept = {
                each: conj(there, neg(algebra.is_value(key, each))) for each, there in of.items()
            }
            return Found(Members(kept), fault)
        case Table(of):
            fault = neg(algebra.has(container, key))
            entries = {
                each: (conj(there, neg(algebra.is_value(key, each))), value)
                for each, (there, value) in of.items()
            }
            return Found(Table(entries), fault)
        case Row(of):
            return without_item(of, algebra.number(key), algebra)
        case _:
            return _of_each(container, lambda each: removed(each, key, algebra), algebra)


def set_operation(op: SetOp, left: Symbolic, right: Symbolic) -> Members:
    """Give `left op right` of two sets."""
    mine, theirs = _members(left), _members(right)
    result: dict[Value, Formula] = {}
    for key in dict.fromkeys((*mine, *theirs)):
        a, b = mine.get(key, False), theirs.get(key, False)
        match op:
            case SetOp.UNION:
                result[key] = disj(a, b)
            case SetOp.INTERSECTION:
                result[key] = conj(a, b)
            case SetOp.DIFFERENCE:
                result[key] = conj(a, neg(b))
            case SetOp.SYMMETRIC:
                result[key] = either(a, neg(b), b)
    return Members({key: there for key, there in result.items() if there is not False})


def _members(value: Symbolic) -> Mapping[Value, Formula]:
    if isinstance(value, Members):
        return value.of
    merged: dict[Value, Formula] = {}
    for guard, each in _several(value):
        for key, there in _members(each).items():
            merged[key] = disj(merged.get(key, False), conj(guard, there))
    return merged


def bag_operation(op: BagOp, left: Symbolic, right: Symbolic, algebra: Algebra) -> Counts:
    """Give `left op right` of two bags; only `update` keeps counts below zero."""
    mine, theirs = _counts(left), _counts(right)
    numbers, zero = algebra.numbers, known(0)
    result: dict[Value, Number] = {}
    for key in dict.fromkeys((*mine, *theirs)):
        a, b = mine.get(key, zero), theirs.get(key, zero)
        match op:
            case BagOp.SUM | BagOp.UPDATE:
                made = numbers.plus(a, b)
            case BagOp.DIFFERENCE:
                made = numbers.minus(a, b)
            case BagOp.MAXIMUM:
                made = numbers.either(numbers.less(a, b), b, a)
            case BagOp.MINIMUM:
                made = numbers.either(numbers.less(b, a), b, a)
        if op is not BagOp.UPDATE:
            made = numbers.either(numbers.less(made, zero), zero, made)
        result[key] = made
    return Counts(result)


def _counts(value: Symbolic) -> Mapping[Value, Number]:
    if isinstance(value, Counts):
        return value.of
    message = f"{kind(value)[0]} as a bag"
    raise BeyondError(message)


def merged_tables(left: Symbolic, right: Symbolic, algebra: Algebra) -> Table:
    """Give `left | right` of two maps."""
    result = table(left)
    for key, (there, value) in table(right).of.items():
        result = _with_entry(result.of, lift(key), value, algebra, under=there)
    return result


def table(value: Symbolic) -> Table:
    """Give a value that is a map as one.

    Raises: `BeyondError` for any other.
    """
    if isinstance(value, Table):
        return value
    message = f"{kind(value)[0]} as a dict"
    raise BeyondError(message)


def table_of(entries: list[tuple[Formula, Symbolic, Symbolic]], algebra: Algebra) -> Table:
    """Give the map of these keys and values, each there or not; of one key the last counts."""
    result = Table({})
    for given, key, value in entries:
        result = _with_entry(result.of, key, value, algebra, under=given)
    return result


def set_of(elements: list[tuple[Formula, Symbolic]], algebra: Algebra) -> Members:
    """Give the set of these elements, each there or not."""
    found: dict[Value, list[Formula]] = {}
    for given, element in elements:
        for test, value in cases(element, algebra):
            found.setdefault(value, []).append(conj(given, test))
    merged = {value: disj_all(tests) for value, tests in found.items()}
    return Members({value: test for value, test in merged.items() if test is not False})


def bag_of(elements: list[tuple[Formula, Symbolic]], algebra: Algebra) -> Counts:
    """Give the bag of these elements, each there or not."""
    found: dict[Value, list[Formula]] = {}
    for given, element in elements:
        for test, value in cases(element, algebra):
            found.setdefault(value, []).append(conj(given, test))
    return Counts({value: count(algebra.numbers, tests) for value, tests in found.items()})


def count_of(container: Symbolic, element: Symbolic, algebra: Algebra) -> Number:
    """Give how often the element is in a list or bag."""
    if isinstance(container, Counts):
        return _count_under(container.of, element, algebra)
    items = algebra.elements(container)
    tests = [conj(given, algebra.equal(item, element)) for given, item in items]
    return count(algebra.numbers, tests)


def subsets(
    elements: tuple[tuple[Formula, Symbolic], ...],
    minimum: Number,
    maximum: Number | None,
    algebra: Algebra,
) -> Stream:
    """Give the subsets of distinct elements that are known, each with whether it is one."""
    if (1 << min(len(elements), 64)) > MOST_CASES:
        message = f"the subsets of {len(elements)} elements"
        raise BeyondError(message)
    values = [algebra.constant(element) for _, element in elements]
    if len({each for each in values if each is not None}) < len(elements):
        message = "the subsets of elements that are not known"
        raise BeyondError(message)
    found: list[tuple[Formula, Symbolic]] = []
    for size in range(len(elements) + 1):
        enough = neg(algebra.numbers.less(known(size), minimum))
        few = True if maximum is None else neg(algebra.numbers.less(maximum, known(size)))
        for chosen in combinations(range(len(elements)), size):
            given = conj(enough, few, conj_all(elements[at][0] for at in chosen))
            members = frozenset(each[0] for at in chosen if (each := values[at]) is not None)
            found.append((given, lift(members)))
    return Stream(tuple((given, each) for given, each in found if given is not False))


def converted(
    value: Symbolic, type_: SetType | ListType | MapType | BagType, algebra: Algebra
) -> Symbolic:
    """Give `set(value)`, `list(value)`, `dict(value)` or `Counter(value)`, as `type_` says."""
    match type_, value:
        case (SetType(), Members()) | (MapType(), Table()) | (BagType(), Counts()):
            return value
        case ListType(), Row():
            return value
        case BagType(), Table(of):
            zero = known(0)
            return Counts(
                {
                    key: algebra.numbers.either(there, algebra.number(each), zero)
                    for key, (there, each) in of.items()
                }
            )
        case SetType(), _:
            return set_of(list(algebra.elements(value)), algebra)
        case ListType(), _:
            return row_of(list(algebra.elements(value)), algebra)
        case BagType(), _:
            return bag_of(list(algebra.elements(value)), algebra)
        case MapType(), _:
            entries: list[tuple[Formula, Symbolic, Symbolic]] = []
            for given, pair in algebra.elements(value):
                key, held = part_values(pair, algebra)
                entries.append((given, key, held))
            return table_of(entries, algebra)


def _several(value: Symbolic) -> tuple[tuple[Formula, Symbolic], ...]:
    """Give the kinds of a value that is of several.

    Raises: `BeyondError` for any other.
    """
    found = options(value)
    if len(found) == 1:
        message = f"{kind(value)[0]} as a container"
        raise BeyondError(message)
    return found


def _of_each(value: Symbolic, make: Callable[[Symbolic], Found], algebra: Algebra) -> Found:
    found = [(guard, make(each)) for guard, each in _several(value)]
    *others, (_, last) = found
    fault = disj_all(conj(guard, each.fault) for guard, each in found)
    return Found(algebra.first([(guard, each.value) for guard, each in others], last.value), fault)
