"""What symbolic execution leaves behind: clauses under the condition that control is there.

    Named("n", latest[r] + 1, path=(c,))     if c: n = latest[r] + 1
    Checked(n < 3, path=(c,))                      require(n < 3)
    Refused(m in seen, "twice", path=())     if m in seen: fail("twice")
    Left(c, 0)                               if c: return 0

A path is a tuple of conditions, from the outermost `if` inwards; a name of a path stands
for a value only under it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, assert_never

from modelcheck.ir.expr import Conditional, Expr, Let, Literal, Local, Narrow
from modelcheck.ir.module import Bind, Clause, Forbid, Guard
from modelcheck.ir.types import NONE
from modelcheck.passes.facts import is_total
from modelcheck.passes.joined import common_type, or_none
from modelcheck.passes.shape import Ends
from modelcheck.passes.simplify import conjunction, disjunction, negation, simplify, substitute
from modelcheck.source.span import NOWHERE, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

Path: TypeAlias = tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """From here on `name` stands for `value`, which is evaluated here."""

    name: str
    value: Expr
    path: Path
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Checked:
    """Where `test` is false, the step is disabled."""

    test: Expr
    path: Path
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """Where `test` is true, the step is an evaluation error."""

    test: Expr
    why: str
    path: Path
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Left:
    """Where `test` is true, the body ends here, with `value`."""

    test: Expr
    value: Expr
    path: Path = ()
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


Mark: TypeAlias = Named | Checked | Refused | Left


def clauses(trail: Sequence[Mark]) -> tuple[list[Clause], dict[str, Expr]]:
    """Give the clauses of a step, and what its conditional names must be replaced by after them.

    Requires: no `Left` in the trail.
    """
    found: list[Clause] = []
    optional: dict[str, Expr] = {}
    for mark in trail:
        match mark:
            case Named():
                value, use = _named(mark, optional)
                found.append(Bind(mark.name, value, span=mark.span))
                if use is not None:
                    optional[mark.name] = use
            case Checked(test, path):
                guard = conform(disjunction((*map(negation, path), test)), optional)
                found.append(Guard(guard, span=mark.span))
            case Refused(test, why, path):
                found.append(
                    Forbid(conform(conjunction((*path, test)), optional), why, span=mark.span)
                )
            case Left():
                message = "a step does not end early"
                raise TypeError(message)
            case _:
                assert_never(mark)
    return found, optional


def as_expression(trail: Sequence[Mark], result: Expr | None, ends: Ends) -> Expr:
    """Give the trail as one expression around `result`.

    It is `None` where control never comes to the end of the trail: the last way out needs no
    test then.
    """
    optional: dict[str, Expr] = {}
    shown: list[tuple[Mark, Expr]] = []
    for mark in trail:
        match mark:
            case Named():
                value, use = _named(mark, optional)
                if use is not None:
                    optional[mark.name] = use
            case Checked(test, path):
                value = conform(disjunction((*map(negation, path), test)), optional)
            case Refused(test, _, path) | Left(test, _, path):
                value = conform(conjunction((*path, test)), optional)
            case _:
                assert_never(mark)
        shown.append((mark, value))
    body = None if result is None else conform(result, optional)
    for mark, value in reversed(shown):
        match mark:
            case Named(name):
                body = None if body is None else Let(name, value, body, body.type, span=mark.span)
                continue
            case Checked():
                early, goes = ends.disabled, negation(value)
            case Refused(_, why):
                early, goes = ends.failed(why), value
            case Left(_, early):
                goes = value
            case _:
                assert_never(mark)
        early = conform(early, optional)
        if body is None and is_total(goes):
            body = early
        else:
            rest = ends.disabled if body is None else body
            type_ = common_type(early.type, rest.type)
            body = Conditional(goes, early, rest, type_, span=mark.span)
    return simplify(ends.disabled if body is None else body)


def _named(mark: Named, optional: dict[str, Expr]) -> tuple[Expr, Expr | None]:
    """Give the value under its path, `None` elsewhere, and what uses of the name become."""
    value = conform(mark.value, optional)
    if not mark.path:
        return value, None
    type_ = or_none(value.type)
    test = conform(conjunction(mark.path), optional)
    guarded = Conditional(test, value, Literal(None, NONE), type_, span=mark.span)
    return guarded, Narrow(Local(mark.name, type_), value.type)


def conform(expr: Expr, optional: dict[str, Expr]) -> Expr:
    """Give `expr` with the names of `optional` replaced by what they have become."""
    return simplify(substitute(expr, optional)) if optional else simplify(expr)
