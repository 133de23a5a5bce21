"""What a body does, told from its statements: what it writes, and how it may end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.expr import Call, Literal
from modelcheck.ir.stmt import (
    Assign,
    Break,
    Continue,
    Fail,
    FieldPlace,
    For,
    If,
    KeyPlace,
    LocalPlace,
    Perform,
    Place,
    Require,
    Return,
    Stmt,
)
from modelcheck.ir.types import NONE
from modelcheck.ir.walk import walk
from modelcheck.passes.joined import common_type

if TYPE_CHECKING:
    from modelcheck.ir.stmt import Function
    from modelcheck.ir.types import Type


@dataclass(frozen=True)
class Effects:
    """What a body writes, in the order of the text, and the ways in which it may end early.

    `breaks` and `returns` are those of the body itself, not of loops and helpers in it.
    """

    fields: Mapping[str, Type]
    locals: Mapping[str, Type]
    guards: bool = False
    fails: tuple[str, ...] = ()
    breaks: bool = False
    returns: Type | None = None
    """The type of what it returns; a bare `return` gives `None`."""
    returned: Literal | None = None
    """What it returns, if that is always one literal."""

    def then(self, other: Effects) -> Effects:
        """Give the effects of both, one after the other."""
        return Effects(
            {**self.fields, **other.fields},
            {**self.locals, **other.locals},
            guards=self.guards or other.guards,
            fails=tuple(dict.fromkeys((*self.fails, *other.fails))),
            breaks=self.breaks or other.breaks,
            returns=_either(self.returns, other.returns),
            returned=_one(self, other),
        )


NOTHING = Effects({}, {})


def effects(body: Iterable[Stmt]) -> Effects:
    """Give the effects of `body`."""
    total = NOTHING
    for statement in body:
        total = total.then(_effects(statement))
    return total


def stops(function: Function) -> bool:
    """Tell whether the helper, or one that it runs, has a guard or may `fail`."""
    for statement in function.body:
        for node in walk(statement):
            if isinstance(node, Require | Fail):
                return True
            if isinstance(node, Call) and stops(node.function):
                return True
    return False


def always_ends(body: tuple[Stmt, ...]) -> bool:
    """Tell from its shape that control never leaves `body` at its end."""
    if not body:
        return False
    match body[-1]:
        case Return() | Break() | Continue() | Fail():
            return True
        case If(_, then, otherwise):
            return always_ends(then) and always_ends(otherwise)
        case _:
            return False


def _effects(statement: Stmt) -> Effects:
    match statement:
        case Assign(place, value):
            return _called(value).then(_written(place))
        case Require(test):
            return Effects({}, {}, guards=True).then(_called(test))
        case Fail(why):
            return Effects({}, {}, fails=(why,))
        case If(_, then, otherwise):
            return effects(then).then(effects(otherwise))
        case For(targets, _, iterable, body):
            inner = effects(body)
            written = {**dict.fromkeys(targets, iterable.type), **inner.locals}
            return Effects(
                inner.fields,
                written,
                guards=inner.guards,
                fails=inner.fails,
                returns=inner.returns,
                returned=inner.returned,
            )
        case Break():
            return Effects({}, {}, breaks=True)
        case Continue():
            return NOTHING
        case Return(value):
            if value is None:
                return Effects({}, {}, returns=NONE, returned=Literal(None, NONE))
            literal = value if isinstance(value, Literal) else None
            own = Effects({}, {}, returns=value.type, returned=literal)
            return _called(value).then(own)
        case Perform(call, place):
            inside = _of_helper(call.function)
            return inside if place is None else inside.then(_written(place))
        case _:
            assert_never(statement)


def _called(value: object) -> Effects:
    """Give the effects of a helper with guards that is run for its result."""
    return (
        _of_helper(value.function) if isinstance(value, Call) and stops(value.function) else NOTHING
    )


def _of_helper(function: Function) -> Effects:
    inside = effects(function.body)
    return Effects(inside.fields, {}, guards=inside.guards, fails=inside.fails)


def _one(first: Effects, second: Effects) -> Literal | None:
    if first.returns is None or second.returns is None:
        return first.returned or second.returned
    return first.returned if first.returned == second.returned else None


def _either(one: Type | None, other: Type | None) -> Type | None:
    return one or other if one is None or other is None else common_type(one, other)


def _written(place: Place) -> Effects:
    match place:
        case FieldPlace(name, type_):
            return Effects({name: type_}, {})
        case LocalPlace(name, type_):
            return Effects({}, {name: type_})
        case KeyPlace(base):
            return _written(base)
        case _:
            assert_never(place)
