"""The meaning of expressions: what each gives, and in which order, exactly as in CPython.

Streams give tuples; one without an order gives its elements in canonical order, repeats
kept.  Sets and maps are iterated in canonical order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

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
    Relation,
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
from modelcheck.ir.types import StreamType, Type
from modelcheck.ir.values import BagValue, MapValue, Record, Value, ordered, show
from modelcheck.semantics import operations
from modelcheck.semantics.bounds import all_values, is_instance
from modelcheck.semantics.env import Disabled, Env, EvaluationError
from modelcheck.semantics.order import OperationError, compare, equal, extreme, sort

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def evaluate(expr: Expr, env: Env) -> Value:
    """Give the value of `expr` in `env`.

    Requires: `expr` is well typed.
    Raises: `EvaluationError` where CPython raises, `Disabled` where a choice has no option
    or the guard of a helper is false.
    """
    try:
        return _evaluate(expr, env)
    except OperationError as error:
        raise EvaluationError(str(error), expr.span, (expr, env)) from None


def _evaluate(expr: Expr, env: Env) -> Value:  # noqa: PLR0915  # a case per node
    # Python tries one case after the other: those of most expressions come first.  Nothing here
    # keeps `env` for later: what a nested function shares, Python makes anew in every call.
    match expr:
        case Read(name, old):
            return _named(name, (env.before or {}) if old else env.fields)
        case Local(name):
            return _named(name, env.locals)
        case Literal(value=value) | Constant(value=value):
            return value
        case Compare(op, left, right):
            return compare(op, evaluate(left, env), evaluate(right, env))
        case Conditional(test, then, otherwise):
            return evaluate(then if truth(test, env) else otherwise, env)
        case And(operands):
            return _every_one(operands, env)
        case Lookup(operand, key) | At(operand, key):
            held = evaluate(operand, env)
            return operations.lookup(held, evaluate(key, env), _name(operand, env))
        case Not(operand):
            return not truth(operand, env)
        case Or(operands):
            return _some_one(operands, env)
        case GetOr(operand, key, default):
            return _map(operand, env).get(evaluate(key, env), evaluate(default, env))
        case Arith(op, left, right):
            return operations.arithmetic(op, _integer(left, env), _integer(right, env))
        case Membership(element, container):
            return _is_member(element, container, env)
        case Domain(of):
            return all_values(of)
        case Convert(operand, type_):
            return operations.converted(evaluate(operand, env), type_)
        case Let(name, value, body):
            return evaluate(body, env.with_local(name, evaluate(value, env)))
        case Call():
            return _call(expr, env)
        case Narrow(operand):
            return evaluate(operand, env)
        case Construct(values, type_):
            names = tuple(name for name, _ in type_.fields)
            return Record(type_.name, names, _all(values, env))
        case Attribute(operand, name):
            return operations.attribute(evaluate(operand, env), name)
        case IsInstance(operand, options):
            return _is_one_of(evaluate(operand, env), options)
        case Negate(operand):
            return -_integer(operand, env)
        case SetBinary(op, left, right):
            return operations.set_operation(op, _set(left, env), _set(right, env))
        case BagBinary(op, left, right):
            return operations.bag_operation(op, _bag(left, env), _bag(right, env))
        case Merge(left, right):
            return MapValue((*_map(left, env).items, *_map(right, env).items))
        case Concat(left, right):
            return _items(left, env) + _items(right, env)
        case Size(operand):
            return operations.size(evaluate(operand, env))
        case Total(operand):
            return sum(count for _, count in _bag(operand, env).counts)
        case Slice(operand, start, stop):
            items = _items(operand, env)
            low = None if start is None else _integer(start, env)
            return items[low : None if stop is None else _integer(stop, env)]
        case CountOf(operand, element):
            return operations.count(evaluate(operand, env), evaluate(element, env))
        case PositionOf(operand, element):
            items = _items(operand, env)
            return operations.position(items, evaluate(element, env), _name(operand, env))
        case SetDisplay(elements):
            return frozenset(_all(elements, env))
        case ListDisplay(elements) | TupleOf(elements):
            return _all(elements, env)
        case MapDisplay(items):
            return MapValue(_pairs(items, env))
        case SetOf(element, generators):
            return frozenset(_collected(element, generators, env))
        case ListOf():
            return _listed(expr, env)
        case MapOf():
            return _map_of(expr, env)
        case Quantified():
            return _quantified(expr, env)
        case Sum(operand):
            return _sum(operand, env)
        case Extreme():
            return _extreme(expr, env)
        case The():
            return _the(expr, env)
        case Keys(operand):
            return tuple(_map(operand, env))
        case MapValues(operand):
            return tuple(ordered(value for _, value in _map(operand, env).items))
        case Items(operand):
            return _map(operand, env).items
        case Range(start, stop, step):
            low, high = _integer(start, env), _integer(stop, env)
            return operations.steps(low, high, _integer(step, env))
        case Sorted(operand, descending):
            return sort(iterate(operand, env), descending=descending)
        case Reversed(operand):
            return _items(operand, env)[::-1]
        case Updated(operand, key, value):
            held, under = evaluate(operand, env), evaluate(key, env)
            return operations.updated(held, under, evaluate(value, env), _name(operand, env))
        case Removed(operand, key):
            held = evaluate(operand, env)
            return operations.removed(held, evaluate(key, env), _name(operand, env))
        case OneOf():
            return _choose(expr, env)
        case Subsets(operand, minimum, maximum):
            members = tuple(iterate(operand, env))
            least = _integer(minimum, env)
            most = None if maximum is None else _integer(maximum, env)
            return operations.subsets(members, least, most)
        case Fold():
            return _fold(expr, env)
        case Component(operand, index):
            return operations.parts(evaluate(operand, env))[index]
        case _:
            assert_never(expr)


def truth(expr: Expr, env: Env) -> bool:
    """Give the value of a boolean `expr`; raises as `evaluate` does."""
    value = evaluate(expr, env)
    if not isinstance(value, bool):
        message = f"{show(value)} is neither True nor False"
        raise EvaluationError(message, expr.span)
    return value


def iterate(expr: Expr, env: Env) -> Iterator[Value]:
    """Give the elements of `expr` as they are asked for.

    As in CPython, a generator expression evaluates its first iterable at once, and all else
    when an element is asked for; anything else is evaluated as a whole.
    """
    if isinstance(expr, ListOf) and isinstance(expr.type, StreamType):
        return _collected(expr.element, expr.generators, env)
    value = evaluate(expr, env)
    try:
        return iter(operations.elements(value))
    except OperationError as error:
        raise EvaluationError(str(error), expr.span) from None


def rounds(generators: tuple[Generator, ...], env: Env) -> Iterator[Env]:
    """Give a moment per round of a comprehension; the first iterable is evaluated at once."""
    return _rounds(iterate(generators[0].iterable, env), generators, env)


def _rounds(
    elements: Iterator[Value], generators: tuple[Generator, ...], env: Env
) -> Iterator[Env]:
    first, *others = generators
    for element in elements:
        inner = env.bound(first.targets, element, unpack=first.unpack)
        if all(truth(condition, inner) for condition in first.conditions):
            if others:
                yield from rounds(tuple(others), inner)
            else:
                yield inner


def describe(expr: Expr, env: Env) -> str:
    """Give what a person calls `expr` in `env`: `proposed[Message1]`, else its value.

    Requires: `expr` has just been evaluated in `env`, without an error.
    """
    quiet = replace(env, choices=None)
    match expr:
        case Read(name, old):
            return f"old {name}" if old else name
        case Local(name) | Constant(name):
            return name
        case Narrow(operand):
            return describe(operand, env)
        case Attribute(operand, name):
            return f"{describe(operand, env)}.{name}"
        case Lookup(operand, key) | At(operand, key):
            return f"{describe(operand, env)}[{_value_text(key, quiet)}]"
        case _:
            return _value_text(expr, quiet)


def _value_text(expr: Expr, env: Env) -> str:
    """Show the value of `expr`, or dots where a choice in it cannot be made again."""
    try:
        return show(evaluate(expr, env))
    except EvaluationError:
        return "..."


def _name(expr: Expr, env: Env) -> Callable[[], str]:
    return lambda: describe(expr, env)


def _named(name: str, values: Mapping[str, Value]) -> Value:
    if name not in values:
        message = f"{name} has no value yet"
        raise OperationError(message)
    return values[name]


def _all(exprs: Sequence[Expr], env: Env) -> tuple[Value, ...]:
    return tuple(evaluate(expr, env) for expr in exprs)


def _every_one(operands: Sequence[Expr], env: Env) -> bool:
    return all(truth(operand, env) for operand in operands)


def _some_one(operands: Sequence[Expr], env: Env) -> bool:
    return any(truth(operand, env) for operand in operands)


def _is_one_of(value: Value, options: Sequence[Type]) -> bool:
    return any(is_instance(value, option) for option in options)


def _pairs(items: Sequence[tuple[Expr, Expr]], env: Env) -> Iterator[tuple[Value, Value]]:
    return ((evaluate(key, env), evaluate(value, env)) for key, value in items)


def _collected(element: Expr, generators: tuple[Generator, ...], env: Env) -> Iterator[Value]:
    return (evaluate(element, each) for each in rounds(generators, env))


def _map_of(expr: MapOf, env: Env) -> MapValue:
    envs = rounds(expr.generators, env)
    return MapValue([(evaluate(expr.key, each), evaluate(expr.value, each)) for each in envs])


def _quantified(expr: Quantified, env: Env) -> bool:
    bodies = (truth(expr.body, each) for each in rounds(expr.generators, env))
    return all(bodies) if expr.quantifier is Quantifier.ALL else any(bodies)


def _integer(expr: Expr, env: Env) -> int:
    value = evaluate(expr, env)
    if isinstance(value, int):
        return value
    raise _unfit(value, "an integer")


def _set(expr: Expr, env: Env) -> frozenset[Value]:
    value = evaluate(expr, env)
    if isinstance(value, frozenset):
        return value
    raise _unfit(value, "a set")


def _map(expr: Expr, env: Env) -> MapValue:
    value = evaluate(expr, env)
    if isinstance(value, MapValue):
        return value
    raise _unfit(value, "a dict")


def _bag(expr: Expr, env: Env) -> BagValue:
    value = evaluate(expr, env)
    if isinstance(value, BagValue):
        return value
    raise _unfit(value, "a bag")


def _items(expr: Expr, env: Env) -> tuple[Value, ...]:
    value = evaluate(expr, env)
    if isinstance(value, tuple):
        return value
    raise _unfit(value, "a list")


def _unfit(value: Value, wanted: str) -> OperationError:
    return OperationError(f"{show(value)} is not {wanted}")


def _is_member(element: Expr, container: Expr, env: Env) -> bool:
    wanted = evaluate(element, env)
    if isinstance(container.type, StreamType):
        return any(equal(each, wanted) for each in iterate(container, env))
    return operations.contains(evaluate(container, env), wanted)


def _listed(expr: ListOf, env: Env) -> Value:
    values = _collected(expr.element, expr.generators, env)
    unordered = isinstance(expr.type, StreamType) and not expr.type.ordered
    return tuple(ordered(values) if unordered else values)


def _sum(operand: Expr, env: Env) -> int:
    total = 0
    for each in iterate(operand, env):
        if not isinstance(each, int):
            raise _unfit(each, "an integer")
        total += each
    return total


def _extreme(expr: Extreme, env: Env) -> Value:
    found = iterate(expr.operand, env)
    default = None if expr.default is None else evaluate(expr.default, env)
    values = tuple(found)
    if values:
        return extreme(Relation.LT if expr.extremum is Extremum.MIN else Relation.GT, values)
    if expr.default is not None:
        return default
    message = f"{expr.extremum.value}(...) of nothing, and there is no default"
    raise OperationError(message)


def _the(expr: The, env: Env) -> Value:
    found = iterate(expr.operand, env)
    default = None if expr.default is None else evaluate(expr.default, env)
    distinct = tuple(dict.fromkeys(found))
    if len(distinct) > 1:
        message = f"the(...) found several elements: {', '.join(map(show, distinct))}"
        raise OperationError(message)
    if distinct:
        return distinct[0]
    if expr.default is not None:
        return default
    message = "the(...) found no element, and there is no default"
    raise OperationError(message)


def _choose(expr: OneOf, env: Env) -> Value:
    options = ordered(dict.fromkeys(iterate(expr.options, env)))
    if not options:
        raise Disabled(expr, env)
    if env.choices is None:
        message = "oneof(...) chooses on behalf of a run, and there is none here"
        raise OperationError(message)
    return env.choices.choose(options)


def _fold(expr: Fold, env: Env) -> Value:
    reached = env.with_locals(expr.names, _all(expr.initial, env))
    remaining = iterate(expr.iterable, env)
    # As in CPython, a loop that is left asks for no further element.
    while expr.until is None or not truth(expr.until, reached):
        try:
            element = next(remaining)
        except StopIteration:
            break
        turn = reached.bound(expr.targets, element, unpack=expr.unpack)
        reached = env.with_locals(expr.names, operations.parts(evaluate(expr.step, turn)))
    return tuple(reached.locals[name] for name in expr.names)


def _call(call: Call, env: Env) -> Value:
    # Expressions and statements contain each other: here is the knot.
    from modelcheck.semantics.execute import call_helper  # noqa: PLC0415  # see above

    _, result = call_helper(call, env)
    return result
