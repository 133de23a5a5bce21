"""Conditions: comparisons, membership, quantifiers, tests that narrow a type."""

from __future__ import annotations

from made_up import expressions, rounds
from made_up.pen import Pen
from made_up.reach import Way
from made_up.scope import Scope, is_ordered
from made_up.world import Var
from modelcheck.ir.types import (
    BOOL,
    INT,
    NONE,
    BagType,
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)


def condition(pen: Pen, scope: Scope) -> str:
    """Give a condition."""
    if scope.depth <= 0:
        return _short(pen, scope)
    inner = scope.deeper()

    def some() -> str:
        return expressions.expr(pen, inner, BOOL)

    def joined(word: str) -> str:
        around, operands = inner, list[str]()
        for _ in range(pen.number(2, 3)):
            operands.append(expressions.expr(pen, around, BOOL))
            around = around.after_test(operands[-1])
        return f"({f' {word} '.join(operands)})"

    ways: list[Way] = [
        lambda: _comparison(pen, inner),
        lambda: _equality(pen, inner),
        lambda: _membership(pen, inner),
        lambda: _membership(pen, inner),
        lambda: f"(not {some()})",
        lambda: joined("and"),
        lambda: joined("or"),
        lambda: _quantified(pen, inner),
        lambda: _quantified(pen, inner),
        lambda: _inclusion(pen, inner),
        *_narrowing(pen, inner),
        *_asked(pen, inner),
    ]
    return pen.pick(ways)()


def _short(pen: Pen, scope: Scope) -> str:
    """Give a condition on something that is in sight, without looking further."""
    ways = ["FAST"]
    for var in scope.vars:
        text = var.text
        match var.type:
            case BoolType():
                ways += [text, f"(not {text})"]
            case IntType():
                ways.append(f"({text} {pen.pick(('>', '<', '!=', '<='))} {pen.number(0, 2)})")
            case EnumType(name, members):
                ways.append(f"({text} {pen.pick(('==', '!='))} {name}.{pen.pick(members)})")
            case SortType():
                others = [each.text for each in scope.vars if each.type == var.type]
                ways.append(f"({text} {pen.pick(('==', '!='))} {pen.pick(others)})")
            case SetType() | ListType() | MapType():
                ways.append(f"(len({text}) {pen.pick(('>', '<', '=='))} {pen.number(1, 2)})")
            case UnionType(options) if NONE in options:
                ways.append(f"({text} {pen.pick(('is', 'is not'))} None)")
            case _:
                pass
    return ways[0] if len(ways) == 1 else pen.pick(ways[1:])


def _comparison(pen: Pen, scope: Scope) -> str:
    quiet = scope.without_choices()
    kinds: list[Type] = [INT, INT, scope.world.sorts[1]]
    kinds += [each.type for each in scope.vars if is_ordered(each.type)]
    kind = pen.pick(kinds)
    relations = ("<", "<=", ">", ">=")
    left = expressions.expr(pen, scope, kind)
    if pen.one_in(4):
        middle = expressions.expr(pen, quiet, kind)
        right = expressions.expr(pen, scope, kind)
        return f"({left} {pen.pick(relations)} {middle} {pen.pick(relations)} {right})"
    return f"({left} {pen.pick(relations)} {expressions.expr(pen, scope, kind)})"


def _equality(pen: Pen, scope: Scope) -> str:
    """Compare something that is in sight with another value of its type."""
    relation = pen.pick(("==", "!="))
    if not scope.vars:
        return f"(LIMIT {relation} {expressions.expr(pen, scope, INT)})"
    var = pen.pick(scope.vars)
    return f"({var.text} {relation} {expressions.expr(pen, scope, var.type)})"


def _membership(pen: Pen, scope: Scope) -> str:
    word = pen.pick(("in", "not in"))
    holders: list[tuple[str, Type]] = []
    for var in scope.vars:
        match var.type:
            case SetType(element) | ListType(element) | BagType(element) | MapType(key=element) if (
                not isinstance(element, SetType | MapType) or element.frozen
            ):
                holders.append((var.text, element))
            case _:
                pass
    if holders and pen.mostly():
        text, element = pen.pick(holders)
        return f"({expressions.expr(pen, scope, element)} {word} {text})"
    kind: Type = pen.pick((*scope.world.sorts, scope.world.enum))
    element_text = expressions.expr(pen, scope, kind)
    held = rounds.held(scope, kind)
    if held and pen.one_in(3):
        return f"({element_text} {word} {pen.pick(held)})"
    if pen.one_in(2):
        options = ", ".join(expressions.expr(pen, scope.without_choices(), kind) for _ in range(2))
        return f"({element_text} {word} ({options}))"
    loop = rounds.rounds(pen, scope, stops_early=True)
    return f"({element_text} {word} ({expressions.expr(pen, loop.scope, kind)} {loop.text}))"


def _quantified(pen: Pen, scope: Scope) -> str:
    held = rounds.held(scope, BOOL)
    if held and pen.one_in(2):
        return f"{pen.pick(('all', 'any'))}({pen.pick(held)})"
    loop = rounds.rounds(pen, scope, stops_early=True)
    body = expressions.expr(pen, loop.scope, BOOL)
    return f"{pen.pick(('all', 'any'))}({body} {loop.text})"


def _inclusion(pen: Pen, scope: Scope) -> str:
    sets = [each for each in scope.vars if isinstance(each.type, SetType)]
    if not sets:
        return _quantified(pen, scope)
    var = pen.pick(sets)
    other = expressions.expr(pen, scope, var.type)
    if pen.one_in(2):
        return f"({var.text} {pen.pick(('<=', '<', '>=', '>'))} {other})"
    word = pen.pick(("issubset", "issuperset", "isdisjoint"))
    return f"{var.text}.{word}({other})"


def _asked(pen: Pen, scope: Scope) -> list[Way]:
    """Give the conditions that methods of records give."""
    world = scope.world
    ways: list[Way] = []
    for var in scope.vars:
        if var.type == world.records[0]:
            ways.append(
                lambda var=var: (
                    f"{var.text}.is_from({expressions.expr(pen, scope, world.sorts[0])})"
                )
            )
        if var.type == world.records[2]:
            ways.append(
                lambda var=var: (
                    f"{var.text}.above({expressions.expr(pen, scope, world.records[2])})"
                )
            )
    return ways


def _narrowing(pen: Pen, scope: Scope) -> list[Way]:
    """Give the tests that narrow something in sight, and use it where it is narrower."""
    ways: list[Way] = []
    for var in scope.vars:
        if not isinstance(var.type, UnionType):
            continue
        for option in var.type.options:
            ways += [lambda var=var, option=option: _narrowed(pen, scope, var, option)] * 2
            ways.append(lambda var=var, option=option: _told_apart(pen, scope, var, option))
    return ways


def _told_apart(pen: Pen, scope: Scope, var: Var, option: Type) -> str:
    """Compare something with a value that only some of its own may equal."""
    relation = pen.pick(("is", "is not") if option == NONE else ("==", "!="))
    return f"({var.text} {relation} {expressions.expr(pen, scope, option)})"


def _narrowed(pen: Pen, scope: Scope, var: Var, option: Type) -> str:
    assert isinstance(var.type, UnionType)
    others = [each for each in var.type.options if each != option]
    if option == NONE:
        rest = others[0] if len(others) == 1 else UnionType(tuple(others))
        inner = scope.dropping(var.text).with_vars(Var(var.text, rest, var.root))
        body = expressions.expr(pen, inner, BOOL)
        if pen.one_in(2):
            return f"({var.text} is None or {body})"
        return f"({var.text} is not None and {body})"
    inner = scope.dropping(var.text).with_vars(Var(var.text, option, var.root))
    if isinstance(option, RecordType) or _is_class(option):
        body = expressions.expr(pen, inner, BOOL)
        name = option.name  # type: ignore[union-attr]  # just looked at
        if pen.one_in(3):
            return f"(not isinstance({var.text}, {name}) or {body})"
        return f"(isinstance({var.text}, {name}) and {body})"
    return f"({var.text} is not None and {expressions.expr(pen, inner, BOOL)})"


def _is_class(option: Type) -> bool:
    return hasattr(option, "name") and not isinstance(option, BoolType)
