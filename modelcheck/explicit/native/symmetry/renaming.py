"""Values and states under a permutation of the elements of sorts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value
from modelcheck.semantics.trace import State

Renaming: TypeAlias = Mapping[str, tuple[int, ...]]
"""For some sorts, by name, a permutation: the new index of every element, by the old one."""


def renamed(value: Value, renaming: Renaming) -> Value:
    """Give the value with every element of a sort replaced by the one that it becomes."""
    match value:
        case None | bool() | int():
            return value
        case Atom(type_name=name, index=index):
            if name not in renaming:
                return value
            after = renaming[name][index]
            return Atom(name, f"{name}{after + 1}", after)
        case Record(type_name=name, names=names, values=values):
            return Record(name, names, tuple(renamed(each, renaming) for each in values))
        case frozenset():
            return frozenset(renamed(each, renaming) for each in value)
        case tuple():
            return tuple(renamed(each, renaming) for each in value)
        case MapValue(items=items):
            return MapValue(
                (renamed(key, renaming), renamed(item, renaming)) for key, item in items
            )
        case BagValue(counts=counts):
            return BagValue((renamed(element, renaming), count) for element, count in counts)
        case _:
            assert_never(value)


def renamed_state(state: State, renaming: Renaming) -> State:
    """Give the state with every element of a sort replaced by the one that it becomes."""
    return tuple(renamed(value, renaming) for value in state)
