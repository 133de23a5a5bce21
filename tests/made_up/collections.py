"""Sets, dicts, Maps, lists and Counters."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from made_up import expressions, rounds
from made_up.pen import Pen
from made_up.reach import Way, reach
from made_up.scope import Scope, is_ordered
from modelcheck.ir.types import (
    INT,
    BagType,
    ListType,
    MapType,
    SetType,
    SortType,
    Type,
    UnionType,
    is_mutable,
)

Collection: TypeAlias = SetType | MapType | ListType | BagType


def collection(pen: Pen, scope: Scope, type_: Collection, *, fresh: bool = False) -> str:
    """Give a collection of `type_`; if `fresh`, one that nothing else holds a part of."""
    near = reach(pen, scope, type_)
    if near and pen.one_in(3):
        text = pen.pick(near)()
        return copied(pen, text, type_) if fresh and is_mutable(type_) else text
    match type_:
        case SetType():
            ways = _sets(pen, scope, type_)
        case MapType():
            ways = _maps(pen, scope, type_, fresh=fresh)
        case ListType():
            ways = _lists(pen, scope, type_, fresh=fresh)
        case BagType():
            ways = _bags(pen, scope, type_)
    if scope.depth <= 0:
        return ways[0]()
    if not isinstance(type_, SetType | ListType) or not isinstance(type_.element, UnionType):
        # The element type of a display is that of its elements: two may not fit each other.
        ways.append(lambda: expressions.either(pen, scope.deeper(), type_, fresh=fresh))
    for helper in scope.helpers:
        if helper.result == type_ and expressions.may_call(scope, helper):
            ways += [lambda helper=helper: expressions.call(pen, scope.deeper(), helper)] * 2
    return pen.pick(ways)()


def copied(pen: Pen, text: str, type_: Type) -> str:
    """Give a copy of `text`, all levels of it."""
    match type_:
        case SetType():
            return pen.pick((f"{text}.copy()", f"set({text})"))
        case BagType():
            return pen.pick((f"{text}.copy()", f"Counter({text})"))
        case ListType(element) if is_mutable(element):
            name = pen.fresh("x")
            return f"[{copied(pen, name, element)} for {name} in {text}]"
        case ListType():
            return pen.pick((f"{text}.copy()", f"list({text})", f"{text}[:]"))
        case MapType(_, value) if is_mutable(value):
            key, name = pen.fresh("k"), pen.fresh("x")
            return f"{{{key}: {copied(pen, name, value)} for {key}, {name} in {text}.items()}}"
        case _:
            return pen.pick((f"{text}.copy()", f"dict({text})"))


def _display(pen: Pen, scope: Scope, element: Type, most: int) -> list[str]:
    inner = scope.deeper()
    return [expressions.expr(pen, inner, element, fresh=True) for _ in range(pen.number(0, most))]


def _sets(pen: Pen, scope: Scope, type_: SetType) -> list[Way]:
    inner = scope.deeper()
    element = type_.element
    word = "frozenset" if type_.frozen else "set"

    def display() -> str:
        items = ", ".join(_display(pen, scope, element, 2))
        if type_.frozen:
            return f"frozenset({{{items}}})" if items else "frozenset()"
        return f"{{{items}}}" if items else "set()"

    def comprehension() -> str:
        loop = rounds.rounds(pen, inner)
        text = f"{{{expressions.expr(pen, loop.scope, element)} {loop.text}}}"
        return f"frozenset({text[1:-1]})" if type_.frozen else text

    def operation() -> str:
        sign = pen.pick(("|", "&", "-", "^"))
        left = expressions.expr(pen, inner, type_)
        right_type = replace(type_, frozen=pen.one_in(2)) if pen.one_in(4) else type_
        return f"({left} {sign} {expressions.expr(pen, inner, right_type)})"

    def method() -> str:
        held = [each for each in inner.vars if each.type == type_]
        if not held:
            return comprehension()
        word = pen.pick(("union", "intersection", "difference", "symmetric_difference"))
        kind: Type = type_ if pen.one_in(2) else ListType(element, 2)
        return f"{pen.pick(held).text}.{word}({expressions.expr(pen, inner, kind)})"

    def converted() -> str:
        if isinstance(element, SortType) and pen.one_in(2):
            return f"{word}({element.name})"
        return f"{word}({expressions.expr(pen, inner, ListType(element, 2))})"

    def chosen() -> str:
        if not (scope.chooses and pen.may_choose()):
            return comprehension()
        among = expressions.expr(pen, inner.without_choices(), SetType(element))
        limit = pen.pick(("", ", size=1", ", max=1", ", min=1, max=2"))
        text = f"oneof(subsets({among}{limit}))"
        return text if type_.frozen else f"set({text})"

    def of_held() -> str:
        held = rounds.held(inner, element)
        return f"{word}({pen.pick(held)})" if held else display()

    return [display, comprehension, operation, method, converted, chosen, of_held]


def _maps(pen: Pen, scope: Scope, type_: MapType, *, fresh: bool) -> list[Way]:
    inner = scope.deeper()
    key, value = type_.key, type_.value

    def wrapped(text: str) -> str:
        return f"Map({text})" if type_.frozen else text

    def display() -> str:
        items = [
            f"{expressions.expr(pen, inner, key)}: "
            f"{expressions.expr(pen, inner, value, fresh=True)}"
            for _ in range(pen.number(0, 2))
        ]
        return wrapped(f"{{{', '.join(items)}}}")

    def comprehension() -> str:
        if isinstance(key, SortType) and pen.one_in(2):
            name = pen.fresh("k")
            from made_up.world import Var  # noqa: PLC0415

            around = inner.with_vars(Var(name, key))
            around = replace(around, chooses=inner.chooses and pen.choices > 1)
            item = expressions.expr(pen, around, value, fresh=True)
            return wrapped(f"{{{name}: {item} for {name} in {key.name}}}")
        if pen.one_in(2):
            loop = rounds.rounds(pen, inner, ordered=True)
            under = expressions.expr(pen, loop.scope, key)
        else:
            loop = rounds.rounds(pen, inner, keyed=True)
            if loop.key is None or loop.key.type != key:
                return display()
            under = loop.key.text
        item = expressions.expr(pen, loop.scope, value, fresh=True)
        return wrapped(f"{{{under}: {item} {loop.text}}}")

    def merged() -> str:
        left, right = (expressions.expr(pen, inner, type_, fresh=fresh) for _ in range(2))
        return f"({left} | {right})"

    return [display, comprehension, comprehension, merged]


def _lists(pen: Pen, scope: Scope, type_: ListType, *, fresh: bool) -> list[Way]:
    inner = scope.deeper()
    element, most = type_.element, type_.max_length or 2
    unbounded = ListType(element, most)

    def display() -> str:
        return f"[{', '.join(_display(pen, scope, element, min(most, 2)))}]"

    def comprehension() -> str:
        loop = rounds.rounds(pen, inner, ordered=True)
        item = expressions.expr(pen, loop.scope, element, fresh=True)
        return f"[{item} {loop.text}][:{most}]"

    def joined() -> str:
        left, right = (expressions.expr(pen, inner, unbounded, fresh=fresh) for _ in range(2))
        return f"({left} + {right})[{pen.pick((f':{most}', f'-{most}:', f'1:{most + 1}'))}]"

    def ordered() -> str:
        kind: Type = SetType(element) if pen.one_in(2) else unbounded
        among = expressions.expr(pen, inner, kind)
        reverse = pen.pick(("", ", reverse=True"))
        return f"sorted({among}{reverse})[:{most}]"

    def backwards() -> str:
        return f"list(reversed({expressions.expr(pen, inner, unbounded, fresh=fresh)}))"

    def part() -> str:
        start, stop = (expressions.expr(pen, inner, INT) for _ in range(2))
        whole = expressions.expr(pen, inner, unbounded, fresh=fresh)
        return f"{whole}[{pen.pick((start, ''))}:{pen.pick((stop, str(most)))}][:{most}]"

    ways: list[Way] = [display, comprehension, joined, backwards, part]
    if not is_mutable(element) and is_ordered(element):
        ways.append(ordered)
    return ways


def _bags(pen: Pen, scope: Scope, type_: BagType) -> list[Way]:
    inner = scope.deeper()
    element = type_.element

    def display() -> str:
        items = _display(pen, scope, element, min(type_.max_count or 2, 2))
        return f"Counter([{', '.join(items)}])" if items else "Counter()"

    def comprehension() -> str:
        loop = rounds.rounds(pen, inner, keyed=True)
        if loop.key is not None and loop.key.type == element:
            return f"Counter({loop.key.text} {loop.text})"
        return display()

    def operation() -> str:
        sign = pen.pick(("|", "&", "-")) if pen.mostly() else "+"
        left, right = (expressions.expr(pen, inner, type_) for _ in range(2))
        return f"({left} {sign} {right})"

    if isinstance(element, UnionType):
        # The element type of a display is that of its elements: two may not fit each other.
        return [display]
    return [display, comprehension, operation]
