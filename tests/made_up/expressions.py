"""Expressions of any type, drawn by type and by what is in sight."""

from __future__ import annotations

from made_up import collections, conditions, numbers, things
from made_up.pen import Pen
from made_up.reach import Way, reach
from made_up.scope import Helper, Scope, fits
from modelcheck.ir.types import (
    BOOL,
    INT,
    BagType,
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    NoneType,
    SetType,
    SortType,
    Type,
    UnionType,
    is_mutable,
)


def expr(pen: Pen, scope: Scope, type_: Type, *, fresh: bool = False) -> str:
    """Give the text of an expression of `type_`.

    With `fresh`, no mutable object in its value is held by anything else.
    """
    match type_:
        case NoneType():
            return "None"
        case SetType() | MapType() | ListType() | BagType():
            return collections.collection(pen, scope, type_, fresh=fresh)
        case UnionType(options) if any(map(is_mutable, options)):
            return expr(pen, scope, pen.pick(options), fresh=fresh)
        case _:
            return _of_any(pen, scope, type_)


def _of_any(pen: Pen, scope: Scope, type_: Type) -> str:
    if scope.depth > 0 and scope.chooses and pen.may_choose():
        return choice(pen, scope.deeper(), type_)
    near = reach(pen, scope, type_)
    if near and (scope.depth <= 0 or pen.one_in(2)):
        return pen.pick(near)()
    if scope.depth > 0 and pen.one_in(7):
        return pen.pick(_of_every_type(pen, scope.deeper(), type_))()
    match type_:
        case IntType(low, high):
            return numbers.number(pen, scope, low, high)
        case BoolType():
            return conditions.condition(pen, scope)
        case _:
            return things.thing(pen, scope, type_)


def _of_every_type(pen: Pen, scope: Scope, type_: Type) -> list[Way]:
    def given(helper: Helper) -> str:
        return call(pen, scope, helper)

    ways: list[Way] = [lambda: either(pen, scope, type_)]
    for helper in scope.helpers:
        if helper.result is None or not may_call(scope, helper):
            continue
        if fits(helper.result, type_):
            ways += [lambda helper=helper: given(helper)] * 3
        elif helper.result == INT and isinstance(type_, IntType):
            ways.append(lambda helper=helper: numbers.bounded(pen, given(helper), type_))
    return ways


def may_call(scope: Scope, helper: Helper) -> bool:
    """Tell whether a helper may be called in the middle of an expression."""
    if helper.has_effects or (scope.total and helper.may_raise):
        return False
    return scope.chooses or not helper.chooses


def either(pen: Pen, scope: Scope, type_: Type, *, fresh: bool = False) -> str:
    """Give a conditional expression."""
    test = expr(pen, scope, BOOL)
    inner = scope.after_test(test)
    then, otherwise = (expr(pen, inner, type_, fresh=fresh) for _ in range(2))
    return f"({then} if {test} else {otherwise})"


def call(pen: Pen, scope: Scope, helper: Helper) -> str:
    arguments = ", ".join(expr(pen, scope, each) for each in helper.parameters)
    return f"{helper.text}({arguments})"


def choice(pen: Pen, scope: Scope, type_: Type) -> str:
    """Give a choice of a few values of an immutable type."""
    quiet = scope.without_choices()
    match type_:
        case BoolType() if pen.one_in(2):
            return "oneof([False, True])"
        case IntType(int(low), int(high)) if pen.one_in(2):
            return f"oneof(range({low}, {high + 1}))"
        case IntType(None, None):
            options = [numbers.number(pen, quiet, 0, 3), numbers.number(pen, quiet, 0, 3)]
        case SetType(element, frozen=True):
            among = collections.collection(pen, quiet, SetType(element))
            limit = pen.pick(("", ", size=1", ", max=1", ", min=1, max=2"))
            return f"oneof(subsets({among}{limit}))"
        case _:
            options = [expr(pen, quiet, type_) for _ in range(2)]
            held = things.held(quiet, type_)
            if held:
                return f"oneof({pen.pick(held)()})"
    return f"oneof([{', '.join(options)}])"


def expr_domain(type_: Type) -> str:
    """Give the class whose elements are the values of a sort or enum."""
    assert isinstance(type_, SortType | EnumType)
    return type_.name
