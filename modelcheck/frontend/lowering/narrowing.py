"""What a condition says about the types of places: `x is not None and x.ready`."""

from __future__ import annotations

from typing import TypeAlias

from modelcheck.frontend.lowering.conversion import options_of
from modelcheck.ir.expr import (
    And,
    Attribute,
    Compare,
    Expr,
    IsInstance,
    Literal,
    Local,
    Lookup,
    Narrow,
    Not,
    Or,
    Read,
    Relation,
)
from modelcheck.ir.types import NEVER, NONE, Type, UnionType

Facts: TypeAlias = dict[Expr, Type]
"""Places, as expressions, and the types that they are known to have."""


def facts_of(condition: Expr) -> tuple[Facts, Facts]:
    """Give what is known where the condition is true, and where it is false."""
    match condition:
        case Not(operand=operand):
            when_true, when_false = facts_of(operand)
            return when_false, when_true
        case And(operands=operands):
            return _all_of([facts_of(operand)[0] for operand in operands]), {}
        case Or(operands=operands):
            return {}, _all_of([facts_of(operand)[1] for operand in operands])
        case IsInstance(operand=operand, options=options):
            return _split(operand, options)
        case Compare(op=Relation.EQ, left=left, right=Literal(value=None)):
            return _split(left, (NONE,))
        case Compare(op=Relation.NE, left=left, right=Literal(value=None)):
            when_none, otherwise = _split(left, (NONE,))
            return otherwise, when_none
        case _:
            return {}, {}


def _all_of(facts: list[Facts]) -> Facts:
    known: Facts = {}
    for each in facts:
        known.update(each)
    return known


def _split(operand: Expr, options: tuple[Type, ...]) -> tuple[Facts, Facts]:
    inner = operand
    while isinstance(inner, Narrow):
        inner = inner.operand
    if not is_place(inner):
        return {}, {}
    have = options_of(operand.type)
    return (
        {inner: _union(tuple(each for each in have if each in options))},
        {inner: _union(tuple(each for each in have if each not in options))},
    )


def _union(options: tuple[Type, ...]) -> Type:
    match options:
        case ():
            return NEVER
        case (only,):
            return only
        case _:
            return UnionType(options)


def is_place(expr: Expr) -> bool:
    """Tell whether the expression names a place that keeps its value while nothing is assigned."""
    match expr:
        case Read() | Local():
            return True
        case Attribute(operand=operand) | Narrow(operand=operand):
            return is_place(operand)
        case Lookup(operand=operand, key=key):
            return is_place(operand) and (is_place(key) or isinstance(key, Literal))
        case _:
            return False


def roots_of(place: Expr) -> frozenset[tuple[str, str]]:
    """Give the fields and locals that a place is made of, as ("field" or "local", name)."""
    match place:
        case Read(name=name):
            return frozenset({("field", name)})
        case Local(name=name):
            return frozenset({("local", name)})
        case Attribute(operand=operand) | Narrow(operand=operand):
            return roots_of(operand)
        case Lookup(operand=operand, key=key):
            return roots_of(operand) | roots_of(key)
        case _:
            return frozenset()
