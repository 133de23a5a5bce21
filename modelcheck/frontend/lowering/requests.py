"""Requests that a component refuses, whatever the state.

    def send(self, source: P, target: P, message: M) -> None:
        if source == target:
            fail("a process sends to itself")

What a request begins with in this form is its precondition.  A call that breaks it is an
evaluation error of the run that makes it; one that breaks it in every run needs none to be
found.
"""

from __future__ import annotations

from collections.abc import Mapping

from modelcheck.ir.expr import Compare, Expr, Local, Membership, Relation, SetDisplay
from modelcheck.ir.stmt import Fail, Function, If
from modelcheck.passes.facts import chooses


def why_refused(request: Function, arguments: list[Expr]) -> str | None:
    """Give why a call of `request` fails always, `None` if it does not, or nothing tells.

    Requires: there is an argument for each parameter.
    """
    names = (each.name for each in request.parameters)
    values = dict(zip(names, arguments, strict=True))
    for statement in request.body:
        match statement:
            case If(test, (Fail(why),), ()):
                if _is_always_true(test, values):
                    return why
            case _:
                break
    return None


def _is_always_true(test: Expr, values: Mapping[str, Expr]) -> bool:
    match test:
        case Compare(Relation.EQ, Local(one), Local(other)):
            return _is_one_value(values[one], values[other])
        case Membership(Local(one), Local(others)):
            display = values[others]
            return isinstance(display, SetDisplay) and any(
                _is_one_value(values[one], each) for each in display.elements
            )
        case _:
            return False


def _is_one_value(left: Expr, right: Expr) -> bool:
    """Tell whether both are written alike, and evaluated in one state; choices are made anew."""
    return left == right and not chooses(left)
