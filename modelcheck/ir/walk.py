"""Traversal of the IR by the fields of its dataclasses, for passes that treat most nodes alike.

A node's children are the nodes in its fields, in the order of evaluation where the fields
are in that order.  Types and values are no nodes.  The function of a `Call` is no child: a
recursive-looking walk would see the same body once per call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeAlias, TypeGuard, TypeVar, cast, get_args

from modelcheck.ir.expr import Expr, Generator
from modelcheck.ir.module import Clause
from modelcheck.ir.stmt import Place, Stmt

Node: TypeAlias = Expr | Generator | Place | Stmt | Clause

_N = TypeVar("_N", bound=Node)
_EXPRS: frozenset[type] = frozenset(get_args(Expr))
_NODES: frozenset[type] = frozenset(get_args(Node))
_LEAVES = frozenset({"type", "span", "name", "names", "targets", "function", "of"})

_INNER: dict[type, tuple[str, ...]] = {
    kind: tuple(each.name for each in fields(kind) if each.name not in _LEAVES)
    for kind in get_args(Node)
}


def is_expr(node: Node) -> TypeGuard[Expr]:
    """Tell whether `node` is an expression."""
    return type(node) in _EXPRS


def children(node: Node) -> Iterator[Node]:
    """Give the nodes that stand directly in `node`."""
    for name in _INNER[type(node)]:
        yield from _nodes_in(getattr(node, name))


def walk(node: Node) -> Iterator[Node]:
    """Give `node` and all nodes below it, a node before its children."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(list(children(current))))


def replace_children(node: _N, change: Callable[[Node], Node]) -> _N:
    """Give `node` with `change` applied to each child; itself if nothing changed.

    Requires: `change` gives an expression for an expression, a generator for a generator.
    """
    changed: dict[str, Any] = {}  # Any: what a field holds depends on the node
    for name in _INNER[type(node)]:
        before = getattr(node, name)
        after = _changed(before, change)
        if after is not before:
            changed[name] = after
    return replace(node, **changed) if changed else node


def rewrite(expr: Expr, rule: Callable[[Expr], Expr]) -> Expr:
    """Give `expr` with `rule` applied to every expression in it, inner ones first."""

    def visit(node: Node) -> Node:
        inner = replace_children(node, visit)
        # A generator is the one node below an expression that is none.
        return inner if isinstance(inner, Generator) else rule(cast("Expr", inner))

    return cast("Expr", visit(expr))


def _nodes_in(value: object) -> Iterator[Node]:
    if type(value) in _NODES:
        yield cast("Node", value)
    elif type(value) is tuple:
        for item in cast("tuple[object, ...]", value):
            yield from _nodes_in(item)


def _changed(value: object, change: Callable[[Node], Node]) -> object:
    if type(value) in _NODES:
        return change(cast("Node", value))
    if type(value) is not tuple:
        return value
    before = cast("tuple[object, ...]", value)
    after = tuple(_changed(item, change) for item in before)
    return before if all(x is y for x, y in zip(before, after, strict=True)) else after
