"""Integers: with bounds, or without."""

from __future__ import annotations

from made_up import expressions, rounds
from made_up.pen import Pen
from made_up.reach import Way
from made_up.scope import Scope
from modelcheck.ir.types import (
    BOOL,
    INT,
    BagType,
    IntType,
    ListType,
)


def number(pen: Pen, scope: Scope, low: int | None, high: int | None) -> str:
    """Give an integer that is from `low` to `high`, but for a rare slip."""
    if low is None or high is None:
        return _any(pen, scope)
    if scope.depth <= 0 or pen.one_in(3):
        return str(pen.number(low, high))
    text = expressions.expr(pen, scope.deeper(), INT)
    return text if pen.slips() and pen.slips() else bounded(pen, text, IntType(low, high))


def bounded(pen: Pen, text: str, type_: IntType) -> str:
    """Give the integer `text` brought into bounds."""
    low, high = type_.low, type_.high
    if low is None or high is None:
        return text
    if low == 0 and pen.one_in(2):
        return f"({text}) % {high + 1}"
    return f"min(max({text}, {low}), {high})"


def _any(pen: Pen, scope: Scope) -> str:
    if scope.depth <= 0:
        return str(pen.number(0, 3))
    inner = scope.deeper()

    def some() -> str:
        return expressions.expr(pen, inner, INT)

    def extreme() -> str:
        best = pen.pick(("min", "max"))
        if pen.one_in(2):
            return f"{best}({some()}, {some()})"
        held = rounds.held(inner, INT)
        if held and pen.one_in(2):
            return f"{best}({pen.pick(held)}, default={some()})"
        loop = rounds.rounds(pen, inner)
        element = expressions.expr(pen, loop.scope, INT)
        if not scope.total and pen.slips():
            return f"{best}({element} {loop.text})"
        return f"{best}(({element} {loop.text}), default={some()})"

    def total() -> str:
        held = rounds.held(inner, INT)
        if held and pen.one_in(2):
            return f"sum({pen.pick(held)})"
        loop = rounds.rounds(pen, inner)
        return f"sum({expressions.expr(pen, loop.scope, INT)} {loop.text})"

    def size() -> str:
        return f"len({rounds.countable(pen, inner)})"

    def divided() -> str:
        by = pen.pick(("2", "3", "LIMIT", "-2", "-1"))
        if not scope.total and pen.slips():
            by = f"({some()})"
        return f"(({some()}) {pen.pick(('//', '%'))} {by})"

    ways: list[Way] = [
        lambda: str(pen.number(-1, 3) + (scope.world.big or 0)),
        size,
        lambda: f"({some()} + {some()})",
        lambda: f"({some()} - {some()})",
        lambda: f"({some()} * {pen.number(2, 3)})",
        lambda: f"-({some()})",
        extreme,
        total,
        divided,
        lambda: f"(1 if {expressions.expr(pen, inner, BOOL)} else {some()})",
        *_counted(pen, inner),
    ]
    return pen.pick(ways)()


def _counted(pen: Pen, scope: Scope) -> list[Way]:
    """Give the ways to count in lists and bags that are in sight."""
    ways: list[Way] = []
    for var in scope.vars:
        match var.type:
            case BagType(element):
                ways.append(lambda var=var: f"{var.text}.total()")
            case ListType(element):

                def counted(text: str = var.text, element: object = element) -> str:
                    sought = expressions.expr(pen, scope, element)  # type: ignore[arg-type]  # bound above
                    return f"{text}.count({sought})"

                def found(text: str = var.text, element: object = element) -> str:
                    among = [each for each in scope.vars if each.type == element and not each.root]
                    if not among:
                        return f"len({text})"
                    sought = pen.pick(among).text
                    if not scope.total and pen.slips():
                        return f"{text}.index({sought})"
                    return f"({text}.index({sought}) if {sought} in {text} else -1)"

                ways += [counted, found]
            case _:
                pass
    return ways
