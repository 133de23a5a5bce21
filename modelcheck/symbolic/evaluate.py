"""The meaning of expressions as terms: what each gives, where it raises, what it chooses.

Follows `semantics.evaluate` case by case.  Both branches of a condition are evaluated, each
under its path; a loop is unrolled over all that it might run over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

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
    Constant,
    Construct,
    Convert,
    CountOf,
    Domain,
    Expr,
    Extreme,
    Extremum,
    Fold,
    Generator,
    GetOr,
    IsInstance,
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
    Membership,
    Merge,
    Narrow,
    Negate,
    Not,
    OneOf,
    Or,
    PositionOf,
    Quantified,
    Quantifier,
    Range,
    Read,
    Removed,
    Reversed,
    SetBinary,
    SetDisplay,
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
    StreamType,
    Type,
)
from modelcheck.semantics.bounds import all_values
from modelcheck.symbolic import containers, operators, rows
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.numbers import Number, known, total
from modelcheck.symbolic.scope import Chosen, Scope
from modelcheck.symbolic.terms import Formula, conj, conj_all, disj, disj_all, neg
from modelcheck.symbolic.values import (
    Counts,
    Found,
    Interval,
    Members,
    Parts,
    Row,
    Stream,
    Struct,
    Symbolic,
    Truth,
    kind,
    lift,
    some_value,
)


def evaluate(expr: Expr, scope: Scope) -> Symbolic:  # noqa: PLR0915  # a case per node
    """Give the value of `expr` in `scope`; what raises and is chosen goes to its notes.

    Requires: `expr` is well typed, and of a normal form.
    Raises: `BeyondError` for what no formula is made of.
    """
    algebra = scope.algebra
    numbers = algebra.numbers

    def found(result: Found) -> Symbolic:
        scope.raises(result.fault)
        return some_value(expr.type) if result.fault is True else result.value

    match expr:
        case Literal(value):
            return lift(value)
        case Constant(name, value):
            return scope.constants[name] if name in scope.constants else lift(value)
        case Read(name, old):
            return ((scope.before or {}) if old else scope.fields)[name]
        case Local(name):
            return scope.locals[name]
        case Domain(of):
            return Stream(tuple((True, lift(each)) for each in all_values(of)))
        case Construct(values, type_):
            names = tuple(name for name, _ in type_.fields)
            return Struct(type_.name, names, _all(values, scope))
        case Attribute(operand, name):
            return found(containers.attribute(evaluate(operand, scope), name, algebra))
        case Not(operand):
            return Truth(neg(truth(operand, scope)))
        case And(operands):
            return Truth(_and(operands, scope))
        case Or(operands):
            return Truth(_or(operands, scope))
        case Conditional(test, then, otherwise):
            return _conditional(truth(test, scope), then, otherwise, scope)
        case Compare(op, left, right):
            return Truth(
                operators.compare(op, evaluate(left, scope), evaluate(right, scope), scope)
            )
        case Membership(element, container):
            return Truth(_membership(element, container, scope))
        case IsInstance(operand, kinds):
            return Truth(operators.is_instance(evaluate(operand, scope), kinds))
        case Narrow(operand, type_):
            return operators.narrowed(evaluate(operand, scope), type_, scope)
        case Arith(op, left, right):
            return operators.arith(op, number(left, scope), number(right, scope), scope)
        case Negate(operand):
            return numbers.minus(known(0), number(operand, scope))
        case SetBinary(op, left, right):
            return containers.set_operation(op, evaluate(left, scope), evaluate(right, scope))
        case BagBinary(op, left, right):
            mine, theirs = evaluate(left, scope), evaluate(right, scope)
            return containers.bag_operation(op, mine, theirs, algebra)
        case Merge(left, right):
            mine, theirs = evaluate(left, scope), evaluate(right, scope)
            return containers.merged_tables(mine, theirs, algebra)
        case Concat(left, right):
            mine, theirs = evaluate(left, scope), evaluate(right, scope)
            return rows.concatenated(mine, theirs, algebra)
        case Size(operand):
            return algebra.size(evaluate(operand, scope))
        case Total(operand):
            bag = evaluate(operand, scope)
            if not isinstance(bag, Counts):
                raise BeyondError(f"the total of {kind(bag)[0]}")  # noqa: EM102, TRY003  # short
            return total(numbers, list(bag.of.values()))
        case Lookup(operand, key) | At(operand, key):
            held = evaluate(operand, scope)
            return found(containers.lookup(held, evaluate(key, scope), algebra))
        case GetOr(operand, key, default):
            held, under = evaluate(operand, scope), evaluate(key, scope)
            return containers.get(held, under, evaluate(default, scope), algebra)
        case Slice(operand, start, stop):
            held = evaluate(operand, scope)
            low = None if start is None else number(start, scope)
            return rows.sliced(held, low, None if stop is None else number(stop, scope), algebra)
        case CountOf(operand, element):
            held = evaluate(operand, scope)
            return containers.count_of(held, evaluate(element, scope), algebra)
        case PositionOf(operand, element):
            held = evaluate(operand, scope)
            return found(rows.position(held, evaluate(element, scope), algebra))
        case SetDisplay(elements):
            return containers.set_of([(True, each) for each in _all(elements, scope)], algebra)
        case ListDisplay(elements):
            return Row({len(elements): (True, _all(elements, scope))})
        case TupleOf(elements):
            return Parts(_all(elements, scope))
        case MapDisplay(items):
            entries: list[tuple[Formula, Symbolic, Symbolic]] = [
                (True, evaluate(key, scope), evaluate(value, scope)) for key, value in items
            ]
            return containers.table_of(entries, algebra)
        case SetOf(element, generators):
            rounds = _rounds(generators, scope)
            given = [(each.given, evaluate(element, each.scope)) for each in rounds]
            return containers.set_of(given, algebra)
        case ListOf(element, generators, type_):
            rounds = _rounds(generators, scope)
            given = [(each.given, evaluate(element, each.scope)) for each in rounds]
            return (
                Stream(tuple(given))
                if isinstance(type_, StreamType)
                else rows.row_of(given, algebra)
            )
        case MapOf(key, value, generators):
            entries = [
                (each.given, evaluate(key, each.scope), evaluate(value, each.scope))
                for each in _rounds(generators, scope)
            ]
            return containers.table_of(entries, algebra)
        case Quantified(quantifier, body, generators):
            return Truth(_quantified(quantifier, body, generators, scope))
        case Sum(operand):
            return operators.sum_of(evaluate(operand, scope), scope)
        case Extreme():
            return _extreme(expr, scope)
        case The():
            return _the(expr, scope)
        case Keys(operand):
            return Stream(algebra.elements(evaluate(operand, scope)))
        case MapValues(operand):
            return Stream(tuple(containers.table(evaluate(operand, scope)).of.values()))
        case Items(operand):
            entered = containers.table(evaluate(operand, scope)).of.items()
            return Stream(tuple((there, Parts((lift(k), held))) for k, (there, held) in entered))
        case Range(start, stop, step):
            return operators.range_of(
                number(start, scope), number(stop, scope), number(step, scope), scope
            )
        case Sorted(operand, descending):
            unordered = list(algebra.elements(evaluate(operand, scope)))
            return rows.ordered_row(unordered, algebra, descending=descending)
        case Reversed(operand):
            return rows.reversed_row(evaluate(operand, scope))
        case Convert(operand, type_):
            return containers.converted(evaluate(operand, scope), type_, algebra)
        case Updated(operand, key, value):
            held, under = evaluate(operand, scope), evaluate(key, scope)
            return found(containers.updated(held, under, evaluate(value, scope), algebra))
        case Removed(operand, key):
            held = evaluate(operand, scope)
            return found(containers.removed(held, evaluate(key, scope), algebra))
        case OneOf(options_):
            chosen = _choose(options_, expr.type, scope)
            scope.notes.chosen.append(Chosen(scope.path, chosen))
            return chosen
        case Subsets(operand, minimum, maximum):
            members = algebra.elements(evaluate(operand, scope))
            least = number(minimum, scope)
            most = None if maximum is None else number(maximum, scope)
            return containers.subsets(members, least, most, algebra)
        case Let(name, value, body):
            return evaluate(body, scope.with_local(name, evaluate(value, scope)))
        case Fold():
            return _fold(expr, scope)
        case Component(operand, index):
            return containers.part_values(evaluate(operand, scope), algebra)[index]
        case Call(function):
            message = f"the helper {function.name}, which is not unfolded"
            raise BeyondError(message)
        case _:
            assert_never(expr)


def truth(expr: Expr, scope: Scope) -> Formula:
    """Give the value of a boolean `expr`."""
    return scope.algebra.truth(evaluate(expr, scope))


def number(expr: Expr, scope: Scope) -> Number:
    """Give the value of an integer `expr`."""
    return scope.algebra.number(evaluate(expr, scope))


def _all(exprs: tuple[Expr, ...], scope: Scope) -> tuple[Symbolic, ...]:
    return tuple(evaluate(each, scope) for each in exprs)


# Conditions


def _and(operands: tuple[Expr, ...], scope: Scope) -> Formula:
    result: Formula = True
    for each in operands:
        result = conj(result, truth(each, scope.under(result)))
        if result is False:
            break
    return result


def _or(operands: tuple[Expr, ...], scope: Scope) -> Formula:
    result: Formula = False
    for each in operands:
        result = disj(result, truth(each, scope.under(neg(result))))
        if result is True:
            break
    return result


def _conditional(test: Formula, then: Expr, otherwise: Expr, scope: Scope) -> Symbolic:
    if isinstance(test, bool):
        return evaluate(then if test else otherwise, scope)
    first = evaluate(then, scope.under(test))
    return scope.algebra.either(test, first, evaluate(otherwise, scope.under(neg(test))))


def _membership(element: Expr, container: Expr, scope: Scope) -> Formula:
    wanted = evaluate(element, scope)
    if isinstance(container, SetDisplay | ListDisplay):
        # Not made a set of: its elements may be numbers without bounds.
        values = _all(container.elements, scope)
        return disj_all(scope.algebra.equal(each, wanted) for each in values)
    if isinstance(container, ListOf) and isinstance(container.type, StreamType):
        going = _Going()
        result: Formula = False
        for each in _rounds(container.generators, scope, going):
            value = evaluate(container.element, each.scope)
            result = disj(result, conj(each.given, scope.algebra.equal(value, wanted)))
            going.on = neg(result)
        return result
    return scope.algebra.has(evaluate(container, scope), wanted)


# Iteration


@dataclass
class _Going:
    """Whether whoever asks for the rounds of a comprehension asks for another one."""

    on: Formula = True


@dataclass(frozen=True, slots=True)
class _Round:
    """A round of a comprehension, and whether there is one."""

    given: Formula
    scope: Scope


def _rounds(
    generators: tuple[Generator, ...], scope: Scope, going: _Going | None = None
) -> Iterator[_Round]:
    """Give the rounds of a comprehension; the first iterable is evaluated at once."""
    elements = scope.algebra.elements(evaluate(generators[0].iterable, scope))
    return _of_elements(elements, generators, scope, going or _Going())


def _of_elements(
    elements: tuple[tuple[Formula, Symbolic], ...],
    generators: tuple[Generator, ...],
    scope: Scope,
    going: _Going,
) -> Iterator[_Round]:
    first, *others = generators
    for there, element in elements:
        if there is False or going.on is False:
            continue
        inner = scope.under(conj(there, going.on)).bound(
            first.targets, element, unpack=first.unpack
        )
        given = _and(first.conditions, inner) if first.conditions else True
        if conj(there, given) is False:
            continue
        inner = inner.under(given)
        if not others:
            yield _Round(conj(there, given), inner)
            continue
        for each in _rounds(tuple(others), inner, going):
            yield _Round(conj(there, given, each.given), each.scope)


def _quantified(
    quantifier: Quantifier, body: Expr, generators: tuple[Generator, ...], scope: Scope
) -> Formula:
    going = _Going()
    decided: list[Formula] = []
    for each in _rounds(generators, scope, going):
        holds = truth(body, each.scope)
        ends = conj(each.given, neg(holds) if quantifier is Quantifier.ALL else holds)
        decided.append(ends)
        going.on = conj(going.on, neg(ends))
        if ends is True:
            break
    ended = disj_all(decided)
    return neg(ended) if quantifier is Quantifier.ALL else ended


def _extreme(expr: Extreme, scope: Scope) -> Symbolic:
    algebra = scope.algebra
    items = algebra.elements(evaluate(expr.operand, scope))
    default = None if expr.default is None else evaluate(expr.default, scope)
    best: Symbolic | None = None
    any_: Formula = False
    for given, each in items:
        if given is False:
            continue
        if best is None:
            best, any_ = each, given
            continue
        pair = (each, best) if expr.extremum is Extremum.MIN else (best, each)
        ahead = algebra.less(*pair, or_equal=False)
        best = algebra.either(conj(given, disj(neg(any_), ahead)), each, best)
        any_ = disj(any_, given)
    return operators.or_default(best, any_, default, scope, expr.type)


def _the(expr: The, scope: Scope) -> Symbolic:
    algebra = scope.algebra
    items = [
        each for each in algebra.elements(evaluate(expr.operand, scope)) if each[0] is not False
    ]
    default = None if expr.default is None else evaluate(expr.default, scope)
    several = disj_all(
        conj(one, other, neg(algebra.equal(mine, theirs)))
        for at, (one, mine) in enumerate(items)
        for other, theirs in items[at + 1 :]
    )
    scope.raises(several)
    there = disj_all(given for given, _ in items)
    value = algebra.first(items[:-1], items[-1][1]) if items else None
    return operators.or_default(value, there, default, scope.under(neg(several)), expr.type)


def _fold(expr: Fold, scope: Scope) -> Symbolic:
    algebra = scope.algebra
    reached = _all(expr.initial, scope)
    asked = _Going(_goes_on(expr, reached, going=True, scope=scope))
    for given, element in _fold_elements(expr.iterable, scope, asked):
        turns = conj(asked.on, given)
        if turns is False:
            continue
        turn = scope.under(turns).with_locals(expr.names, reached)
        after = evaluate(expr.step, turn.bound(expr.targets, element, unpack=expr.unpack))
        reached = containers.part_values(algebra.either(turns, after, Parts(reached)), algebra)
        asked.on = _goes_on(expr, reached, going=asked.on, scope=scope)
    return Parts(reached)


def _goes_on(expr: Fold, reached: tuple[Symbolic, ...], *, going: Formula, scope: Scope) -> Formula:
    """Give whether the loop asks for another element."""
    if expr.until is None:
        return going
    moment = scope.under(going).with_locals(expr.names, reached)
    return conj(going, neg(truth(expr.until, moment)))


def _fold_elements(
    iterable: Expr, scope: Scope, asked: _Going
) -> Iterator[tuple[Formula, Symbolic]]:
    """Give the elements of a loop; those of a generator are evaluated as they are asked for."""
    if isinstance(iterable, ListOf) and isinstance(iterable.type, StreamType):
        for each in _rounds(iterable.generators, scope, asked):
            yield each.given, evaluate(iterable.element, each.scope)
        return
    yield from scope.algebra.elements(evaluate(iterable, scope))


# Choices


def _choose(expr: Expr, type_: Type, scope: Scope) -> Symbolic:
    """Give one of the options, which are of this type, free within them."""
    if isinstance(expr, Subsets):
        return _choose_subset(expr, scope)
    algebra = scope.algebra
    value = evaluate(expr, scope)
    if isinstance(value, Interval):
        chosen = scope.figure("choice", value.start.low, _below(value.stop.high))
        scope.limit(algebra.has(value, chosen))
        return chosen
    items = [(given, each) for given, each in algebra.elements(value) if given is not False]
    if not items:
        scope.limit(test=False)
        return some_value(type_)
    if len(items) == 1:
        scope.limit(items[0][0])
        return items[0][1]
    place = scope.figure("choice", 0, len(items) - 1)
    tests = [algebra.numbers.equal(place, known(at)) for at in range(len(items))]
    pairs = zip(tests, items, strict=True)
    scope.limit(disj_all(conj(test, given) for test, (given, _) in pairs))
    cases = [(test, each) for test, (_, each) in zip(tests, items, strict=True)]
    return algebra.first(cases[:-1], cases[-1][1])


def _below(high: int | None) -> int | None:
    return None if high is None else high - 1


def _choose_subset(expr: Subsets, scope: Scope) -> Symbolic:
    """Give a subset: whether each member is in it is free."""
    algebra = scope.algebra
    operand = evaluate(expr.operand, scope)
    least = number(expr.minimum, scope)
    most = None if expr.maximum is None else number(expr.maximum, scope)
    members = containers.set_of(list(algebra.elements(operand)), algebra)
    chosen = {key: scope.notes.bit("member") for key in members.of}
    scope.limit(conj_all(disj(neg(bit), members.of[key]) for key, bit in chosen.items()))
    size = algebra.size(Members(chosen))
    scope.limit(neg(algebra.numbers.less(size, least)))
    if most is not None:
        scope.limit(neg(algebra.numbers.less(most, size)))
    return Members(chosen)
