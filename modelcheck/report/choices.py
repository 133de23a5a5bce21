"""What the choices of a body are for: the fields they decide, the names that get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelcheck.ir.expr import Call, Expr, ListOf, Local, MapOf, OneOf, Quantified, SetOf
from modelcheck.ir.module import Bind
from modelcheck.ir.stmt import Assign, For, If, KeyPlace, Stmt
from modelcheck.ir.walk import Node, walk
from modelcheck.passes.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelcheck.ir.module import Typed
    from modelcheck.ir.stmt import Function, Place


def chosen_fields(module: Typed) -> frozenset[str]:
    """Give the fields whose first value depends on a choice in `@init`.

    Cost: that of the normal form, where there is a choice.
    """
    if not any(_chooses(each) for each in module.init.body):
        return frozenset()
    init = normalise(module).init
    chosen: set[str] = set()
    for clause in init.clauses:
        if isinstance(clause, Bind) and _depends(clause.value, chosen):
            chosen.add(clause.name)
    return frozenset(name for name, value in init.updates if _depends(value, chosen))


def _depends(value: Expr, chosen: set[str]) -> bool:
    return any(
        isinstance(each, OneOf) or (isinstance(each, Local) and each.name in chosen)
        for each in walk(value)
    )


def chosen_names(function: Function, count: int) -> tuple[str | None, ...]:
    """Give the name that each of the `count` choices of a run of `function` was assigned to.

    `None` stands for a choice that is not assigned, or where the text alone cannot tell.
    """
    names = tuple(_names(function.body))
    # Where as many are made as are written, and none twice, these are all of them.
    if len(names) != count or any(map(_repeats, function.body)):
        return (None,) * count
    return names


def _names(body: tuple[Stmt, ...]) -> Iterator[str | None]:
    """Give a name per choice that is written, in order."""
    for statement in body:
        match statement:
            case If(test, then, otherwise):
                yield from (None for each in walk(test) if isinstance(each, OneOf))
                yield from _names(then)
                yield from _names(otherwise)
            case Assign(place, value):
                yield from (_root(place) for each in walk(value) if isinstance(each, OneOf))
            case _:
                yield from (None for each in walk(statement) if isinstance(each, OneOf))


def _repeats(statement: Stmt) -> bool:
    """Tell whether the statement may make a written choice several times, or in a helper."""
    return any(
        isinstance(each, For | Call | ListOf | SetOf | MapOf | Quantified) and _chooses(each)
        for each in walk(statement)
    )


def _chooses(node: Node) -> bool:
    """Tell whether a choice may be made in `node`, in its helpers too."""
    return any(
        isinstance(each, OneOf)
        or (isinstance(each, Call) and any(map(_chooses, each.function.body)))
        for each in walk(node)
    )


def _root(place: Place) -> str:
    return _root(place.base) if isinstance(place, KeyPlace) else place.name
