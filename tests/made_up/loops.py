"""Loops: over what has an order, with jumps; over a symmetric sort, each round for itself."""

from __future__ import annotations

from dataclasses import replace

from made_up import expressions, statements
from made_up.pen import Lines, Pen, indented
from made_up.rounds import Source, sources
from made_up.scope import Scope
from made_up.world import Var
from modelcheck.ir.types import (
    BOOL,
    BagType,
    MapType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
    is_mutable,
)


def ordered_loop(pen: Pen, scope: Scope) -> tuple[Lines, Scope]:
    """Give a loop whose rounds may do anything, but for what it runs over."""
    usable = [each for each in sources(pen, scope) if each.ordered]
    usable = [each for each in usable if not any(map(is_mutable, each.parts))]
    source = pen.pick(usable)
    over = source.text()
    names = [pen.fresh("y") for _ in source.parts]
    locked = scope.locked | {each.root for each in scope.vars if each.root and each.text in over}
    gone = [
        each.text
        for each in scope.vars
        if ("self" in each.text and each.is_narrowed) or (not each.root and each.text in over)
    ]
    inner = replace(scope.dropping(*gone), locked=locked, in_loop=True, chooses=_may(pen, scope))
    inner = inner.with_vars(*_targets(names, source))
    body: Lines = []
    count = pen.number(1, 2)
    for at in range(count + 1):
        if pen.one_in(4):
            word = pen.pick(("break", "continue"))
            test = expressions.expr(pen, inner, BOOL)
            body += [f"if {test}:", f"    {word}"]
            inner = inner.after_test(test)
        if at < count:
            more, inner = statements.statement(pen, inner)
            body += more
    targets = ", ".join(names)
    if len(names) == 1 and source.apart:
        targets = f"{names[0]},"
    lines = [f"for {targets} in {over}:", *indented(body)]
    return lines, statements.kept(scope, [scope.dropping(*gone_unions(scope))])


def gone_unions(scope: Scope) -> list[str]:
    """Give the fields that a loop may have narrowed."""
    return [each.text for each in scope.vars if each.root and isinstance(each.type, UnionType)]


def _may(pen: Pen, scope: Scope) -> bool:
    return scope.chooses and pen.choices > 1 and pen.one_in(3)


def _targets(names: list[str], source: Source) -> list[Var]:
    pairs = zip(names, source.parts, strict=True)
    return [Var(name, statements.unbounded(part)) for name, part in pairs]


def symmetric_loop(pen: Pen, scope: Scope) -> tuple[Lines, Scope]:
    """Give a loop over a symmetric sort that writes under its own key, or adds to sets."""
    proc = pen.pick((scope.world.sorts[0], scope.world.sorts[0], scope.world.item))
    name = pen.fresh("p")
    options = [each for each in statements.writable(scope) if _by_rounds(each.type, proc)]
    if not options:
        return statements.branch(pen, scope)
    var = pen.pick(options)
    known = [each.text for each in scope.vars if "self" in each.text and each.is_narrowed]
    inner = scope.unread(var.root, "").dropping(*known).without_choices()
    inner = inner.with_vars(*_own(var, name), Var(name, proc))
    line = _write(pen, inner, var, name)
    body = [line]
    if pen.one_in(2):
        test = expressions.expr(pen, inner, BOOL)
        inner = inner.after_test(test)
        body = [f"if {test}:", f"    {_write(pen, inner, var, name)}"]
    if pen.one_in(4):
        plain = inner.dropping(*(e.text for e in inner.vars if isinstance(e.type, UnionType)))
        body = [f"if {expressions.expr(pen, plain, BOOL)}:", "    continue", *body]
    if pen.one_in(6):
        plain = inner.dropping(*(e.text for e in inner.vars if isinstance(e.type, UnionType)))
        test = f"{expressions.expr(pen, plain, BOOL)} or {expressions.expr(pen, plain, BOOL)}"
        body = [f"require({test})", *body]
    return [f"for {name} in {proc.name}:", *indented(body)], scope


def _own(var: Var, name: str) -> list[Var]:
    """Give what a round may read of what the rounds write: what is under its own key."""
    match var.type:
        case MapType(value=value) if var.total and not isinstance(value, UnionType):
            return [Var(f"{var.text}[{name}]", value)]
        case _:
            return []


def _by_rounds(type_: Type, proc: SortType) -> bool:
    match type_:
        case MapType(key, frozen=False):
            return key == proc
        case SetType(element, frozen=False) | BagType(element):
            if isinstance(element, RecordType):
                return element.name == "Msg" and proc.name == "Proc"
            return element == proc
        case _:
            return False


def _write(pen: Pen, scope: Scope, var: Var, name: str) -> str:
    match var.type:
        case MapType(_, value):
            return f"{var.text}[{name}] = {expressions.expr(pen, scope, value, fresh=True)}"
        case SetType(RecordType(fields=(_, (_, body)))):
            return f"{var.text}.add(Msg({name}, {expressions.expr(pen, scope, body)}))"
        case SetType():
            return f"{var.text}.add({name})"
        case BagType(RecordType(fields=(_, (_, body)))):
            return f"{var.text}[Msg({name}, {expressions.expr(pen, scope, body)})] += 1"
        case _:
            return f"{var.text}[{name}] += 1"
