"""Whether an expression makes a choice, or a body changes the state."""

from __future__ import annotations

from modelcheck.ir.expr import Call, Expr, OneOf
from modelcheck.ir.stmt import (
    Assign,
    FieldPlace,
    For,
    Function,
    If,
    KeyPlace,
    LocalPlace,
    Perform,
    Place,
    Require,
    Stmt,
)
from modelcheck.ir.walk import walk


def has_choice(node: Expr | Stmt) -> bool:
    """Tell whether evaluating the node may make a choice."""
    for each in walk(node):
        if isinstance(each, OneOf):
            return True
        if isinstance(each, Call) and any(has_choice(inner) for inner in each.function.body):
            return True
    return False


def root_of(place: Place) -> FieldPlace | LocalPlace:
    """Give the field or local that a place is in."""
    return root_of(place.base) if isinstance(place, KeyPlace) else place


def has_effect(function: Function) -> bool:
    """Tell whether the helper may change the state or its arguments, or disable the step."""
    parameters = {parameter.name for parameter in function.parameters}
    return any(_effect(statement, parameters) for statement in function.body)


def _effect(statement: Stmt, parameters: set[str]) -> bool:
    match statement:
        case Assign(place=place, in_place=in_place):
            root = root_of(place)
            changes = in_place or isinstance(place, KeyPlace)
            return isinstance(root, FieldPlace) or (changes and root.name in parameters)
        case Require() | Perform():
            return True
        case If(then=then, otherwise=otherwise):
            return any(_effect(each, parameters) for each in (*then, *otherwise))
        case For(body=body):
            return any(_effect(each, parameters) for each in body)
        case _:
            return False
