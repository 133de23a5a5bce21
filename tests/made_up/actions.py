"""`@init` and actions: parameters of all kinds, guards, a change that is sure to do something."""

from __future__ import annotations

from dataclasses import replace

from made_up import expressions, statements
from made_up.changes import change, whole
from made_up.pen import Lines, Pen, indented
from made_up.scope import Scope
from made_up.world import Var, annotation, either
from modelcheck.ir.types import (
    BOOL,
    NONE,
    BagType,
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    NoneType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)


def init(pen: Pen, scope: Scope) -> Lines:
    """Give the method that sets every field."""
    pen.choices = 2
    body: Lines = []
    around = replace(scope, vars=(), helpers=(), chooses=True, total=True, depth=2)
    world = scope.world
    for var in (*world.fields, *([world.ghost] if world.ghost else [])):
        body.append(f"{var.text} = {whole(pen, around, var)}")
    if pen.one_in(8):
        inner = replace(_after_progress(scope), helpers=(), depth=2)
        tests = [expressions.expr(pen, inner, BOOL) for _ in range(2)]
        body.append(f"require({' or '.join(tests)})")
    return ["@init", f"def {pen.fresh('start')}(self) -> None:", *indented(body)]


def action(pen: Pen, scope: Scope, turn: int, turns: int) -> tuple[Lines, str]:
    """Give an action and its name; each of the `turns` actions leads on in fields of its own."""
    name = pen.named("act", ("start", "step", "init", "change"))
    if turn == 0:
        plain = Stir(pen, scope, 0, 1, most=2)
        lines = plain.lines(2, 3)
        return _shown(name, plain.given, lines), name
    given, guards = _parameters(pen, scope) if pen.one_in(2) else ([], [])
    pen.choices = 2
    stir = Stir(pen, scope, turn, turns, most=0 if given else pen.number(1, 2))
    stirred = stir.lines(1, 2)
    given = [*given, *stir.given]
    pen.choices = 2 if len(given) < 2 else 1  # a pair has many values
    inner = replace(scope.with_vars(*given), steps=True, chooses=True, lowers=True, depth=3)
    body = list(guards)
    if pen.one_in(6):
        weak = [expressions.expr(pen, replace(inner, depth=2), BOOL) for _ in range(2)]
        body.append(f"require({' or '.join(weak)})")
        inner = inner.after_test(body[-1])
    if pen.one_in(2):
        more, after = statements.block(pen, _after_progress(inner), pen.number(0, 2))
        body += stirred + more
    else:
        more, after = statements.block(pen, inner, pen.number(1, 2))
        body += more + stirred
        after = _after_progress(after)
    if scope.world.ghost is not None and pen.one_in(3):
        body += _ghost(pen, after, scope.world.ghost)
    if pen.one_in(8):
        test = expressions.expr(pen, after, BOOL)
        body += [f"if {test}:", "    return"]
        after = after.after_test(test)
        more, after = statements.block(pen, after, 1)
        body += more
    return _shown(name, given, body), name


def _shown(name: str, given: list[Var], body: Lines) -> Lines:
    takes = "".join(f", {each.text}: {annotation(each.type)}" for each in given)
    return ["@action", f"def {name}(self{takes}) -> None:", *indented(body)]


def _after_progress(scope: Scope) -> Scope:
    bags = [each.root for each in scope.vars if isinstance(each.type, BagType)]
    unions = [each.root for each in scope.vars if isinstance(each.type, UnionType)]
    return scope.without([each for each in (*bags, *unions) if each])


def _ghost(pen: Pen, scope: Scope, ghost: Var) -> Lines:
    made = change(pen, replace(scope, chooses=False), ghost)
    return [f"if {made.test}:", *indented(made.lines)] if made.test else made.lines


def _parameters(pen: Pen, scope: Scope) -> tuple[list[Var], Lines]:
    """Give parameters, and the guards that bound those that are records."""
    world = scope.world
    plain: list[Type] = [
        *world.sorts,
        world.enum,
        BOOL,
        IntType(0, 2),
        UnionType((world.sorts[1], NONE)),
        either(pen, world),
    ]
    if world.net is not None and pen.one_in(3):
        return _of_net(pen, world.net)
    boxes = [each for each in world.fields if _is_box(each)]
    if boxes and pen.one_in(2):
        box = pen.pick(boxes)
        assert isinstance(box.type, MapType)
        assert isinstance(box.type.value, SetType)
        owner, member = (
            Var(pen.fresh("q"), box.type.key),
            Var(pen.fresh("m"), box.type.value.element),
        )
        return [owner, member], [f"require({member.text} in {box.text}[{owner.text}])"]
    return [Var(pen.fresh("q"), pen.pick(plain)) for _ in range(pen.number(0, 1))], []


def _is_box(var: Var) -> bool:
    match var.type:
        case MapType(_, SetType(RecordType())):
            return var.total
        case _:
            return False


def _of_net(pen: Pen, net: Var) -> tuple[list[Var], Lines]:
    assert isinstance(net.type, SetType | BagType)
    packet = net.type.element
    if isinstance(packet, UnionType) and pen.one_in(2):
        packet = pen.pick(packet.options)
    member = Var(pen.fresh("m"), packet)
    guards = [f"require({member.text} in {net.text})"]
    if pen.one_in(2):
        guards = [f"require({member.text} in {net.text} and {pen.pick(('FAST', 'LIMIT > 1'))})"]
    taken = f"{net.text}.remove({member.text})"
    if isinstance(net.type, BagType):
        taken = f"del {net.text}[{member.text}]"
    return [member], [*guards, *([taken] if pen.one_in(2) else [])]


class Stir:
    """Changes that lead on: they stay within bounds, and take parameters for what they need."""

    def __init__(self, pen: Pen, scope: Scope, turn: int, turns: int, *, most: int) -> None:
        self.given: list[Var] = []
        self._pen = pen
        # The lines may come after others: a count may be 0 then, a union narrowed.
        plain = _after_progress(scope)
        self._scope = replace(plain, depth=1, chooses=False, helpers=())
        fields = [each for each in scope.world.fields if _can_stir(each)]
        self._fields = fields[turn::turns] or fields
        self._most = most

    def lines(self, least: int, most: int) -> Lines:
        """Give some such changes of different fields."""
        pen = self._pen
        return [
            self._line(each) for each in pen.some(self._fields, min(least, len(self._fields)), most)
        ]

    def _line(self, var: Var) -> str:
        match var.type:
            case IntType(0, int(high)):
                return f"{var.text} = ({var.text} + 1) % {high + 1}"
            case SetType(element, frozen=False):
                return f"{var.text} ^= {{{self._value(element)}}}"
            case MapType(key, value, frozen=False) if var.total:
                at = Var(f"{var.text}[{self._value(key)}]", value)
                return self._line(at)
            case MapType(key, value, frozen=False):
                return f"{var.text}[{self._value(key)}] = {self._value(value)}"
            case ListType(element, most):
                return f"{var.text} = ([{self._value(element)}] + {var.text})[:{most}]"
            case BagType(element, most):
                at = f"{var.text}[{self._value(element)}]"
                return f"{at} = min({at} + 1, {most})"
            case _:
                return f"{var.text} = {self._value(var.type)}"

    def _value(self, type_: Type) -> str:
        if len(self.given) < self._most and _is_listed(type_):
            fields = [each.root for each in self._scope.world.fields]
            self.given.append(Var(self._pen.named("q", fields), type_))
            return self.given[-1].text
        if isinstance(type_, RecordType) and self._pen.mostly():
            return f"{type_.name}({', '.join(self._value(part) for _, part in type_.fields)})"
        return expressions.expr(self._pen, self._scope.with_vars(*self.given), type_, fresh=True)


def _can_stir(var: Var) -> bool:
    match var.type:
        case SetType(frozen=frozen) | MapType(frozen=frozen):
            return not frozen
        case ListType() | BagType() | IntType() | EnumType() | SortType():
            return True
        case BoolType():
            return True
        case UnionType():
            return _is_listed(var.type)
        case RecordType():
            return True
        case _:
            return False


def _is_listed(type_: Type) -> bool:
    """Tell whether a parameter may have the type, without a container that bounds it."""
    match type_:
        case UnionType(options):
            return all(map(_is_listed, options))
        case SortType() | EnumType() | BoolType() | NoneType():
            return True
        case IntType(low):
            return low is not None
        case _:
            return False
