"""Loops as values: a `for` becomes a `Fold` over what it changes, or something simpler.

    for p in Process:                       require(all(p in voted for p in Process))
        require(p in voted)

    for m in log:                           fold seen_2 = seen, status = running over m in log
        if m in stop:                         until status != running
            break                             with (seen_2, left) if m in stop
        seen = seen | {m}                          else (seen_2 | {m}, running)

The status says how the loop goes on after the round; it is there only where there is more
than one answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from modelcheck.ir.elements import element_type, part_types
from modelcheck.ir.expr import (
    Compare,
    Component,
    Expr,
    Fold,
    Generator,
    Literal,
    Local,
    Narrow,
    Quantified,
    Quantifier,
    Relation,
    TupleOf,
)
from modelcheck.ir.types import INT, NONE, EnumType, IntType, TupleType, Type
from modelcheck.ir.values import Atom
from modelcheck.passes.comprehend import comprehensions
from modelcheck.passes.effects import Effects, effects
from modelcheck.passes.joined import or_none
from modelcheck.passes.shape import Ending, Ends, Shape
from modelcheck.passes.simplify import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from modelcheck.ir.stmt import For
    from modelcheck.passes.symbolic import Run


@dataclass(frozen=True)
class _Carried:
    """A place that a loop changes: its name there, and the name that stands for it inside."""

    name: str
    is_field: bool
    inside: Local
    initial: Expr


@dataclass(frozen=True)
class _Status:
    """How a loop may go on: the names of the ways, of which the first is `running`."""

    type: EnumType
    inside: Local
    fails: tuple[str, ...]

    def named(self, way: str) -> Expr:
        """Give the way as a value."""
        return Literal(Atom(self.type.name, way, self.type.members.index(way)), self.type)

    def has(self, way: str) -> bool:
        """Tell whether a round may end so."""
        return way in self.type.members

    def failed(self, why: str) -> str:
        """Give the name of a failure: of several the later ones are numbered."""
        return _failure(self.fails.index(why))


def loop(run: Run, statement: For) -> None:
    """Execute a loop."""
    iterable = run.translate(statement.iterable)
    done = effects(statement.body)
    changed = [name for name in done.locals if name in run.locals]
    changed += [name for name in statement.targets if name in run.locals and name not in changed]
    ways_out = done.guards + len(done.fails)
    if not (done.fields or changed or done.breaks or ways_out) and done.returned is not None:
        found = _quantified(run, statement, iterable, Quantifier.ANY)
        run.end_where(run.condition(found, statement.span), Ending.RETURN, done.returned)
        return
    if done.fields or changed or done.breaks or done.returns or ways_out > 1:
        _general(run, statement, iterable, done, changed)
    else:
        _checks(run, statement, iterable, done)


def _checks(run: Run, statement: For, iterable: Expr, done: Effects) -> None:
    """Execute a loop that changes nothing: all rounds must pass, or none may fail.

    One that has neither is still evaluated, for the errors and choices in it.
    """
    if done.fails:
        test = _quantified(run, statement, iterable, Quantifier.ANY)
        run.refuse(test, done.fails[0], statement.span)
    else:
        test = _quantified(run, statement, iterable, Quantifier.ALL)
        if done.guards:
            run.require(test, statement.span)
        else:
            run.short(test, "evaluated", statement.span)


def _quantified(run: Run, statement: For, iterable: Expr, quantifier: Quantifier) -> Expr:
    """Tell as an expression whether all rounds reach their end, or any one does not."""
    through, out = (TRUE, FALSE) if quantifier is Quantifier.ALL else (FALSE, TRUE)

    def finish(_run: Run, ending: Ending, _value: Expr | None) -> Expr:
        return out if ending is Ending.RETURN else through

    with run.names.scoped(statement.targets) as fresh:
        inner = run.inner(Shape(finish, Ends(out, lambda _why: out)), run.fields, run.locals)
        targets = _enter_round(inner, statement, iterable, fresh)
        inner.block(statement.body)
        generator = Generator(targets, statement.unpack, iterable, (), span=statement.span)
        return Quantified(quantifier, inner.expression(), (generator,), span=statement.span)


def _general(run: Run, statement: For, iterable: Expr, done: Effects, changed: list[str]) -> None:
    ways = _ways(done)
    wishes = [*done.fields, *changed]
    with (
        run.names.scoped(statement.targets) as fresh,
        run.names.scoped(wishes) as inside,
        run.names.scoped(["status"] if len(ways) > 1 else []) as status_name,
        run.names.scoped([] if done.returns in {None, NONE} else ["result"]) as result_name,
    ):
        type_ = EnumType("Status", ways)
        going = _Loop(
            run,
            statement,
            _carried(run, done.fields, changed, inside),
            _Status(type_, Local(status_name[0], type_), done.fails) if status_name else None,
            Local(result_name[0], or_none(done.returns)) if result_name else None,
        )
        fold = going.fold(iterable, fresh)
    going.go_on(fold, done.returns)


@dataclass(frozen=True)
class _Loop:
    """A loop that changes something, or that may end in several ways."""

    run: Run
    statement: For
    carried: list[_Carried]
    status: _Status | None
    result: Local | None

    def fold(self, iterable: Expr, fresh: tuple[str, ...]) -> Fold:
        """Give the loop as a value; `fresh` are the variables of its rounds."""
        run, carried = self.run, self.carried
        fields = {each.name: each.inside for each in carried if each.is_field}
        locals_ = {each.name: each.inside for each in carried if not each.is_field}
        inner = run.inner(
            Shape(self._finish, self._ends()), {**run.fields, **fields}, {**run.locals, **locals_}
        )
        targets = _enter_round(inner, self.statement, iterable, fresh)
        inner.block(self.statement.body)
        starts = [(each.inside, each.initial) for each in carried]
        until = None
        if self.status is not None:
            running = self.status.named("running")
            starts.append((self.status.inside, running))
            until = Compare(Relation.NE, self.status.inside, running)
        if self.result is not None:
            starts.append((self.result, Literal(None, NONE)))
        return Fold(
            tuple(local.name for local, _ in starts),
            tuple(initial for _, initial in starts),
            targets,
            iterable,
            inner.expression(),
            until,
            TupleType(tuple(local.type for local, _ in starts)),
            unpack=self.statement.unpack,
            span=self.statement.span,
        )

    def _finish(self, inner: Run, ending: Ending, value: Expr | None) -> Expr:
        places = [
            (inner.fields if each.is_field else inner.locals)[each.name] for each in self.carried
        ]
        way = {Ending.BREAK: "left", Ending.RETURN: "returned"}.get(ending, "running")
        return self._leaf(places, way, value)

    def _ends(self) -> Ends:
        unchanged: list[Expr] = [each.inside for each in self.carried]

        def failed(why: str) -> Expr:
            way = "running" if self.status is None else self.status.failed(why)
            return self._leaf(unchanged, way, None)

        disabled = self.status is not None and self.status.has("disabled")
        return Ends(self._leaf(unchanged, "disabled" if disabled else "running", None), failed)

    def _leaf(self, places: list[Expr], way: str, value: Expr | None) -> Expr:
        """Give what a round ends with: the places as they are then, and how the loop goes on."""
        items = list(places)
        if self.status is not None:
            items.append(self.status.named(way))
        if self.result is not None:
            items.append(self.result if value is None else value)
        return TupleOf(tuple(items), TupleType(tuple(item.type for item in items)))

    def go_on(self, fold: Fold, returns: Type | None) -> None:
        """Take up the outcome of the loop after it."""
        run, span = self.run, self.statement.span
        items = self._outcome(fold)
        for each, item in zip(self.carried, items, strict=False):
            (run.fields if each.is_field else run.locals)[each.name] = item
        if self.status is None:
            return
        reached = items[len(self.carried)]
        if self.status.has("disabled"):
            disabled = self.status.named("disabled")
            run.require(Compare(Relation.NE, reached, disabled, span=span), span)
        for why in self.status.fails:
            failed = self.status.named(self.status.failed(why))
            run.refuse(Compare(Relation.EQ, reached, failed, span=span), why, span)
        if returns is not None:
            value = None if self.result is None else items[-1]
            if value is not None and value.type != returns:
                value = Narrow(value, returns, span=span)
            returned = Compare(Relation.EQ, reached, self.status.named("returned"), span=span)
            run.end_where(returned, Ending.RETURN, value)

    def _outcome(self, fold: Fold) -> list[Expr]:
        """Give what each name of the loop is in the end."""
        run, span = self.run, self.statement.span
        pieces = comprehensions(fold) if self.status is None else None
        if pieces is not None:
            pairs = zip(self.carried, pieces, strict=True)
            return [run.short(piece, each.name, span) for each, piece in pairs]
        if len(fold.names) == 1:
            wish = self.carried[0].name if self.carried else "status"
            return [run.short(Component(fold, 0, fold.type.items[0], span=span), wish, span)]
        whole = run.short(fold, "loop", span)
        types = enumerate(fold.type.items)
        return [Component(whole, number, type_, span=span) for number, type_ in types]


def _carried(
    run: Run, fields: Mapping[str, Type], changed: list[str], renamed: tuple[str, ...]
) -> list[_Carried]:
    found: list[_Carried] = []
    for number, name in enumerate((*fields, *changed)):
        is_field = number < len(fields)
        initial = (run.fields if is_field else run.locals)[name]
        type_ = INT if isinstance(initial.type, IntType) else initial.type
        if is_field:
            type_ = INT if isinstance(fields[name], IntType) else fields[name]
        found.append(_Carried(name, is_field, Local(renamed[number], type_), initial))
    return found


def _ways(done: Effects) -> tuple[str, ...]:
    """Give the ways in which a round may go on."""
    ways = ["running"]
    ways += ["left"] if done.breaks else []
    ways += ["disabled"] if done.guards else []
    ways += ["returned"] if done.returns else []
    return (*ways, *map(_failure, range(len(done.fails))))


def _failure(number: int) -> str:
    return "failed" if number == 0 else f"failed_{number + 1}"


def _enter_round(
    inner: Run, statement: For, iterable: Expr, fresh: tuple[str, ...]
) -> tuple[str, ...]:
    """Let the body's names for the round's element stand for `fresh`, which it gives."""
    element = element_type(iterable.type)
    types = part_types(element) if statement.unpack else (element,)
    for name, new, type_ in zip(statement.targets, fresh, types, strict=True):
        inner.locals[name] = Local(new, type_, span=statement.span)
    return fresh
