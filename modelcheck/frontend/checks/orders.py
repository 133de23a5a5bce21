"""Order that means nothing must not show: that of sets, dicts, bags and symmetric sorts.

[q for q in self.voted]             a list whose order is arbitrary: refused
len([q for q in self.voted])        the order does not show
{f(q): q for q in self.voted}       which q comes last under a key does: refused
{q: oneof(VALUES) for q in Process} choices in the order of the sort's elements, all explored
"""

from __future__ import annotations

from collections.abc import Iterator

from modelcheck.frontend.checks.bodies import every_function, expressions
from modelcheck.frontend.errors.checks import (
    ChoiceInUnordered,
    CollidingKeys,
    OrderOfUnordered,
    SymmetricElement,
)
from modelcheck.frontend.lowering.choices import has_choice
from modelcheck.ir.expr import (
    Concat,
    Conditional,
    Construct,
    Convert,
    CountOf,
    Domain,
    Expr,
    Extreme,
    Generator,
    ListOf,
    Literal,
    Local,
    MapOf,
    Membership,
    Narrow,
    OneOf,
    Quantified,
    SetOf,
    Size,
    Sorted,
    Subsets,
    Sum,
    The,
)
from modelcheck.ir.module import Module
from modelcheck.ir.ordered import is_ordered
from modelcheck.ir.types import (
    BagType,
    ListType,
    MapType,
    SetType,
    SortType,
    StreamType,
    TupleType,
    Type,
    show_type,
)
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value, show
from modelcheck.ir.walk import Node, children, is_expr, walk
from modelcheck.source.diagnostic import Diagnostic


def find_order_uses(module: Module) -> tuple[Diagnostic, ...]:
    """Find what depends on an order that means nothing (MC185, MC186, MC190, MC191)."""
    symmetric = {
        each.type.name
        for each in module.named
        if isinstance(each.type, SortType) and each.type.symmetric
    }
    findings: list[Diagnostic] = []
    for function in every_function(module):
        for expr in expressions(function):
            findings += _shown_orders(expr, blind=False)
            for node in walk(expr):
                findings += _at(node, symmetric)
    return tuple(dict.fromkeys(findings))


def _at(node: Node, symmetric: set[str]) -> Iterator[Diagnostic]:
    match node:
        case Literal(value):
            for atom in _atoms(value):
                if atom.type_name in symmetric:
                    yield SymmetricElement(atom.name, atom.type_name, span=node.span)
        case MapOf():
            yield from _collisions(node)
            yield from _choices(node, node.generators)
        case SetOf() | ListOf() | Quantified():
            yield from _choices(node, node.generators)
        case _:
            pass


def _atoms(value: Value) -> Iterator[Atom]:
    match value:
        case Atom():
            yield value
        case Record(values=parts) | tuple(parts):
            for part in parts:
                yield from _atoms(part)
        case frozenset(parts):
            for part in sorted(parts, key=show):
                yield from _atoms(part)
        case MapValue(items):
            for key, item in items:
                yield from _atoms(key)
                yield from _atoms(item)
        case BagValue(counts):
            for element, _ in counts:
                yield from _atoms(element)
        case _:
            pass


def _shown_orders(expr: Expr, *, blind: bool) -> Iterator[Diagnostic]:
    """Find lists made of what has no order.

    `blind` says that what takes in `expr` does not see its order.
    """
    match expr:
        case ListOf(element, generators):
            if not blind:
                yield from _unordered(expr, [each.iterable for each in generators])
            yield from _shown_orders(element, blind=False)
            yield from _in_generators(generators, blind=blind)
        case Convert(operand, ListType()) | Subsets(operand):
            if not blind:
                yield from _unordered(expr, [operand])
            yield from _in_others(expr, operand)
            yield from _shown_orders(operand, blind=True)
        case SetOf() | MapOf() | Quantified():
            yield from _in_others(expr, None)
            yield from _in_generators(expr.generators, blind=True)
        case Concat(left, right):
            yield from _shown_orders(left, blind=blind)
            yield from _shown_orders(right, blind=blind)
        case Conditional(test, then, otherwise):
            yield from _shown_orders(test, blind=False)
            yield from _shown_orders(then, blind=blind)
            yield from _shown_orders(otherwise, blind=blind)
        case Narrow(operand):
            yield from _shown_orders(operand, blind=blind)
        case (
            Size(operand)
            | Sum(operand)
            | Extreme(_, operand)
            | The(operand)
            | Sorted(operand)
            | Convert(operand)
            | OneOf(operand)
            | Membership(_, operand)
            | CountOf(operand)
        ):
            yield from _in_others(expr, operand)
            yield from _shown_orders(operand, blind=True)
        case _:
            yield from _in_others(expr, None)


def _in_others(expr: Expr, known: Expr | None) -> Iterator[Diagnostic]:
    """Go on with the operands of `expr`, but for `known` and generators."""
    for each in children(expr):
        if each is not known and is_expr(each):
            yield from _shown_orders(each, blind=False)


def _in_generators(generators: tuple[Generator, ...], *, blind: bool) -> Iterator[Diagnostic]:
    for each in generators:
        # Where the order shows, an unordered iterable was found with the list itself.
        yield from _shown_orders(each.iterable, blind=blind or not is_ordered(each.iterable))
        for condition in each.conditions:
            yield from _shown_orders(condition, blind=False)


def _unordered(expr: Expr, iterables: list[Expr]) -> Iterator[Diagnostic]:
    for iterable in iterables:
        if not is_ordered(iterable):
            yield OrderOfUnordered(_what(iterable), _instead(iterable), span=expr.span)
            return


def _instead(iterable: Expr) -> str:
    element = _element(iterable.type)
    if element is not None and _has_symmetric(element):
        return "keep a set or a Counter: nothing tells elements of a symmetric sort apart"
    return "write `sorted(...)`, or keep a set or a Counter"


def _has_symmetric(type_: Type) -> bool:
    match type_:
        case SortType(symmetric=symmetric):
            return symmetric
        case TupleType(items):
            return any(map(_has_symmetric, items))
        case _:
            return False


def _element(type_: Type) -> Type | None:
    match type_:
        case SetType(element) | BagType(element) | StreamType(element) | ListType(element):
            return element
        case MapType(key):
            return key
        case _:
            return None


def _what(iterable: Expr) -> str:
    match iterable:
        case Domain(of):
            return f"the symmetric sort `{of.name}`"
        case _:
            match iterable.type:
                case SetType() | MapType() | BagType():
                    return f"a {show_type(iterable.type)}"
                case _:
                    return "a set, dict or symmetric sort"


def _collisions(expr: MapOf) -> Iterator[Diagnostic]:
    decided = _decided_by(expr.key)
    used = {each.name for each in walk(expr.value) if isinstance(each, Local)}
    targets = {name for each in expr.generators for name in each.targets}
    if not used & targets:
        return
    for each in expr.generators:
        if is_ordered(each.iterable):
            continue
        element = _element(each.iterable.type)
        pair = each.unpack and isinstance(element, TupleType)
        needed = each.targets[:1] if pair else each.targets
        if not set(needed) <= decided:
            yield CollidingKeys(_what(each.iterable), span=expr.key.span)
            return


def _decided_by(key: Expr) -> set[str]:
    """Give the variables whose values can be told from the key."""
    match key:
        case Local(name):
            return {name}
        case Construct(values):
            return {name for value in values for name in _decided_by(value)}
        case Narrow(operand):
            return _decided_by(operand)
        case _:
            return set()


def _choices(expr: Expr, generators: tuple[Generator, ...]) -> Iterator[Diagnostic]:
    """Find a choice per element of something unordered; a sort's elements have their indexes."""
    first = generators[0].iterable  # evaluated once
    outside = {id(node) for node in walk(first)}
    for each in generators:
        if is_ordered(each.iterable) or isinstance(each.iterable, Domain):
            continue
        inner = [node for node in walk(expr) if isinstance(node, OneOf)]
        chosen = [node for node in inner if id(node) not in outside]
        if chosen:
            yield ChoiceInUnordered(_what(each.iterable), span=chosen[0].span)
        elif has_choice(expr) and not has_choice(first):
            yield ChoiceInUnordered(_what(each.iterable), span=expr.span)
        return
