"""Assumptions made weaker by the least that changes anything: `N > 3 * T` to `N >= 3 * T`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelcheck.ir.expr import And, Arith, ArithOp, Compare, Expr, Literal, Relation
from modelcheck.ir.types import INT

_STRICT = {Relation.GT: Relation.GE, Relation.LT: Relation.LE}


def weaker(expr: Expr) -> Iterator[Expr]:
    """Give the conditions that are one step weaker than `expr`; none if it is no comparison."""
    match expr:
        case And(operands):
            for place, each in enumerate(operands):
                for one in weaker(each):
                    yield replace(expr, operands=(*operands[:place], one, *operands[place + 1 :]))
        case Compare(op=(Relation.GT | Relation.LT) as op):
            yield replace(expr, op=_STRICT[op])
        case Compare(op=Relation.LE, right=right):
            yield replace(expr, right=_moved(right, 1))
        case Compare(op=Relation.GE, right=right):
            yield replace(expr, right=_moved(right, -1))
        case _:
            return


def _moved(expr: Expr, by: int) -> Expr:
    if isinstance(expr, Literal) and isinstance(expr.value, int):
        return replace(expr, value=expr.value + by)
    op = ArithOp.ADD if by > 0 else ArithOp.SUB
    return Arith(op, expr, Literal(abs(by), INT), span=expr.span)
