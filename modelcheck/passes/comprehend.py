"""Loops that only collect, as comprehensions.

for r in Receiver: latest[r] = 0         latest' = {r: 0 for r in Receiver}
for r in Receiver: inbox[r] |= {m}       inbox' = {r: inbox[r] | {m} for r in Receiver}
for p in view: sent.add(Ping(p))         sent' = sent | {Ping(p) for p in view}
for m in log: if f(m): out.append(m)     out' = out + [m for m in log if f(m)]
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from modelcheck.ir.expr import (
    Component,
    Concat,
    Conditional,
    Domain,
    Expr,
    Fold,
    Generator,
    Keys,
    ListDisplay,
    ListOf,
    Local,
    Lookup,
    MapOf,
    Merge,
    SetBinary,
    SetDisplay,
    SetOf,
    SetOp,
    TupleOf,
    Updated,
)
from modelcheck.ir.types import ListType, MapType, SetType, TupleType
from modelcheck.ir.walk import rewrite
from modelcheck.passes.facts import chooses, is_trivial, uses
from modelcheck.passes.simplify import negation

if TYPE_CHECKING:
    from modelcheck.ir.types import Type


def comprehensions(fold: Fold) -> tuple[Expr, ...] | None:
    """Give what each of the names of `fold` is in the end, if one at least is a comprehension.

    The others are folds of their own.  `None` where rounds depend on each other otherwise.
    Requires: a fold without `until`, whose initial values are short.
    """
    if not isinstance(fold.step, TupleOf) or (chooses(fold) and len(fold.names) > 1):
        return None
    pieces: list[Expr] = []
    collected = False
    for number, name in enumerate(fold.names):
        item = fold.step.items[number]
        if any(uses(item, other) for other in fold.names if other != name):
            return None
        start = fold.initial[number]
        found = _Piece(name, start, fold, fold.type.items[number]).collected(item)
        collected = collected or found is not None
        pieces.append(found or _alone(fold, number))
    return tuple(pieces) if collected else None


def _alone(fold: Fold, number: int) -> Expr:
    """Give the fold of one name.

    Requires: its step reads no other name.
    """
    step = fold.step.items[number] if isinstance(fold.step, TupleOf) else fold.step
    type_ = TupleType((fold.type.items[number],))
    one = replace(
        fold,
        names=(fold.names[number],),
        initial=(fold.initial[number],),
        step=TupleOf((step,), type_),
        type=type_,
    )
    return Component(one, 0, type_.items[0], span=fold.span)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One name of a fold: what it starts as, and its type."""

    name: str
    start: Expr
    fold: Fold
    type: Type

    def collected(self, item: Expr, conditions: tuple[Expr, ...] = ()) -> Expr | None:
        """Give the comprehension for a name that each round changes to `item`."""
        own = Local(self.name, self.type)
        match item:
            case Conditional(test, then, otherwise) if not uses(test, self.name):
                if self._is_own(otherwise):
                    return self.collected(then, (*conditions, test))
                if self._is_own(then):
                    return self.collected(otherwise, (*conditions, negation(test)))
                return None
            case Updated(operand, key, value) if self._is_own(operand):
                return self._map(key, value, conditions, own)
            case SetBinary(SetOp.UNION, operand, added) if self._is_own(operand):
                return self._set(added, conditions)
            case Concat(operand, ListDisplay((added,))) if self._is_own(operand):
                return self._list(added, conditions)
            case _:
                return None

    def _is_own(self, expr: Expr) -> bool:
        return isinstance(expr, Local) and expr.name == self.name

    def _generator(self, conditions: tuple[Expr, ...]) -> Generator:
        targets = self.fold.targets
        return Generator(targets, self.fold.unpack, self.fold.iterable, conditions)

    def _map(self, key: Expr, value: Expr, conditions: tuple[Expr, ...], own: Local) -> Expr | None:
        if not isinstance(self.type, MapType) or uses(key, self.name) or not is_trivial(self.start):
            return None
        iterable = self.fold.iterable
        owns_key = isinstance(key, Local) and (key.name,) == self.fold.targets
        if owns_key and isinstance(iterable, Domain | Keys):
            # Each round has a key of its own, so under it stands what was there before the loop.
            value = _reading(value, own, key, self.start)
        if uses(value, self.name):
            return None
        new = MapOf(key, value, (self._generator(conditions),), self.type, span=self.fold.span)
        covers = owns_key and isinstance(iterable, Domain) and iterable.of == self.type.key
        return new if covers and not conditions else Merge(self.start, new, self.type)

    def _set(self, added: Expr, conditions: tuple[Expr, ...]) -> Expr | None:
        if not isinstance(self.type, SetType) or uses(added, self.name):
            return None
        generators = (self._generator(conditions),)
        match added:
            case SetDisplay((element,)):
                new = SetOf(element, generators, self.type, span=self.fold.span)
            case _:
                return None
        return SetBinary(SetOp.UNION, self.start, new, self.type, span=self.fold.span)

    def _list(self, added: Expr, conditions: tuple[Expr, ...]) -> Expr | None:
        if not isinstance(self.type, ListType) or uses(added, self.name):
            return None
        type_ = ListType(self.type.element)
        new = ListOf(added, (self._generator(conditions),), type_, span=self.fold.span)
        return Concat(self.start, new, type_, span=self.fold.span)


def _reading(value: Expr, own: Local, key: Expr, start: Expr) -> Expr:
    def rule(each: Expr) -> Expr:
        match each:
            case Lookup(Local(name), under) if name == own.name and under == key:
                return replace(each, operand=start)
            case _:
                return each

    return rewrite(value, rule)
