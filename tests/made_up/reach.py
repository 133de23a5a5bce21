"""Ways from what is in sight to a value of a type: `self.grid[p].get(q, 0)`, `m.source`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from made_up import expressions
from made_up.pen import Pen
from made_up.scope import Scope, fits, is_ordered
from made_up.world import Var
from modelcheck.ir.types import (
    BOOL,
    INT,
    NONE,
    BagType,
    EnumType,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
    is_mutable,
)

Way: TypeAlias = Callable[[], str]

HERE = "@"
"""Stands for the value so far in the text of a way from it."""


def reach(pen: Pen, scope: Scope, wanted: Type) -> list[Way]:
    """Give the ways to a value of `wanted`; all of them are good in this scope."""
    ways = _from_all(pen, scope, scope.vars, wanted)
    if (not ways and wanted != BOOL) or pen.one_in(6):
        ways += _from_all(pen, scope, scope.world.constants, wanted)
    return ways


def _from_all(pen: Pen, scope: Scope, variables: tuple[Var, ...], wanted: Type) -> list[Way]:
    ways: list[Way] = []
    for var in variables:
        # What a test has shown of `var` is not to be tested again in the text that follows.
        around = scope.dropping(var.text) if isinstance(var.type, UnionType) else scope
        ways += [
            lambda way=way, var=var: way().replace(HERE, var.text)
            for way in _from(pen, around, var, wanted, 2, is_place=True)
        ]
    return ways


def _from(
    pen: Pen, scope: Scope, var: Var, wanted: Type, depth: int, *, is_place: bool
) -> Iterator[Way]:
    if fits(var.type, wanted):
        yield lambda: HERE
    if depth == 0 or scope.depth <= 0:
        return

    def default(type_: Type) -> str:
        return expressions.expr(pen, scope.deeper().without_choices(), type_)

    match var.type:
        case RecordType(_, fields):
            for name, type_ in fields:
                part = Var("", type_)
                for way in _from(pen, scope, part, wanted, depth - 1, is_place=is_place):
                    yield _after(way, lambda name=name: f"{HERE}.{name}")
        case MapType(key, value):
            yield from _of_map(pen, scope, var, key, value, wanted, depth)
        case ListType(element):
            direct = _after_all(
                _from(pen, scope, Var("", element), wanted, depth - 1, is_place=False),
                lambda: _item(pen, scope, default(element)),
            )
            yield from () if is_mutable(element) else direct
        case SetType(element) if is_ordered(element) and fits(element, wanted):
            best = pen.pick(("min", "max"))
            if not scope.total and pen.slips():
                yield lambda: pen.pick((f"{best}({HERE})", f"the({HERE})"))
            yield lambda: f"{best}({HERE}, default={default(element)})"
        case SetType(element) if fits(element, wanted) and not scope.total and pen.slips():
            yield lambda: f"the({HERE}, default={default(element)})"
        case BagType(element) if isinstance(wanted, IntType) and fits(IntType(0, 2), wanted):
            yield lambda: f"{HERE}[{expressions.expr(pen, scope.deeper(), element)}]"
        case UnionType(options) if is_place and NONE in options and wanted != var.type:
            rest = [each for each in options if each != NONE]
            if len(rest) == 1 and depth == 2:  # not below another path
                ways = _from(pen, scope, Var("", rest[0]), wanted, depth - 1, is_place=True)
                for way in ways:
                    yield lambda way=way: f"({way()} if {HERE} is not None else {default(wanted)})"
        case UnionType(options) if is_place and depth == 2:  # the same
            for option in options:
                if not isinstance(option, RecordType | SortType | EnumType):
                    continue
                for way in _from(pen, scope, Var("", option), wanted, 1, is_place=True):
                    yield (
                        lambda way=way, option=option: (
                            f"({way()} if isinstance({HERE}, {option.name}) else {default(wanted)})"
                        )
                    )
        case _:
            pass


def _of_map(
    pen: Pen, scope: Scope, var: Var, key: Type, value: Type, wanted: Type, depth: int
) -> Iterator[Way]:
    def under() -> str:
        return expressions.expr(pen, scope.deeper(), key)

    def got() -> str:
        return expressions.expr(pen, scope.deeper(), value)

    if var.total or not scope.total:
        looked_up = _after_all(
            _from(pen, scope, Var("", value), wanted, depth - 1, is_place=False),
            lambda: f"{HERE}[{under()}]",
        )
        yield from looked_up if var.total or pen.slips() else ()
    if not var.total and fits(UnionType((value, NONE)), wanted):
        yield lambda: f"{HERE}.get({under()})"
    if not var.total and fits(value, wanted):
        yield lambda: f"{HERE}.get({under()}, {got()})"


def _item(pen: Pen, scope: Scope, default: str) -> str:
    if not scope.total and pen.slips():
        return f"{HERE}[{expressions.expr(pen, scope.deeper(), INT)}]"
    index = pen.pick(("0", "-1", "1"))
    if index == "1":
        return f"({HERE}[1] if len({HERE}) > 1 else {default})"
    return f"({HERE}[{index}] if len({HERE}) > 0 else {default})"


def _after(way: Way, first: Way) -> Way:
    return lambda: way().replace(HERE, first())


def _after_all(ways: Iterator[Way], first: Way) -> Iterator[Way]:
    for way in ways:
        yield _after(way, first)
