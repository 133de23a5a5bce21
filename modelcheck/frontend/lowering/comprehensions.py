"""Comprehensions and generators: `{f(x) for x in xs if c}`, and what may be iterated."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeVar

from modelcheck.frontend.errors.bodies import (
    AsynchronousCode,
    BadTarget,
    ParameterReassigned,
    UnpackMismatch,
)
from modelcheck.frontend.errors.calls import StarredArgument
from modelcheck.frontend.errors.typing import NotIterable, NotNarrowed
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import element_of
from modelcheck.frontend.lowering.displays import (
    element_type,
    expected_list,
    expected_map,
    expected_set,
    hashable,
)
from modelcheck.frontend.lowering.narrowing import facts_of
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import told
from modelcheck.frontend.lowering.tuples import no_tuple
from modelcheck.ir.expr import Expr, Generator, Keys, ListOf, MapOf, SetOf
from modelcheck.ir.types import (
    NEVER,
    BagType,
    ListType,
    MapType,
    RecordType,
    SetType,
    StreamType,
    TupleType,
    Type,
    UnionType,
)

_T = TypeVar("_T")


def lower_comprehension(
    node: ast.SetComp | ast.ListComp | ast.DictComp | ast.GeneratorExp,
    scope: Scope,
    expected: Type | None,
) -> Expr:
    """Give a comprehension; a generator gives a stream, for another expression to take in."""
    span = scope.span(node)
    match node:
        case ast.SetComp(elt=element):
            hint = expected_set(expected)
            generators, lowered = lower_generators(
                node.generators,
                scope,
                lambda: _item(element, scope, hint.element if hint else None),
            )
            type_ = SetType(element_type((lowered,), hint.element if hint else None))
            hashable(type_.element, "a member of a set", lowered)
            return SetOf(lowered, generators, type_, span=span)
        case ast.ListComp(elt=element):
            wanted = expected_list(expected)
            generators, lowered = lower_generators(
                node.generators,
                scope,
                lambda: _item(element, scope, wanted.element if wanted else None),
            )
            items = ListType(element_type((lowered,), wanted.element if wanted else None))
            return ListOf(lowered, generators, items, span=span)
        case ast.GeneratorExp(elt=element):
            generators, lowered = lower_generators(
                node.generators,
                scope,
                lambda: _item(element, scope, _inner(expected)),
            )
            in_order = all(is_ordered(each.iterable) for each in generators)
            stream = StreamType(lowered.type, ordered=in_order)
            return ListOf(lowered, generators, stream, span=span)
        case ast.DictComp():
            return _map(node, scope, expected_map(expected))


def _item(node: ast.expr, scope: Scope, hint: Type | None) -> Expr:
    return no_tuple(expressions.lower_expr(node, scope, hint))


def _inner(expected: Type | None) -> Type | None:
    return expected.element if isinstance(expected, StreamType) else None


def _map(node: ast.DictComp, scope: Scope, hint: MapType | None) -> Expr:
    def item() -> tuple[Expr, Expr]:
        return (
            expressions.lower_expr(node.key, scope, hint.key if hint else None),
            _item(node.value, scope, hint.value if hint else None),
        )

    generators, (key, value) = lower_generators(node.generators, scope, item)
    key_type = element_type((key,), hint.key if hint else None)
    value_type = element_type((value,), hint.value if hint else None)
    hashable(key_type, "a key", key)
    return MapOf(key, value, generators, MapType(key_type, value_type), span=scope.span(node))


def lower_generators(
    nodes: list[ast.comprehension], scope: Scope, inner: Callable[[], _T]
) -> tuple[tuple[Generator, ...], _T]:
    """Give the generators, and what `inner` gives where their variables are bound.

    Raises: `Found` when something is iterated that has no elements.
    """
    with scope.bound({}):
        generators: list[Generator] = []
        for index, node in enumerate(nodes):
            if node.is_async:
                raise Found(AsynchronousCode("async for", span=scope.span(node.target)))
            iterable = lower_iterable(node.iter, scope)
            if index == 0:
                _hide(nodes, scope)
            names = targets_of(node.target, iterable, scope)
            _bind(names, scope)
            conditions: list[Expr] = []
            for test in node.ifs:
                condition = expressions.lower_condition(test, scope)
                conditions.append(condition)
                scope.facts = {**scope.facts, **facts_of(condition)[0]}
            unpack = isinstance(node.target, ast.Tuple | ast.List)
            span = scope.span(node.target)
            generators.append(
                Generator(tuple(names), unpack, iterable, tuple(conditions), span=span)
            )
        return tuple(generators), inner()


def _hide(nodes: list[ast.comprehension], scope: Scope) -> None:
    """Hide what the variables' names mean outside: only the first iterable is evaluated there."""
    stored = (each for node in nodes for each in ast.walk(node.target))
    names = {each.id: NEVER for each in stored if isinstance(each, ast.Name)}
    scope.locals = {**scope.locals, **names}
    scope.assigned = scope.assigned - names.keys()


def _bind(names: dict[str, Type], scope: Scope) -> None:
    """Bind names for the rest of a `scope.bound` block."""
    scope.locals = {**scope.locals, **names}
    scope.assigned = scope.assigned | names.keys()
    scope.poisoned = scope.poisoned - names.keys()
    for name in names:
        scope.forget("local", name)


def lower_iterable(node: ast.expr, scope: Scope) -> Expr:
    """Give what a loop or comprehension runs over; a dict gives its keys.

    Raises: `Found` with MC213 when it has no elements.
    """
    iterable = expressions.lower_expr(as_list(node), scope)
    if isinstance(iterable.type, UnionType):
        raise Found(NotNarrowed(told(iterable.type), "elements", span=iterable.span))
    element = element_of(iterable.type)
    if element is None:
        raise Found(NotIterable(told(iterable.type), span=iterable.span))
    if isinstance(iterable.type, MapType):
        return Keys(iterable, StreamType(element, ordered=False), span=iterable.span)
    return iterable


def as_list(node: ast.expr) -> ast.expr:
    """Give a tuple that is only looked through, as in `x in (a, b)`, as the list that it is."""
    if isinstance(node, ast.Tuple):
        return ast.copy_location(ast.List(node.elts, ast.Load()), node)
    return node


def is_ordered(iterable: Expr) -> bool:
    """Tell whether the order of the elements means anything."""
    match iterable.type:
        case ListType():
            return True
        case StreamType(ordered=ordered):
            return ordered
        case SetType() | MapType() | BagType():
            return False
        case _:
            return False


def targets_of(target: ast.expr, iterable: Expr, scope: Scope) -> dict[str, Type]:
    """Give the names that a round binds, and their types.

    Raises: `Found` when the target is no name, or the wrong number of names.
    """
    element = element_of(iterable.type) or NEVER
    match target:
        case ast.Name(id=name) if name == scope.self_name:
            raise Found(ParameterReassigned(name, span=scope.span(target)))
        case ast.Name(id=name):
            return {name: element}
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            parts = _parts(element)
            for each in elements:
                if isinstance(each, ast.Starred):
                    raise Found(StarredArgument(span=scope.span(each)))
            names = [each.id for each in elements if isinstance(each, ast.Name)]
            if len(names) < len(elements):
                raise Found(BadTarget("taken apart into", span=scope.span(target)))
            if parts is None or len(parts) != len(names):
                count = str(len(names))
                what = f"a value of type {told(element)}"
                raise Found(UnpackMismatch(count, what, span=scope.span(target)))
            return dict(zip(names, parts, strict=True))
        case _:
            raise Found(BadTarget("a loop's variable", span=scope.span(target)))


def _parts(element: Type) -> tuple[Type, ...] | None:
    match element:
        case TupleType(items=items):
            return items
        case RecordType(fields=fields):
            return tuple(type_ for _, type_ in fields)
        case _:
            return None
