"""Numbers behind names without gaps: where `queue_2` is gone, `queue_3` becomes `queue_2`.

Distinct names stay distinct, so nothing comes to mean something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from modelcheck.ir.expr import Expr, Fold, Generator, Let, Local
from modelcheck.ir.module import Bind, NormalStep
from modelcheck.ir.walk import Node, replace_children, walk
from modelcheck.passes.names import Names

if TYPE_CHECKING:
    from modelcheck.ir.module import Clause


def renumbered_step(
    step: NormalStep, taken: Iterable[str], wishes: Callable[[str], str]
) -> NormalStep:
    """Give `step` with its own names as near as can be to their wishes; `taken` are in use."""
    roots: list[Node] = [*step.clauses, *(value for _, value in step.updates)]
    names = _new_names(roots, taken, wishes)
    clauses = tuple(cast("Clause", _renamed(each, names)) for each in step.clauses)
    updates = tuple((name, cast("Expr", _renamed(value, names))) for name, value in step.updates)
    return replace(step, clauses=clauses, updates=updates)


def renumbered(expr: Expr, taken: Iterable[str], wishes: Callable[[str], str]) -> Expr:
    """Give `expr` with its own names as near as can be to their wishes; `taken` are in use."""
    return cast("Expr", _renamed(expr, _new_names([expr], taken, wishes)))


def _new_names(
    roots: list[Node], taken: Iterable[str], wishes: Callable[[str], str]
) -> dict[str, str]:
    fresh = Names(taken)
    found = dict.fromkeys(name for root in roots for node in walk(root) for name in _bound(node))
    return {name: fresh.fresh(wishes(name)) for name in found}


def _bound(node: Node) -> Iterator[str]:
    match node:
        case Bind(name) | Let(name):
            yield name
        case Generator(targets):
            yield from targets
        case Fold(names=names, targets=targets):
            yield from (*names, *targets)
        case _:
            pass


def _renamed(node: Node, names: dict[str, str]) -> Node:
    inner = replace_children(node, lambda child: _renamed(child, names))
    match inner:
        case Local(name) | Bind(name) | Let(name):
            return replace(inner, name=names.get(name, name))
        case Generator(targets):
            return replace(inner, targets=tuple(names[each] for each in targets))
        case Fold(names=carried, targets=targets):
            return replace(
                inner,
                names=tuple(names[each] for each in carried),
                targets=tuple(names[each] for each in targets),
            )
        case _:
            return inner
