"""Why a claim is false, or a guard: the clauses that are responsible, with their values.

`all(x in s and f(x) for x in P)` is false because for `x = P2` the helper `f` is false, and
that because of the comparison inside it.  Only what is responsible is named: of an `and`
the conjunct that is false, of an `or` all of them.  What is true is explained in the same
way, since `not` needs it.  Expressions carry their spans; showing them is the report's part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from modelcheck.ir.expr import (
    And,
    Call,
    Compare,
    Conditional,
    Expr,
    Generator,
    IsInstance,
    Let,
    Literal,
    Local,
    Membership,
    Narrow,
    Not,
    OneOf,
    Or,
    Quantified,
    Quantifier,
)
from modelcheck.ir.stmt import For, If, Return, Stmt
from modelcheck.ir.walk import children, is_expr, walk
from modelcheck.semantics.env import Env, EvaluationError
from modelcheck.semantics.evaluate import evaluate, iterate, truth
from modelcheck.semantics.execute import Ending, Jump, enter, execute
from modelcheck.semantics.interpret import claim_env, claim_holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelcheck.ir.module import Claim, Module
    from modelcheck.ir.stmt import Function
    from modelcheck.ir.values import Value
    from modelcheck.semantics.trace import Binding, State

FEW = 3
"""How many elements `Elements` shows."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`expr` is `held`, as one sees from `values`.

    They are both sides of a comparison, the element and the container of `in`, or the value
    of `expr` itself; none where `expr` is written out.
    """

    expr: Expr
    held: bool
    values: tuple[tuple[Expr, Value], ...]


@dataclass(frozen=True, slots=True)
class Together:
    """An `or` is false, or an `and` true, because all of `parts` are."""

    expr: Expr
    held: bool
    parts: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """`expr` is `held` because of one element: `body` is so where `names` have these values."""

    expr: Expr
    held: bool
    names: Binding
    body: Because


@dataclass(frozen=True, slots=True)
class Element:
    """What `why` is about where `names` have these values."""

    names: Binding
    why: Because


@dataclass(frozen=True, slots=True)
class Elements:
    """An `any` is false, or an `all` true, because every element says so.

    `shown` are the first few; `more` further ones say the same.  Where the conditions let no
    element through, the elements they hold back are shown, with the condition that is false.
    """

    expr: Expr
    held: bool
    shown: tuple[Element, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Branch:
    """`tests` led to `expr`, which is `held` because of `taken`, if it is not written out.

    Of a conditional expression, or of a body with `if` statements that return.
    """

    expr: Expr
    held: bool
    tests: tuple[Because, ...]
    taken: Because | None


@dataclass(frozen=True, slots=True)
class Inside:
    """The helper that `expr` calls gives `held` for these arguments because of `body`."""

    expr: Call
    held: bool
    arguments: Binding
    body: Because


Because: TypeAlias = Fact | Together | Witness | Elements | Branch | Inside


def why(expr: Expr, env: Env) -> Because:
    """Say why the boolean `expr` is true, or false, in `env`.

    Of a negation it is the operand that is explained: what it says may be about the opposite.
    Requires: `expr` has a value in `env`, and there is no choice in it that decides.
    """
    match expr:
        case Not(operand) | Narrow(operand):
            return why(operand, env)
        case And(operands) | Or(operands):
            return _connected(expr, operands, env)
        case Conditional(test, then, otherwise):
            taken = then if truth(test, env) else otherwise
            held = truth(taken, env)
            reason = None if isinstance(taken, Literal) else why(taken, env)
            return Branch(taken, held, (why(test, env),), reason)
        case Quantified():
            return _quantified(expr, env)
        case Call():
            return _inside(expr, env)
        case Let(name, value, body):
            return why(body, env.with_local(name, evaluate(value, env)))
        case _:
            return _fact(expr, env)


def why_disabled(guard: Expr, env: Env) -> Because:
    """Say why a step does not exist: the guard and moment that `Disabled` carries."""
    quiet = replace(env, choices=None)
    if isinstance(guard, OneOf):
        return Fact(guard, held=False, values=((guard.options, evaluate(guard.options, quiet)),))
    try:
        return why(guard, quiet)
    except EvaluationError:  # there is a choice in the guard, which cannot be made again
        return Fact(guard, held=False, values=())


def _fact(expr: Expr, env: Env) -> Fact:
    match expr:
        case Literal():
            named: tuple[Expr, ...] = ()
        case Compare(_, left, right):
            named = (left, right)
        case Membership(element, container):
            named = (element, container)
        case IsInstance(operand):
            named = (operand,)
        case _:
            named = (expr,)
    return Fact(expr, truth(expr, env), tuple((each, evaluate(each, env)) for each in named))


def _connected(expr: And | Or, operands: tuple[Expr, ...], env: Env) -> Because:
    decides = isinstance(expr, Or)
    for operand in operands:
        if truth(operand, env) is decides:
            return why(operand, env)
    return Together(expr, not decides, tuple(why(operand, env) for operand in operands))


def _quantified(expr: Quantified, env: Env) -> Because:
    decides = expr.quantifier is Quantifier.ANY
    names = tuple(name for each in expr.generators for name in each.targets)
    through: list[Env] = []
    rejected: list[tuple[Env, Expr]] = []
    for inner, condition in _tries(expr.generators, env):
        if condition is not None:
            rejected.append((inner, condition))
        elif truth(expr.body, inner) is decides:
            return Witness(expr, decides, _values(names, inner), why(expr.body, inner))
        else:
            through.append(inner)
    every = [(inner, expr.body) for inner in through] or rejected
    shown = tuple(Element(_values(names, at), why(clause, at)) for at, clause in every[:FEW])
    return Elements(expr, not decides, shown, len(every) - len(shown))


def _tries(generators: tuple[Generator, ...], env: Env) -> Iterator[tuple[Env, Expr | None]]:
    """Give every round of a comprehension, and the condition that ends it early, if one does."""
    first, *others = generators
    for element in iterate(first.iterable, env):
        inner = env.bound(first.targets, element, unpack=first.unpack)
        failed = next((each for each in first.conditions if not truth(each, inner)), None)
        if failed is not None or not others:
            yield inner, failed
        else:
            yield from _tries(tuple(others), inner)


def _values(names: tuple[str, ...], env: Env) -> Binding:
    """Give the values of those names that have one."""
    return tuple((name, env.locals[name]) for name in names if name in env.locals)


def because(
    module: Module, claim: Claim, binding: Binding, state: State, old: State | None = None
) -> Because:
    """Say why `claim` is true, or false, of `state`, after the step from `old` if over steps.

    Requires: the claim has a value there; raises as `claim_holds` does otherwise.
    """
    return _why_body(claim.function, claim_env(module, binding, state, old))


@dataclass(frozen=True, slots=True)
class Raising:
    """`expr` raises where `names` have these values, since its operands have `values`."""

    expr: Expr
    names: Binding
    values: tuple[tuple[Expr, Value], ...]


def why_raises(
    module: Module, claim: Claim, binding: Binding, state: State, old: State | None = None
) -> Raising | None:
    """Say which operation of `claim` raises; takes what `because` does.

    `None` where nothing raises, or it is no operation that does: a `fail`, say.
    """
    try:
        claim_holds(module, claim, binding, state, old)
    except EvaluationError as error:
        return None if error.moment is None else _raising(*error.moment)
    return None


def _raising(expr: Expr, env: Env) -> Raising:
    read = [each.name for each in walk(expr) if isinstance(each, Local)]
    names = _values(tuple(dict.fromkeys(read)), env)
    values: list[tuple[Expr, Value]] = []
    for operand in filter(is_expr, children(expr)):
        try:
            values.append((operand, evaluate(operand, env)))
        except EvaluationError:  # it stands inside of a comprehension
            continue
    return Raising(expr, names, tuple(values))


def _inside(call: Call, env: Env) -> Because:
    arguments = tuple(evaluate(argument, env) for argument in call.arguments)
    names = tuple(parameter.name for parameter in call.function.parameters)
    body = _why_body(call.function, enter(call, arguments, env))
    return Inside(call, body.held, tuple(zip(names, arguments, strict=True)), body)


def _why_body(function: Function, env: Env) -> Because:
    """Say why the body of a claim or helper returns true, or false."""
    _, tests, end = _walk(function.body, env)
    if not isinstance(end, _Return):
        message = f"{function.name} ends without a value"
        raise EvaluationError(message, function.span)
    parts = tuple(each.why for each in tests if each.decides(held=end.held))
    if parts:
        return Branch(end.expr, end.held, parts, end.taken)
    return end.taken or Fact(end.expr, end.held, ())


@dataclass(frozen=True, slots=True)
class _Test:
    """A test of an `if` that returns somewhere.

    `otherwise` is the branch that was not taken; `None` where the body returned in the other.
    """

    why: Because
    otherwise: tuple[Stmt, ...] | None

    def decides(self, *, held: bool) -> bool:
        """Tell whether the body might not have returned `held` if the test were otherwise."""
        return self.otherwise is None or _may_return(self.otherwise, not held)


@dataclass(frozen=True, slots=True)
class _Return:
    """The body returned `expr`; `taken` is `None` where that is written out."""

    expr: Expr
    held: bool
    taken: Because | None


_Walked: TypeAlias = tuple[Env, tuple[_Test, ...], "Ending | _Return"]


def _walk(body: tuple[Stmt, ...], env: Env) -> _Walked:
    """Execute `body`, and give with its end the tests that led there."""
    tests: tuple[_Test, ...] = ()
    for statement in body:
        env, more, end = _walk_statement(statement, env)
        tests += more
        if end is not Jump.NONE:
            return env, tests, end
    return env, tests, Jump.NONE


def _walk_statement(statement: Stmt, env: Env) -> _Walked:
    match statement:
        case Return(value) if value is not None:
            reason = None if isinstance(value, Literal) else why(value, env)
            return env, (), _Return(value, truth(value, env), reason)
        case If(test, then, otherwise) if _may_return((statement,), None):
            taken, left = (then, otherwise) if truth(test, env) else (otherwise, then)
            reason = why(test, env)
            env, tests, end = _walk(taken, env)
            here = _Test(reason, None if isinstance(end, _Return) else left)
            return env, (here, *tests), end
        case For() if _may_return((statement,), None):
            return _walk_loop(statement, env)
        case _:
            env, ending = execute((statement,), env)
            return env, (), ending


def _walk_loop(loop: For, env: Env) -> _Walked:
    tests: tuple[_Test, ...] = ()
    for element in iterate(loop.iterable, env):
        env = env.bound(loop.targets, element, unpack=loop.unpack)
        names = _values(loop.targets, env)
        env, more, end = _walk(loop.body, env)
        tests += tuple(replace(each, why=_witness(each.why, names)) for each in more)
        if isinstance(end, _Return):
            taken = None if end.taken is None else _witness(end.taken, names)
            return env, tests, replace(end, taken=taken)
        if end is Jump.BREAK:
            break
    return env, tests, Jump.NONE


def _witness(reason: Because, names: Binding) -> Because:
    return Witness(reason.expr, reason.held, names, reason)


def _may_return(body: tuple[Stmt, ...], wanted: bool | None) -> bool:  # noqa: FBT001  # a value
    """Tell whether `body` has a `return` that may give `wanted`, or with `None` any at all."""
    for statement in body:
        match statement:
            case Return(Literal(value)):
                found = wanted is None or value is wanted
            case Return():
                found = True
            case If(_, then, otherwise):
                found = _may_return(then, wanted) or _may_return(otherwise, wanted)
            case For(body=inner):
                found = _may_return(inner, wanted)
            case _:
                found = False
        if found:
            return True
    return False
