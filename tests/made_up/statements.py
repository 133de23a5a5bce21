"""Bodies: statements one after the other, each with what the ones before have put in sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from made_up import expressions, loops
from made_up.changes import change, guarded, whole
from made_up.collections import copied
from made_up.matching import matched
from made_up.pen import Lines, Pen, indented
from made_up.scope import Helper, Scope
from made_up.world import Var, annotation
from modelcheck.ir.types import (
    BOOL,
    INT,
    NONE,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    Type,
    UnionType,
    is_mutable,
)

Block: TypeAlias = tuple[Lines, Scope]
"""Statements, and what is in sight after them."""


def block(pen: Pen, scope: Scope, count: int) -> Block:
    """Give so many statements."""
    lines: Lines = []
    for _ in range(count):
        more, scope = statement(pen, scope)
        lines += more
    return lines, scope


def statement(pen: Pen, scope: Scope) -> Block:
    """Give one statement."""
    if scope.depth <= 0 or pen.one_in(3):
        return _simple(pen, scope)
    inner = scope.deeper()
    ways: list[Callable[[], Block]] = [
        lambda: branch(pen, inner),
        lambda: narrowed(pen, inner),
        lambda: loops.ordered_loop(pen, inner),
        lambda: matched(pen, inner),
        lambda: _simple(pen, inner),
    ]
    if scope.steps and not scope.in_loop:
        ways += [lambda: loops.symmetric_loop(pen, inner), lambda: _parallel(pen, inner)]
    lines, after = pen.pick(ways)()
    return lines, replace(after, depth=scope.depth)


def _simple(pen: Pen, scope: Scope) -> Block:
    ways: list[Callable[[], Block]] = [
        lambda: _local(pen, scope),
        lambda: _changed_local(pen, scope),
        lambda: _set_again(pen, scope),
    ]
    if scope.steps:
        ways += [lambda: changed_field(pen, scope)] * 3
        ways += [lambda: _assigned(pen, scope)] * 2
        ways += [lambda: _popped(pen, scope), lambda: _performed(pen, scope)]
        if not scope.in_loop:
            ways += [lambda: _required(pen, scope), lambda: _given_away(pen, scope)]
    return pen.pick(ways)()


def writable(scope: Scope) -> list[Var]:
    """Give the fields that may be changed here."""
    fields = [each for each in scope.world.fields if each.root not in scope.locked]
    seen = {each.text for each in scope.vars}
    return [each for each in fields if each.text in seen]


def changed_field(pen: Pen, scope: Scope) -> Block:
    """Change a field in place, or by what it was."""
    options = writable(scope)
    if not options:
        return _local(pen, scope)
    var = pen.pick(options)
    made = change(pen, scope, var)
    after = scope.without([var.root]) if isinstance(var.type, UnionType) else scope
    return guarded(pen, scope, made), after.unread(var.root, "") if made.lowers else after


def _assigned(pen: Pen, scope: Scope) -> Block:
    options = writable(scope)
    if not options:
        return _local(pen, scope)
    var = pen.pick(options)
    line = f"{var.text} = {whole(pen, scope, var)}"
    return [line], scope.without([var.root]) if isinstance(var.type, UnionType) else scope


def _required(pen: Pen, scope: Scope) -> Block:
    test = expressions.expr(pen, scope, BOOL)
    if pen.mostly():
        test = f"{test} or {expressions.expr(pen, scope, BOOL)}"
    return [f"require({test})"], scope.after_test(test)


def local_types(pen: Pen, scope: Scope) -> Type:
    """Give a type for a local."""
    world = scope.world
    held = [each.type for each in world.fields if not isinstance(each.type, IntType)]
    return pen.pick([INT, INT, BOOL, *world.sorts, world.enum, *world.records[:3], *held])


def _local(pen: Pen, scope: Scope) -> Block:
    """Declare a local; nothing else holds a part of its value."""
    name = pen.fresh("v")
    type_ = unbounded(local_types(pen, scope))
    value = expressions.expr(pen, scope, type_, fresh=True)
    if isinstance(type_, UnionType):
        # What the front end knows of the local afterwards is all that its type says.
        test = expressions.expr(pen, scope, BOOL)
        inner = scope.after_test(test)
        one, other = (expressions.expr(pen, inner, each, fresh=True) for each in type_.options)
        value = f"({one} if {test} else {other})"
    line = f"{name}: {annotation(type_, bounded=False)} = {value}"
    if type_ == INT and pen.one_in(2):
        line = f"{name} = {value}"
    return [line], scope.with_vars(Var(name, type_, is_set=True))


def unbounded(type_: Type) -> Type:
    """Give the type of a local; lists keep a length that those who write keep to."""
    match type_:
        case IntType():
            return INT
        case _:
            return type_


def _changed_local(pen: Pen, scope: Scope) -> Block:
    options = [
        each
        for each in scope.vars
        if each.is_set and not isinstance(each.type, UnionType | RecordType)
    ]
    if not options:
        return _local(pen, scope)
    var = pen.pick(options)
    made = change(pen, scope, var)
    after = scope.unread("", var.text) if made.lowers else scope
    return guarded(pen, replace(scope, steps=False), made), after


def _set_again(pen: Pen, scope: Scope) -> Block:
    """Give a local another value, on one path or on all."""
    options = [each for each in scope.vars if each.is_set and not isinstance(each.type, UnionType)]
    if not options:
        return _declared_on_all_paths(pen, scope)
    var = pen.pick(options)
    return [f"{var.text} = {expressions.expr(pen, scope, var.type, fresh=True)}"], scope


def _declared_on_all_paths(pen: Pen, scope: Scope) -> Block:
    name, test = pen.fresh("v"), expressions.expr(pen, scope, BOOL)
    type_ = pen.pick([INT, BOOL, *scope.world.sorts, SetType(scope.world.sorts[0])])
    inner = scope.after_test(test)
    values = [expressions.expr(pen, inner, type_, fresh=True) for _ in range(2)]
    head = f"{name}: {annotation(type_)} = "
    lines = [f"if {test}:", f"    {head}{values[0]}", "else:", f"    {name} = {values[1]}"]
    return lines, inner.with_vars(Var(name, type_, is_set=True))


def _given_away(pen: Pen, scope: Scope) -> Block:
    """Let a field take the value of a local that is not used any more."""
    pairs = [
        (field, local)
        for field in writable(scope)
        for local in scope.vars
        if local.is_set and local.type == field.type and not field.total
    ]
    if not pairs:
        return changed_field(pen, scope)
    field, local = pen.pick(pairs)
    if pen.one_in(2) and is_mutable(local.type):
        return [f"{field.text} = {copied(pen, local.text, local.type)}"], scope
    after = scope.dropping(local.text)
    after = after.without([field.root]) if isinstance(field.type, UnionType) else after
    return [f"{field.text} = {local.text}"], after


def _popped(pen: Pen, scope: Scope) -> Block:
    """Take something out of a list or dict, into a local or a field."""
    options: list[tuple[str, str, Type]] = []
    for var in writable(scope):
        match var.type:
            case ListType(element) if not is_mutable(element):
                options.append((f"{var.text}.pop({pen.pick(('', '0'))})", var.text, element))
            case MapType(key, value, frozen=False) if not var.total and not is_mutable(value):
                under = expressions.expr(pen, scope, key)
                default = expressions.expr(pen, scope.without_choices(), value)
                options.append((f"{var.text}.pop({under}, {default})", "", value))
            case _:
                pass
    if not options:
        return changed_field(pen, scope)
    text, container, type_ = pen.pick(options)
    if isinstance(type_, UnionType):
        return ([f"if len({container}) > 0:", f"    {text}"] if container else [text]), scope
    takers = [each for each in writable(scope) if each.type == type_]
    name = pen.fresh("v")
    target = pen.pick([name, *(each.text for each in takers)])
    line = f"{target} = {text}"
    if container:
        return [f"if len({container}) > 0:", f"    {line}"], scope
    after = scope.with_vars(Var(name, unbounded(type_), is_set=True)) if target == name else scope
    return [line], after


def _performed(pen: Pen, scope: Scope) -> Block:
    """Run a helper that changes the state."""
    options = [each for each in scope.helpers if each.has_effects and _is_free(each, scope)]
    if not options:
        return changed_field(pen, scope)
    helper = pen.pick(options)
    call = expressions.call(pen, scope, helper)
    unions = [each.root for each in scope.vars if isinstance(each.type, UnionType) and each.root]
    after = scope.without(unions)
    if helper.result is None or pen.one_in(4):
        return [call], after
    takers = [each.text for each in writable(scope) if each.type == helper.result]
    if takers and pen.one_in(2):
        return [f"{pen.pick(takers)} = {call}"], after
    name = pen.fresh("v")
    return [f"{name} = {call}"], after.with_vars(Var(name, unbounded(helper.result), is_set=True))


def _is_free(helper: Helper, scope: Scope) -> bool:
    return not scope.locked & helper.roots and (not scope.in_loop or not helper.chooses)


def _parallel(pen: Pen, scope: Scope) -> Block:
    """Assign to several places at once."""
    fields = [each for each in writable(scope) if not is_mutable(each.type)]
    fields = [each for each in fields if not isinstance(each.type, UnionType)]
    records = [each for each in scope.vars if isinstance(each.type, RecordType)]
    if records and pen.one_in(2):
        var = pen.pick(records)
        assert isinstance(var.type, RecordType)
        names = [pen.fresh("v") for _ in var.type.fields]
        parts = zip(names, var.type.fields, strict=True)
        new = [Var(name, unbounded(type_)) for name, (_, type_) in parts]
        return [
            f"{', '.join(names)}{',' if len(names) == 1 else ''} = {var.text}"
        ], scope.with_vars(*new)
    if len(fields) < 2:  # a pair
        return changed_field(pen, scope)
    one, other = pen.some(fields, 2, 2)
    values = [expressions.expr(pen, scope, each.type) for each in (one, other)]
    return [f"{one.text}, {other.text} = {values[0]}, {values[1]}"], scope


def branch(pen: Pen, scope: Scope) -> Block:
    """Give an `if`, with or without `elif` and `else`."""
    test = expressions.expr(pen, scope, BOOL)
    lines: Lines = [f"if {test}:"]
    scope = scope.after_test(test)
    afters: list[Scope] = []

    def body() -> None:
        inner, after = block(pen, scope, pen.number(1, 2))
        lines.extend(indented(inner))
        afters.append(after)

    body()
    if scope.steps and pen.one_in(12):
        rare = f"{expressions.expr(pen, scope, BOOL)} and {expressions.expr(pen, scope, BOOL)}"
        lines += indented([f"if {rare}:", '    fail("this must not happen")'])
        scope = scope.after_test(rare)
    if pen.one_in(4):
        other = expressions.expr(pen, scope, BOOL)
        lines.append(f"elif {other}:")
        scope = scope.after_test(other)
        body()
    if pen.one_in(2):
        lines.append("else:")
        body()
    return lines, kept(scope, afters)


def narrowed(pen: Pen, scope: Scope) -> Block:
    """Give an `if` in which something of a union is known to be of one type."""
    options = [each for each in scope.vars if isinstance(each.type, UnionType) and not each.is_set]
    if not options:
        return branch(pen, scope)
    var = pen.pick(options)
    assert isinstance(var.type, UnionType)
    option = pen.pick([each for each in var.type.options if each != NONE])
    rest = tuple(each for each in var.type.options if each != option)
    if NONE in rest:
        test, opposite = f"{var.text} is not None", f"{var.text} is None"
    else:
        test = f"isinstance({var.text}, {annotation(option)})"
        opposite = f"not {test}"
    outside = replace(scope.dropping(var.text), locked=scope.locked | {var.root})
    known = outside.with_vars(replace(var, type=option, is_narrowed=True))
    known = replace(known, locked=scope.locked | {var.root})
    if scope.steps and not scope.in_loop and pen.one_in(3):
        body, after = block(pen, known, pen.number(1, 2))
        lines = [f"require({test})", *body]
    elif pen.one_in(3):
        lines = [f"if {opposite}:"]
        body, other = block(pen, outside, 1)
        lines += indented(body)
        body, after = block(pen, known, 1)
        lines += ["else:", *indented(body)]
        after = kept(after, [other])
    else:
        body, after = block(pen, known, pen.number(1, 2))
        lines = [f"if {test}:", *indented(body)]
    return lines, kept(replace(outside, locked=scope.locked), [after])


def kept(scope: Scope, afters: list[Scope]) -> Scope:
    """Give what is in sight after branches: what no branch has put out of sight."""
    seen = [{each.text for each in after.vars} for after in afters]
    helpers = (each for each in scope.helpers if all(each in after.helpers for after in afters))
    return replace(
        scope,
        vars=tuple(each for each in scope.vars if all(each.text in texts for texts in seen)),
        helpers=tuple(helpers),
    )
