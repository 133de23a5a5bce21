"""Expressions under an environment: reads become what was written, helpers their bodies.

Variables of comprehensions keep the author's names, except where they would hide a name
that is in use around them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from modelcheck.ir.expr import (
    At,
    Call,
    CountOf,
    Expr,
    Generator,
    ListOf,
    Local,
    Lookup,
    MapOf,
    Quantified,
    Read,
    SetOf,
    Updated,
)
from modelcheck.ir.types import BagType
from modelcheck.ir.walk import replace_children
from modelcheck.passes.simplify import simplify_top

if TYPE_CHECKING:
    from modelcheck.passes.names import Names


@dataclass(frozen=True)
class Translator:
    """What stands for fields and locals at one point of a body.

    `unfold` gives the expression for a helper that is run on translated arguments;
    `definitions` has the values of names that stand for containers.
    """

    fields: Mapping[str, Expr]
    locals: Mapping[str, Expr]
    old: bool
    names: Names
    unfold: Callable[[Call, tuple[Expr, ...]], Expr]
    definitions: Mapping[str, Expr]
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])

    def __call__(self, expr: Expr) -> Expr:
        """Give `expr` with what it reads replaced, and simple."""
        match expr:
            case Local(name):
                new = self.renamed.get(name)
                return self.locals.get(name, expr) if new is None else replace(expr, name=new)
            case Read(name, old):
                if old:
                    return expr
                return replace(expr, old=True) if self.old else self.fields.get(name, expr)
            case Call(arguments=arguments):
                return self.unfold(expr, tuple(map(self, arguments)))
            case SetOf() | ListOf() | Quantified() | MapOf():
                return simplify_top(self.comprehension(expr, expr.generators, ()))
            case _:
                inner = replace_children(expr, lambda node: self(cast("Expr", node)))
                return self._seen_through(simplify_top(inner))

    def comprehension(
        self,
        expr: SetOf | ListOf | Quantified | MapOf,
        pending: tuple[Generator, ...],
        done: tuple[Generator, ...],
    ) -> Expr:
        """Translate the generators that are `pending`, and what they make; `done` are."""
        if not pending:
            inner = replace(expr, generators=())
            changed = replace_children(inner, lambda node: self(cast("Expr", node)))
            return replace(changed, generators=done)
        first, *rest = pending
        iterable = self(first.iterable)
        with self.names.scoped(first.targets) as fresh:
            inside = replace(
                self, renamed={**self.renamed, **dict(zip(first.targets, fresh, strict=True))}
            )
            one = replace(
                first,
                targets=fresh,
                iterable=iterable,
                conditions=tuple(map(inside, first.conditions)),
            )
            return inside.comprehension(expr, tuple(rest), (*done, one))

    def _seen_through(self, expr: Expr) -> Expr:
        """Give what was just written, where exactly that is read: `m` updated at `k`, at `k`."""
        match expr:
            case Lookup(Local(name), key) | At(Local(name), key):
                written = self.definitions.get(name)
            case CountOf(Local(name, BagType()), key):
                written = self.definitions.get(name)
            case _:
                return expr
        if isinstance(written, Updated) and written.key == key:
            return written.value
        return expr
