"""What a step changed, told structurally: only what differs, at the place where it differs.

requested: + Message1
latest[Receiver1]: 0 -> 1
proposed[Message1]: + Receiver1 -> Priority(1, Receiver1)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from modelcheck.ir.values import BagValue, MapValue, Record, Value, ordered, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from modelcheck.semantics.trace import State


@dataclass(frozen=True, slots=True)
class Change:
    """A place in the state, and what became of it: what went, what came, or from what to what."""

    place: str
    told: tuple[str, ...]

    def __str__(self) -> str:
        """Give it as one line."""
        return f"{self.place}: {', '.join(self.told)}"


def changes(names: Sequence[str], before: State, after: State) -> tuple[Change, ...]:
    """Give everything that differs between two states, in the order of the fields.

    Requires: `names` are the fields' names, and both states have a value for each.
    """
    fields = zip(names, before, after, strict=True)
    return tuple(each for name, old, new in fields for each in _differences(name, old, new))


def _differences(place: str, old: Value, new: Value) -> Iterator[Change]:
    if old == new:
        return
    match old, new:
        case frozenset(), frozenset():
            yield from _moved(place, map(show, ordered(old - new)), map(show, ordered(new - old)))
        case MapValue(), MapValue():
            yield from _map_differences(place, old, new)
        case BagValue(), BagValue():
            yield from _bag_differences(place, old, new)
        case Record(kind, names, values), Record(other, _, others) if kind == other:
            for name, inner, outer in zip(names, values, others, strict=True):
                yield from _differences(f"{place}.{name}", inner, outer)
        case _:
            yield Change(place, (f"{show(old)} -> {show(new)}",))


def _map_differences(place: str, old: MapValue, new: MapValue) -> Iterator[Change]:
    gone = (show(key) for key in old if key not in new)
    come = (f"{show(key)} -> {show(value)}" for key, value in new.items if key not in old)
    yield from _moved(place, gone, come)
    for key, value in new.items:
        if key in old:
            yield from _differences(f"{place}[{show(key)}]", old[key], value)


def _bag_differences(place: str, old: BagValue, new: BagValue) -> Iterator[Change]:
    def moves(element: Value) -> bool:  # to no copies or from none, and never below that
        return min(old.count(element), new.count(element)) == 0

    elements = ordered({element for each in (old, new) for element, _ in each.counts})
    gone = (_copies(each, old.count(each)) for each in elements if moves(each) and old.count(each))
    come = (_copies(each, new.count(each)) for each in elements if moves(each) and new.count(each))
    yield from _moved(place, gone, come)
    for each in elements:
        if not moves(each):
            yield from _differences(f"{place}[{show(each)}]", old.count(each), new.count(each))


def _copies(element: Value, count: int) -> str:
    return show(element) if count == 1 else f"{show(element)} x{count}"


def _moved(place: str, gone: Iterable[str], come: Iterable[str]) -> Iterator[Change]:
    """Give the change that something went and came, unless nothing did."""
    told = (*(f"- {each}" for each in gone), *(f"+ {each}" for each in come))
    if told:
        yield Change(place, told)
