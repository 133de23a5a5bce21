"""Changes of one place, in place or by assignment, that mostly stay within its bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from made_up import expressions
from made_up.collections import copied
from made_up.pen import Lines, Pen, indented
from made_up.scope import Scope, is_ordered
from made_up.world import Var
from modelcheck.ir.types import (
    INT,
    BagType,
    BoolType,
    IntType,
    ListType,
    MapType,
    SetType,
    Type,
    is_mutable,
)


@dataclass(frozen=True)
class Change:
    """Statements, the condition under which they make sense, and whether a count may be 0 now."""

    lines: Lines
    test: str = ""
    lowers: bool = False


def change(pen: Pen, scope: Scope, var: Var) -> Change:
    """Change what is at `var`, a field, a key of one, or a local that nothing else holds."""
    match var.type:
        case IntType():
            return _number(pen, scope, var, var.type)
        case BoolType():
            test = expressions.expr(pen, scope, var.type)
            return Change([f"{var.text} = {pen.pick((f'not {var.text}', test))}"])
        case SetType(frozen=False):
            return _set(pen, scope, var.text, var.type)
        case MapType(frozen=False):
            return _map(pen, scope, var, var.type)
        case ListType():
            return _list(pen, scope, var.text, var.type)
        case BagType():
            return _bag(pen, scope, var.text, var.type)
        case SetType() | MapType() if pen.one_in(2):
            return Change([f"{var.text} |= {expressions.expr(pen, scope, var.type)}"])
        case _:
            return Change([f"{var.text} = {whole(pen, scope, var)}"])


def whole(pen: Pen, scope: Scope, var: Var) -> str:
    """Give a new value for a place; a total dict stays total."""
    if var.total and isinstance(var.type, MapType):
        name = pen.fresh("k")
        inner = scope.deeper().with_vars(Var(name, var.type.key))
        inner = replace(inner, chooses=scope.chooses and pen.choices > 1)
        value = expressions.expr(pen, inner, var.type.value, fresh=True)
        return f"{{{name}: {value} for {name} in {expressions.expr_domain(var.type.key)}}}"
    return expressions.expr(pen, scope, var.type, fresh=True)


def guarded(pen: Pen, scope: Scope, made: Change) -> Lines:
    """Give the statements of a change under its condition, if it has one."""
    if not made.test:
        return made.lines
    if scope.steps and not scope.in_loop and pen.one_in(4):
        return [f"require({made.test})", *made.lines]
    return [f"if {made.test}:", *indented(made.lines)]


def _number(pen: Pen, scope: Scope, var: Var, type_: IntType) -> Change:
    text, low, high = var.text, type_.low, type_.high
    if low is None or high is None:
        amount = expressions.expr(pen, scope, INT)
        return Change([f"{text} {pen.pick(('+=', '-=', '*='))} {amount}"])
    if low == 0 and pen.one_in(2):
        return Change([f"{text} = ({text} + {pen.number(1, 2)}) % {high + 1}"])
    match pen.number(0, 3):
        case 0:
            return Change([f"{text} += 1"], "" if pen.slips() else f"{text} < {high}")
        case 1:
            return Change([f"{text} -= 1"], f"{text} > {low}")
        case 2:
            return Change([f"{text} = {expressions.expr(pen, scope, type_)}"])
        case _:
            return Change([f"{text} = min({text} + {expressions.expr(pen, scope, type_)}, {high})"])


def _set(pen: Pen, scope: Scope, text: str, type_: SetType) -> Change:
    element = expressions.expr(pen, scope, type_.element)
    plain = scope.without_choices()
    match pen.number(0, 9):
        case 0 | 1 | 2:
            return Change([f"{text}.add({element})"])
        case 3:
            return Change([f"{text}.discard({element})"])
        case 4:
            word = pen.pick(
                (
                    "update",
                    "difference_update",
                    "intersection_update",
                    "symmetric_difference_update",
                )
            )
            kind: Type = type_ if pen.one_in(2) else ListType(type_.element, 2)
            more = f", {{{element}}}" if word == "update" and pen.one_in(3) else ""
            return Change([f"{text}.{word}({expressions.expr(pen, scope, kind)}{more})"])
        case 5:
            sign = pen.pick(("|=", "-=", "&=", "^="))
            return Change([f"{text} {sign} {expressions.expr(pen, scope, type_)}"])
        case 6:
            return Change([f"{text}.clear()"], f"len({text}) > 1")
        case 7:
            sought = expressions.expr(pen, plain, type_.element)
            return Change([f"{text}.remove({sought})"], f"{sought} in {text}")
        case 8 if pen.slips():
            return Change([f"{text}.remove({element})"])
        case _:
            sign = pen.pick(("|", "-", "^"))
            return Change([f"{text} = {text} {sign} {{{element}}}"])


def _map(pen: Pen, scope: Scope, var: Var, type_: MapType) -> Change:
    text = var.text
    plain = scope.without_choices()
    key = expressions.expr(pen, scope, type_.key)
    if var.total:
        return _of_total(pen, scope, text, type_, key)

    def value() -> str:
        return expressions.expr(pen, scope, type_.value, fresh=True)

    sought = expressions.expr(pen, plain, type_.key)
    match pen.number(0, 8):
        case 0 | 1:
            return Change([f"{text}[{key}] = {value()}"])
        case 2:
            return Change([f"{text}.setdefault({key}, {value()})"])
        case 3:
            other = expressions.expr(pen, scope, type_, fresh=True)
            return Change([pen.pick((f"{text}.update({other})", f"{text} |= {other}"))])
        case 4:
            return Change([f"del {text}[{sought}]"], "" if pen.slips() else f"{sought} in {text}")
        case 5 if not is_mutable(type_.value):
            return Change([f"{text}.pop({key}, {expressions.expr(pen, scope, type_.value)})"])
        case 6:
            return Change([f"{text}.clear()"], f"len({text}) > 1")
        case 7:
            inner = change(pen, plain, Var(f"{text}[{sought}]", type_.value))
            test = f"{sought} in {text}" + (f" and {inner.test}" if inner.test else "")
            return Change(inner.lines, test, inner.lowers)
        case _:
            return Change([f"{text}[{sought}] = {value()}"], f"{sought} not in {text}")


def _of_total(pen: Pen, scope: Scope, text: str, type_: MapType, key: str) -> Change:
    if pen.one_in(6):
        entry = f"{key}: {expressions.expr(pen, scope, type_.value, fresh=True)}"
        return Change([f"{text}.update({{{entry}}})"])
    if pen.one_in(2):
        key = expressions.expr(pen, scope.without_choices(), type_.key)
    if "oneof" in key or pen.one_in(5):
        value = expressions.expr(pen, scope, type_.value, fresh=True)
        return Change([f"{text}[{key}] = {value}"])
    return change(pen, scope, Var(f"{text}[{key}]", type_.value))


def _list(pen: Pen, scope: Scope, text: str, type_: ListType) -> Change:
    element, most = type_.element, type_.max_length or 2
    room, some = f"len({text}) < {most}", f"len({text}) > 0"

    def item() -> str:
        return expressions.expr(pen, scope, element, fresh=True)

    match pen.number(0, 9):
        case 0 | 1 | 2:
            return Change([f"{text}.append({item()})"], "" if pen.slips() else room)
        case 3:
            return Change([f"{text}.insert({pen.pick(('0', '1', '-1'))}, {item()})"], room)
        case 4:
            if scope.chooses and pen.may_choose():
                return Change([f"{text}.pop(oneof([0, -1]))"], some)
            return Change([f"{text}.pop({pen.pick(('', '0', '-1'))})"], some)
        case 5:
            if is_mutable(element):
                inner = change(pen, scope.without_choices(), Var(f"{text}[0]", element))
                test = f"{some} and {inner.test}" if inner.test else some
                return Change(inner.lines, test, inner.lowers)
            sought = expressions.expr(pen, scope.without_choices(), element)
            return Change([f"{text}.remove({sought})"], f"{sought} in {text}")
        case 6:
            added = expressions.expr(pen, scope, ListType(element, 1), fresh=True)
            return Change([pen.pick((f"{text}.extend({added})", f"{text} += {added}"))], room)
        case 7:
            at = expressions.expr(pen, scope, INT) if pen.slips() else pen.pick(("0", "-1"))
            return Change([pen.pick((f"{text}[{at}] = {item()}", f"del {text}[{at}]"))], some)
        case 8 if is_ordered(element):
            return Change([f"{text}.sort()"], f"len({text}) > 1")
        case _:
            return Change([f"{text}.clear()"], f"len({text}) == {most}")


def _bag(pen: Pen, scope: Scope, text: str, type_: BagType) -> Change:
    most = type_.max_count or 2
    plain = scope.without_choices()
    key = expressions.expr(pen, plain, type_.element)
    match pen.number(0, 6):
        case 0 | 1:
            return Change([f"{text}[{key}] += 1"], "" if pen.slips() else f"{text}[{key}] < {most}")
        case 2 if scope.lowers and not scope.in_loop:
            return Change([f"{text}[{key}] -= 1"], f"{text}[{key}] > 0", lowers=True)
        case 3:
            return Change([f"{text}[{expressions.expr(pen, scope, type_.element)}] = 1"])
        case 4:
            return Change([f"del {text}[{key}]"])
        case 5:
            sign = pen.pick(("-=", "|=", "&="))
            return Change([f"{text} {sign} {expressions.expr(pen, scope, type_)}"])
        case _:
            items = f"[{expressions.expr(pen, plain, type_.element)}]"
            other = pen.pick((items, f"Counter({items})"))
            return Change([f"{text}.update({other})"], f"{text}.total() == 0")


def transferred(pen: Pen, local: Var) -> str:
    """Give what a field may take from a local that goes on to be changed."""
    return copied(pen, local.text, local.type) if is_mutable(local.type) else local.text
