"""How many values the parameters of actions and claims have: in every state, all are tried."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Final

from modelcheck.frontend.errors.typing import TooManyBindings
from modelcheck.ir.module import Module
from modelcheck.ir.size import CEILING, cardinality
from modelcheck.ir.stmt import Function
from modelcheck.source.diagnostic import Diagnostic

LIMIT: Final = 1 << 20
"""How many bindings an action or claim may have; they are listed before the search."""


def find_too_many_bindings(module: Module) -> tuple[Diagnostic, ...]:
    """Find actions and claims whose bindings are too many to be tried in a state (MC229)."""
    functions = [each.function for each in module.actions]
    functions += [each.function for each in module.claims]
    return tuple(found for each in functions for found in _too_many(each))


def _too_many(function: Function) -> Iterator[Diagnostic]:
    listed = (each.type for each in function.parameters if each.domain is None)
    count = prod(map(cardinality, listed))
    if count > LIMIT:
        shown = f"{count:,}" if count < CEILING else f"more than {CEILING:,}"
        yield TooManyBindings(function.name, shown, f"{LIMIT:,}", span=function.span)
