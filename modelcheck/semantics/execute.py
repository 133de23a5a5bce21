"""The meaning of statements: the moment after each, and how it ended.

Values are immutable: `self.log[p].append(m)` puts a new list into a new map into the field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias, assert_never

from modelcheck.ir.expr import Local, Read
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
from modelcheck.ir.values import show
from modelcheck.semantics import operations
from modelcheck.semantics.env import Disabled, Env, EvaluationError
from modelcheck.semantics.evaluate import evaluate, iterate, truth
from modelcheck.semantics.order import OperationError

if TYPE_CHECKING:
    from modelcheck.ir.expr import Call, Expr
    from modelcheck.ir.values import Value


class Jump(Enum):
    """How a statement ends that does not return."""

    NONE = "goes on with the next statement"
    BREAK = "leaves the loop"
    CONTINUE = "goes on with the next round"


@dataclass(frozen=True, slots=True)
class Returned:
    """The helper or claim ends with this value."""

    value: Value


Ending: TypeAlias = Jump | Returned


def execute(body: tuple[Stmt, ...], env: Env) -> tuple[Env, Ending]:
    """Give the moment after `body`, and how it ended.

    Requires: `body` is well typed.
    Raises: `EvaluationError` where CPython raises, `Disabled` where a guard is false.
    """
    for statement in body:
        try:
            env, ending = _execute(statement, env)
        except OperationError as error:
            raise EvaluationError(str(error), statement.span) from None
        if ending is not Jump.NONE:
            return env, ending
    return env, Jump.NONE


def _execute(statement: Stmt, env: Env) -> tuple[Env, Ending]:
    match statement:
        case Assign(place, value):
            return assign(place, evaluate(value, env), env), Jump.NONE
        case Require(test):
            if not truth(test, env):
                raise Disabled(test, env)
            return env, Jump.NONE
        case Fail(why, span=span):
            raise EvaluationError(why, span)
        case If(test, then, otherwise):
            return execute(then if truth(test, env) else otherwise, env)
        case For():
            return _loop(statement, env)
        case Break():
            return env, Jump.BREAK
        case Continue():
            return env, Jump.CONTINUE
        case Return(value):
            return env, Returned(None if value is None else evaluate(value, env))
        case Perform(call, place):
            after, result = call_helper(call, env)
            env = replace(env, fields=after.fields)
            return env if place is None else assign(place, result, env), Jump.NONE
        case _:
            assert_never(statement)


def _loop(loop: For, env: Env) -> tuple[Env, Ending]:
    for element in iterate(loop.iterable, env):
        bound = env.bound(loop.targets, element, unpack=loop.unpack)
        env, ending = execute(loop.body, bound)
        match ending:
            case Jump.BREAK:
                break
            case Returned():
                return env, ending
            case Jump.CONTINUE | Jump.NONE:
                pass
            case _:
                assert_never(ending)
    return env, Jump.NONE


def call_helper(call: Call, env: Env) -> tuple[Env, Value]:
    """Give the moment in which the helper ended, its own locals included, and its result."""
    arguments = tuple(evaluate(argument, env) for argument in call.arguments)
    after, ending = execute(call.function.body, enter(call, arguments, env))
    return after, ending.value if isinstance(ending, Returned) else None


def enter(call: Call, arguments: tuple[Value, ...], env: Env) -> Env:
    """Give the first moment of the helper that `call` runs on these arguments."""
    names = tuple(parameter.name for parameter in call.function.parameters)
    return env.entering(names, arguments, old=call.old)


def assign(place: Place, value: Value, env: Env) -> Env:
    """Give the moment after `place = value`.

    As in CPython the containers and keys of the place are evaluated from left to right.
    Raises: `EvaluationError` when a container on the way has no such key or index.
    """
    match place:
        case FieldPlace(name):
            return env.with_field(name, value)
        case LocalPlace(name):
            return env.with_local(name, value)
        case KeyPlace():
            return _assign_key(place, value, env)
        case _:
            assert_never(place)


def _assign_key(place: KeyPlace, value: Value, env: Env) -> Env:
    root, steps = _path(place)
    containers = [_read(root, env)]
    keys: list[Value] = []

    def name() -> str:
        return root.name + "".join(f"[{show(key)}]" for key in keys[:-1])

    for step in steps:
        keys.append(evaluate(step, env))
        if len(keys) < len(steps):
            containers.append(operations.lookup(containers[-1], keys[-1], name))
    for container, key in zip(reversed(containers), reversed(keys), strict=True):
        value = operations.updated(container, key, value, name)
    return assign(root, value, env)


def _path(place: KeyPlace) -> tuple[FieldPlace | LocalPlace, tuple[Expr, ...]]:
    """Give the field or local that holds `place`, and the keys that lead there."""
    if isinstance(place.base, KeyPlace):
        root, keys = _path(place.base)
        return root, (*keys, place.key)
    return place.base, (place.key,)


def _read(place: FieldPlace | LocalPlace, env: Env) -> Value:
    match place:
        case FieldPlace(name, type_):
            return evaluate(Read(name, old=False, type=type_, span=place.span), env)
        case LocalPlace(name, type_):
            return evaluate(Local(name, type_, span=place.span), env)
        case _:
            assert_never(place)
