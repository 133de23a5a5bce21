"""The bodies of a spec, and what can be reached in them through helpers."""

from __future__ import annotations

from collections.abc import Iterator

from modelcheck.frontend.lowering.choices import root_of
from modelcheck.ir.expr import Call
from modelcheck.ir.module import Module
from modelcheck.ir.stmt import FieldPlace, Function, Place
from modelcheck.ir.walk import Node, walk


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
