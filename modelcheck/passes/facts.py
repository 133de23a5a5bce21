"""What can be told of an expression from its shape: may it fail, does it choose, is it small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelcheck.ir.expr import (
    Arith,
    ArithOp,
    At,
    Attribute,
    Call,
    Component,
    Constant,
    Domain,
    Expr,
    Extreme,
    Fold,
    Generator,
    Let,
    Literal,
    Local,
    Lookup,
    Narrow,
    OneOf,
    PositionOf,
    Range,
    Read,
    Removed,
    The,
    Updated,
)
from modelcheck.ir.types import ListType, RecordType
from modelcheck.ir.walk import Node, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_SMALL = 4
"""Nodes up to which a total expression may be repeated rather than named."""


def may_fail(expr: Expr) -> bool:
    """Tell whether evaluating `expr` could be an evaluation error; when in doubt, yes."""
    return any(_fails_by_itself(node) for node in walk(expr))


def chooses(expr: Expr) -> bool:
    """Tell whether there is a choice in `expr`, which may also disable the step."""
    return any(isinstance(node, OneOf) for node in walk(expr))


def is_total(expr: Expr, known: frozenset[Expr] = frozenset()) -> bool:
    """Tell whether `expr` gives a value always, the same one however often it is evaluated.

    What is in `known` has given one already.
    """
    return not any(
        isinstance(node, OneOf) or (_fails_by_itself(node) and node not in known)
        for node in walk(expr)
    )


def is_trivial(expr: Expr) -> bool:
    """Tell whether `expr` is as short as a name for it would be, and total."""
    match expr:
        case Literal() | Constant() | Read() | Local() | Domain():
            return True
        case Narrow(operand) | Component(operand):
            return is_trivial(operand)
        case Attribute(operand):
            return is_trivial(operand) and isinstance(operand.type, RecordType)
        case _:
            return False


def is_small(expr: Expr) -> bool:
    """Tell whether `expr` is total and short enough to be written more than once."""
    binds = any(isinstance(node, Generator | Fold | Let) for node in walk(expr))
    return is_total(expr) and not binds and sum(1 for _ in walk(expr)) <= _SMALL


def uses(node: Node, name: str) -> int:
    """Give how often the local `name` stands in `node`; it must not be bound inside."""
    return sum(1 for each in walk(node) if isinstance(each, Local) and each.name == name)


def locals_in(node: Node) -> Iterator[str]:
    """Give the names of the locals in `node`, bound ones included, with repeats."""
    return (each.name for each in walk(node) if isinstance(each, Local))


def _fails_by_itself(node: Node) -> bool:
    match node:
        case Lookup() | At() | PositionOf() | Removed() | The() | Call():
            return True
        case Extreme(default=None, operand=operand):
            return not isinstance(operand, Domain)
        case Arith(op=ArithOp.FLOORDIV | ArithOp.MOD, right=right):
            return not _is_nonzero(right)
        case Range(step=step):
            return not _is_nonzero(step)
        case Updated(type=type_):
            return isinstance(type_, ListType)
        case Attribute(operand=operand):
            return not isinstance(operand.type, RecordType)
        case _:
            return False


def _is_nonzero(expr: Expr) -> bool:
    # A constant will not do: in proofs for every size it stands for any integer.
    return isinstance(expr, Literal) and expr.value != 0
