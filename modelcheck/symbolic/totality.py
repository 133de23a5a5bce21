"""Lemmas that need not be written: dicts that have a value under every key, always.

In a state of a run such a dict is whole; to an induction, which begins in any state, nobody
has said so.
"""

from __future__ import annotations

from collections.abc import Iterator

from modelcheck.ir.types import MapType, Type
from modelcheck.semantics.proof import KEYS
from modelcheck.symbolic.leaves import keys
from modelcheck.symbolic.terms import Formula, conj_all, disj, neg
from modelcheck.symbolic.values import Symbolic, Table


def total(type_: Type, value: Symbolic, name: str) -> Iterator[tuple[str, Formula]]:
    """Give, for each level of dicts in a field, that all of them have every key."""
    level: list[tuple[Formula, Symbolic]] = [(True, value)]
    while isinstance(type_, MapType):
        tables = [(guard, each) for guard, each in level if isinstance(each, Table)]
        every = keys(type_.key)
        whole = conj_all(
            disj(
                neg(guard),
                conj_all(table.of[key][0] if key in table.of else False for key in every),
            )
            for guard, table in tables
        )
        if whole is not True:
            yield f"{KEYS}{name}", whole
        level = [table.of[key] for _, table in tables for key in every if key in table.of]
        type_, name = type_.value, f"{name}[..]"
