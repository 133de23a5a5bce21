"""The bodies of a spec, and what can be reached in them through helpers."""

from __future__ import annotations

from collections.abc import Iterator

from modelcheck.frontend.lowering.choices import root_of
from modelcheck.ir.expr import Call, Expr
from modelcheck.ir.module import Module
from modelcheck.ir.stmt import FieldPlace, Function, Place
from modelcheck.ir.walk import Node, children, is_expr, walk


def steps(module: Module) -> Iterator[Function]:
    """Give the bodies that make states: @init and the actions."""
    yield module.init
    for action in module.actions:
        yield action.function


def nodes(function: Function) -> Iterator[Node]:
    """Give all nodes of the function's own body and parameters, helpers not included."""
    for parameter in function.parameters:
        if parameter.domain is not None:
            yield from walk(parameter.domain)
    for statement in function.body:
        yield from walk(statement)


def reached(function: Function) -> tuple[Function, ...]:
    """Give the function and every helper that it runs, directly or through others, once each."""
    found: dict[int, Function] = {}
    pending = [function]
    while pending:
        current = pending.pop()
        if id(current) not in found:
            found[id(current)] = current
            pending += [node.function for node in nodes(current) if isinstance(node, Call)]
    return tuple(found.values())


def place_text(place: Place) -> str:
    """Give the root of the place as the author writes it: `self.log`, `seen`."""
    root = root_of(place)
    return f"self.{root.name}" if isinstance(root, FieldPlace) else root.name


def every_function(module: Module) -> tuple[Function, ...]:
    """Give all bodies of the module, helpers included, once each."""
    found: dict[int, Function] = {}
    for function in (*steps(module), *(claim.function for claim in module.claims)):
        found.update((id(each), each) for each in reached(function))
    return tuple(found.values())


def expressions(function: Function) -> Iterator[Expr]:
    """Give the outermost expressions of the function's own body and parameters."""
    for parameter in function.parameters:
        if parameter.domain is not None:
            yield parameter.domain
    pending: list[Node] = list(reversed(function.body))
    while pending:
        node = pending.pop()
        if is_expr(node):
            yield node
        else:
            pending += reversed(list(children(node)))
