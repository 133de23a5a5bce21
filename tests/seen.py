"""Which kinds of nodes, operators and types of the IR a spec uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Final, cast, get_args

from modelcheck.ir.expr import (
    ArithOp,
    BagOp,
    Component,
    Expr,
    Extremum,
    Fold,
    Generator,
    Let,
    Quantifier,
    Relation,
    SetOp,
    TupleOf,
)
from modelcheck.ir.module import ClaimKind, Clause, Module, Normal
from modelcheck.ir.stmt import Place, Stmt
from modelcheck.ir.types import Type

MADE_BY_PASSES: Final = frozenset(
    each.__name__ for each in (Let, Fold, TupleOf, Component, *get_args(Clause))
)
"""Nodes that are never written: they are seen in normal forms only."""

_OPERATORS: Final = (ArithOp, BagOp, Extremum, Quantifier, Relation, SetOp, ClaimKind)
_KINDS: Final = frozenset(
    (
        *get_args(Expr),
        *get_args(Stmt),
        *get_args(Place),
        *get_args(Type),
        *get_args(Clause),
        Generator,
    )
)
EVERYTHING: Final = frozenset(kind.__name__ for kind in _KINDS) | frozenset(
    f"{operators.__name__}.{each.name}" for operators in _OPERATORS for each in operators
)
"""The names of all kinds of nodes and types, and of all operators and kinds of claims."""


def seen_in_module(module: Module) -> set[str]:
    """Give what a spec as written uses, by name."""
    return set(_names(module))


def seen_in_normal(normal: Normal) -> set[str]:
    """Give what the normal form of a spec has that is never written."""
    found = set(_names((normal.init, normal.actions, normal.claims)))
    return found & MADE_BY_PASSES


def _names(root: object) -> Iterator[str]:
    pending, done = [root], set[int]()
    while pending:
        thing = pending.pop()
        if isinstance(thing, tuple):
            pending.extend(cast("tuple[object, ...]", thing))
        elif isinstance(thing, Enum):
            yield f"{type(thing).__name__}.{thing.name}"
        elif is_dataclass(thing) and id(thing) not in done:
            done.add(id(thing))
            yield type(thing).__name__
            pending.extend(getattr(thing, each.name) for each in fields(thing))
