"""Tuples: module constants that read like lists, and are none in CPython."""

from __future__ import annotations

from modelcheck.frontend.errors.typing import Mismatch
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.telling import told
from modelcheck.ir.expr import Conditional, Constant, Expr, Slice
from modelcheck.ir.types import ListType


def is_tuple(expr: Expr) -> bool:
    """Tell whether the value is a tuple in CPython: never equal to a list, and none to store."""
    match expr:
        case Constant(type=ListType()):
            return True
        case Slice(operand=operand):
            return is_tuple(operand)
        case Conditional(then=then, otherwise=otherwise):
            return is_tuple(then) or is_tuple(otherwise)
        case _:
            return False


def no_tuple(expr: Expr) -> Expr:
    """Give `expr` again, which is to be kept or handed on, if it is no tuple.

    Raises: `Found` with MC210 for a tuple.
    """
    if is_tuple(expr):
        advice = "write `list(...)` around it"
        raise Found(Mismatch(told(expr.type), "a tuple", advice, span=expr.span))
    return expr
