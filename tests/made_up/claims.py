"""Claims of all kinds, with parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from made_up import expressions, statements
from made_up.helpers import Written
from made_up.pen import Lines, Pen, indented
from made_up.scope import Helper, Scope
from made_up.world import Var, annotation, either
from modelcheck.ir.types import BOOL, NONE, IntType, Type, UnionType


def claims(pen: Pen, scope: Scope) -> list[Lines]:
    """Give the claims of a spec."""
    ghost = scope.world.ghost
    readers = tuple(each for each in scope.helpers if not (each.has_effects or each.chooses))
    around = replace(scope, helpers=readers, chooses=False, depth=4)
    around = around.with_vars(*([ghost] if ghost is not None else []))
    before = tuple(
        Var(each.text.replace("self", "old(self)", 1), each.type, total=each.total)
        for each in around.vars
    )
    old_helpers = tuple(
        replace(each, text=each.text.replace("self", "old(self)", 1))
        for each in readers
        if each.text.startswith("self.")
    )
    over_steps = replace(around, helpers=(*readers, *old_helpers)).with_vars(*before)
    alone = replace(around, vars=(), helpers=_without_state(readers))
    made = [_claim(pen, around, "invariant", parameters=2)]
    if pen.one_in(2):
        knowing = replace(around, helpers=(*readers, made[0].helper))
        made.append(_claim(pen, knowing, "invariant", parameters=2))
    made.append(_claim(pen, over_steps, "step_invariant", parameters=1))
    others: list[Callable[[], Written]] = [
        lambda: _claim(pen, around, "cover", parameters=1),
        lambda: _claim(pen, over_steps, "cover", parameters=1),
        lambda: _claim(pen, around, "final", parameters=0),
        lambda: _claim(pen, around, "constraint", parameters=0),
        lambda: _claim(pen, alone, "assume", parameters=0),
    ]
    return [each.lines for each in (*made, *(each() for each in pen.some(others, 1, 2)))]


def _without_state(helpers: tuple[Helper, ...]) -> tuple[Helper, ...]:
    return tuple(each for each in helpers if not each.text.startswith("self."))


def _claim(pen: Pen, scope: Scope, kind: str, *, parameters: int) -> Written:
    """Give a claim, which others may call."""
    name = pen.fresh(kind)
    world = scope.world
    kinds: list[Type] = [
        *world.sorts,
        world.enum,
        BOOL,
        IntType(0, 2),
        UnionType((world.sorts[0], NONE)),
        either(pen, world),
    ]
    given = [Var(pen.fresh("c"), pen.pick(kinds)) for _ in range(pen.number(0, parameters))]
    inner = scope.with_vars(*given)
    body, after = statements.block(pen, inner, pen.number(0, 2))
    if pen.one_in(4):
        test = expressions.expr(pen, after, BOOL)
        after = after.after_test(test)
        body += [f"if {test}:", f"    return {expressions.expr(pen, after, BOOL)}"]
    body.append(f"return {expressions.expr(pen, after, BOOL)}")
    takes = "".join(f", {each.text}: {annotation(each.type)}" for each in given)
    lines = [f"@{kind}", f"def {name}(self{takes}) -> bool:", *indented(body)]
    types = tuple(each.type for each in given)
    return Written(lines, Helper(f"self.{name}", types, BOOL, may_raise=True))
