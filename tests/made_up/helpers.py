"""Helpers: functions of the module, methods that read, procedures that change the state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from made_up import expressions, statements
from made_up.pen import Lines, Pen, indented
from made_up.scope import Helper, Scope
from made_up.world import Var, annotation
from modelcheck.ir.types import BOOL, INT, ListType, SetType, Type, is_mutable


@dataclass(frozen=True)
class Written:
    """The source of a helper, and how it is called."""

    lines: Lines
    helper: Helper


def parameters(pen: Pen, scope: Scope, most: int, *, mutable: bool) -> list[Var]:
    """Make parameters up; with `mutable` some are collections, which the helper only reads."""
    world = scope.world
    kinds: list[Type] = [*world.sorts, world.enum, INT, BOOL, world.records[0], world.records[2]]
    if mutable:
        kinds += [SetType(world.sorts[0]), ListType(world.sorts[1], 2)]
    return [Var(pen.fresh("a"), pen.pick(kinds)) for _ in range(pen.number(0, most))]


def signature(given: Sequence[Var]) -> str:
    return "".join(f", {each.text}: {annotation(each.type, bounded=False)}" for each in given)


def function(pen: Pen, scope: Scope) -> Written:
    """Give a function of the module."""
    name = pen.fresh("compute")
    given = parameters(pen, scope, 2, mutable=True)
    inner = replace(scope, vars=tuple(given), total=pen.one_in(2), helpers=_of_module(scope))
    return _pure(pen, inner, name, name, signature(given).removeprefix(", "), given)


def _of_module(scope: Scope) -> tuple[Helper, ...]:
    return tuple(each for each in scope.helpers if not each.text.startswith("self."))


def method(pen: Pen, scope: Scope) -> Written:
    """Give a method that reads the state."""
    name = pen.fresh("know")
    given = parameters(pen, scope, 2, mutable=True)
    inner = replace(scope.with_vars(*given), total=pen.one_in(2))
    return _pure(pen, inner, name, f"self.{name}", f"self{signature(given)}", given)


def chooser(pen: Pen, scope: Scope) -> Written:
    """Give a method that reads the state, and may choose."""
    name = pen.fresh("choose")
    given = parameters(pen, scope, 1, mutable=False)
    return _pure(
        pen, scope.with_vars(*given), name, f"self.{name}", f"self{signature(given)}", given
    )


def _pure(
    pen: Pen, scope: Scope, name: str, text: str, takes: str, given: Sequence[Var]
) -> Written:
    world = scope.world
    readers = tuple(each for each in scope.helpers if not (each.has_effects or each.chooses))
    if scope.total:
        readers = tuple(each for each in readers if not each.may_raise)
    pen.choices = 1
    scope = replace(scope, helpers=readers, chooses=text.startswith("self.choose"), depth=3)
    result = pen.pick([INT, BOOL, *world.sorts, SetType(world.sorts[0]), world.records[2]])
    body, after = statements.block(pen, scope, pen.number(0, 2))

    def value(around: Scope) -> str:
        return expressions.expr(pen, replace(around, depth=2), result, fresh=True)

    if pen.one_in(2):
        test = expressions.expr(pen, after, BOOL)
        after = after.after_test(test)
        body += [f"if {test}:", f"    return {value(after)}"]
        if pen.one_in(3):
            body += ["else:", f"    return {value(after)}"]
            return _written(name, text, takes, body, given, result, scope)
    if pen.one_in(3):
        sort = world.sorts[0 if result in (BOOL, INT) and pen.one_in(2) else 1]
        round_ = pen.fresh("y")
        inner = after.with_vars(Var(round_, sort))
        inner = inner.without_choices() if sort.symmetric else inner
        test = expressions.expr(pen, replace(inner, depth=2), BOOL)
        inner = inner.after_test(test)
        literal = pen.pick(("True", "False")) if result == BOOL else "1"
        returned = literal if sort.symmetric else value(inner)
        body += [f"for {round_} in {sort.name}:", f"    if {test}:", f"        return {returned}"]
    body += [f"return {value(after)}"]
    return _written(name, text, takes, body, given, result, scope)


def _written(  # the parts of a definition
    name: str,
    text: str,
    takes: str,
    body: Lines,
    given: Sequence[Var],
    result: Type,
    scope: Scope,
) -> Written:
    lines = [f"def {name}({takes}) -> {annotation(result, bounded=False)}:", *indented(body)]
    types = tuple(each.type for each in given)
    roots = roots_reached(lines, scope)
    helper = Helper(
        text,
        types,
        result,
        may_raise=not scope.total,
        roots=roots,
        chooses=scope.chooses,
    )
    return Written(lines, helper)


def roots_reached(lines: Lines, scope: Scope) -> frozenset[str]:
    """Give the fields that a text names, directly or through helpers."""
    named = roots_in(lines)
    called = [each for each in scope.helpers if each.text.removeprefix("self.") in named]
    return named.union(*(each.roots for each in called))


def roots_in(lines: Lines) -> frozenset[str]:
    """Give the fields and methods that a text names."""
    return frozenset(re.findall(r"self\.(\w+)", "\n".join(lines)))


def procedure(pen: Pen, scope: Scope) -> Written:
    """Give a method that changes the state; it may return early, and a value."""
    world = scope.world
    name = pen.fresh("perform")
    given = parameters(pen, scope, 2, mutable=False)
    result = pen.pick([None, None, INT, BOOL, world.enum, world.sorts[1]])
    chooses = pen.one_in(3)
    pen.choices = 1 if chooses else 0
    inner = replace(scope.with_vars(*given), steps=True, chooses=chooses, depth=3)
    body, after = statements.changed_field(pen, inner)

    def returned(around: Scope) -> str:
        if result is None:
            return "return"
        return f"return {expressions.expr(pen, replace(around, depth=2), result)}"

    if pen.one_in(2):
        test = expressions.expr(pen, after, BOOL)
        after = after.after_test(test)
        body += [f"if {test}:", f"    {returned(after)}"]
    more, after = statements.block(pen, after, pen.number(0, 2))
    body += more
    if pen.one_in(4):
        rank = world.sorts[1]
        round_ = pen.fresh("y")
        looped = replace(after, in_loop=True, chooses=False).with_vars(Var(round_, rank))
        test = expressions.expr(pen, replace(looped, depth=2), BOOL)
        looped = looped.after_test(test)
        changed, looped = statements.changed_field(pen, looped)
        body += [f"for {round_} in {rank.name}:", f"    if {test}:"]
        body += [f"        {returned(looped)}", *indented(changed)]
    if result is not None:
        body.append(returned(after))
    shown = "None" if result is None else annotation(result, bounded=False)
    lines = [f"def {name}(self{signature(given)}) -> {shown}:", *indented(body)]
    helper = Helper(
        f"self.{name}",
        tuple(each.type for each in given),
        result,
        has_effects=True,
        may_raise=True,
        roots=roots_reached(lines, scope),
        chooses="oneof" in "\n".join(lines),
    )
    assert not any(is_mutable(each) for each in helper.parameters)
    return Written(lines, helper)
