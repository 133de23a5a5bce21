"""Elements of sorts, members of enums, records and unions."""

from __future__ import annotations

from made_up import expressions, rounds
from made_up.pen import Pen
from made_up.reach import Way, reach
from made_up.scope import Scope
from modelcheck.ir.types import (
    BOOL,
    EnumType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)


def thing(pen: Pen, scope: Scope, type_: Type) -> str:
    """Give an element, member, record, or a value of a union."""
    near = reach(pen, scope, type_)
    match type_:
        case EnumType(name, members):
            ways: list[Way] = [lambda: f"{name}.{pen.pick(members)}", *near]
        case SortType():
            ways = [*near, *_elements(pen, scope, type_)] if pen.one_in(4) or not near else near
        case RecordType():
            ways = [lambda: record(pen, scope, type_), *near[:4]]
            if scope.depth > 0 and len(type_.fields) > 1:
                ways += [lambda way=way: _replaced(pen, scope, way(), type_) for way in near[:2]]
        case UnionType(options):
            option = pen.pick(options)
            return expressions.expr(pen, scope, option)
        case _:
            message = f"{type_} has a strategy of its own"
            raise AssertionError(message)
    return pen.pick(ways)()


def _elements(pen: Pen, scope: Scope, sort: SortType) -> list[Way]:
    constant = next(each.text for each in scope.world.constants if each.type == sort)
    ways: list[Way] = [lambda: constant]
    if scope.depth <= 0:
        return ways
    inner = scope.deeper()
    if not sort.symmetric:
        best = pen.pick(("min", "max"))
        ways.append(lambda: f"{best}({sort.name})")

        def extreme() -> str:
            loop = rounds.rounds(pen, inner)
            element = expressions.expr(pen, loop.scope, sort)
            return f"{best}(({element} {loop.text}), default={constant})"

        ways.append(extreme)
    if not scope.total:

        def only() -> str:
            test = expressions.expr(pen, inner.with_vars(), BOOL)
            name = pen.fresh("only")
            condition = f"{name} == {constant} and {test}"
            only_one = f"{name} for {name} in {sort.name} if {condition}"
            return f"the(({only_one}), default={constant})"

        ways.append(only)
    return ways


def record(pen: Pen, scope: Scope, type_: RecordType) -> str:
    inner = scope.deeper()
    values = [expressions.expr(pen, inner, part) for _, part in type_.fields]
    if pen.one_in(3):
        values[-1] = f"{type_.fields[-1][0]}={values[-1]}"
    return f"{type_.name}({', '.join(values)})"


def _replaced(pen: Pen, scope: Scope, text: str, type_: RecordType) -> str:
    name, part = pen.pick(type_.fields)
    return f"{text}._replace({name}={expressions.expr(pen, scope.deeper(), part)})"


def held(scope: Scope, type_: Type) -> list[Way]:
    """Give containers that are in sight whose elements are of the type."""
    ways: list[Way] = []
    for var in scope.vars:
        match var.type:
            case SetType(element) | ListType(element) | MapType(key=element) if element == type_:
                ways.append(lambda var=var: var.text)
            case _:
                pass
    if isinstance(type_, SortType):
        ways.append(lambda: type_.name)
    return ways
