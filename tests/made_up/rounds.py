"""What comprehensions run over: `for p in Proc if p in self.seen`, and what is in sight inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from made_up import expressions
from made_up.pen import Pen
from made_up.scope import Scope, fits, is_ordered
from made_up.world import Var
from modelcheck.ir.types import (
    BOOL,
    INT,
    BagType,
    ListType,
    MapType,
    RecordType,
    SetType,
    Type,
    is_mutable,
)


@dataclass(frozen=True)
class Source:
    """Something to run over, and the types of what each round takes; several take it apart."""

    text: Callable[[], str]
    parts: tuple[Type, ...]
    ordered: bool
    by_key: bool = False
    """The first part is different in every round."""
    domain: bool = False
    """A sort: CPython gives its elements in the order of their indexes."""
    apart: bool = False
    """The parts are those of a record."""


@dataclass(frozen=True)
class Loop:
    """The generators of a comprehension."""

    text: str
    scope: Scope
    ordered: bool
    key: Var | None
    """A variable that is different in every round."""


def rounds(
    pen: Pen, scope: Scope, *, stops_early: bool = False, ordered: bool = False, keyed: bool = False
) -> Loop:
    """Make generators up.

    `stops_early`: the expression around may ask for some elements only, so over what has no
    order nothing may raise.  `ordered`: the order shows.  `keyed`: one generator, with a `key`.
    """
    usable = [each for each in sources(pen, scope) if each.ordered or not ordered]
    if keyed:
        usable = [each for each in usable if each.by_key]
    source = pen.pick(usable)
    names = _names(pen, scope, len(source.parts))
    text, inner = _generator(pen, scope, source, names, stops_early=stops_early)
    in_order = source.ordered
    if not keyed and scope.depth > 1 and pen.one_in(8):
        usable = [each for each in sources(pen, inner) if each.ordered or not ordered]
        second = pen.pick(usable)
        others = [pen.fresh("x") for _ in second.parts]
        more, inner = _generator(pen, inner, second, others, stops_early=stops_early)
        text, in_order = f"{text} {more}", in_order and second.ordered
    key = Var(names[0], source.parts[0]) if source.by_key else None
    return Loop(text, inner, in_order, key)


def _names(pen: Pen, scope: Scope, many: int) -> list[str]:
    """Name what a round takes, seldom like locals, which are hidden then."""
    alike = [each.text for each in scope.vars if each.text.isidentifier()]
    if len(alike) >= many and pen.one_in(8):
        return pen.some(alike, many, many)
    return [pen.fresh("x") for _ in range(many)]


def _generator(
    pen: Pen, scope: Scope, source: Source, names: list[str], *, stops_early: bool
) -> tuple[str, Scope]:
    over = source.text()
    targets = ", ".join(names) + ("," if source.apart and len(names) == 1 else "")
    if len(names) > 1 and pen.one_in(3):
        targets = f"({targets})"
    inner = replace(
        scope.deeper(),
        chooses=scope.chooses and (source.ordered or source.domain) and pen.choices > 1,
        total=scope.total or (stops_early and not source.ordered and not source.domain),
    ).with_vars(*(Var(name, part) for name, part in zip(names, source.parts, strict=True)))
    text = f"for {targets} in {over}"
    if pen.one_in(3):
        test = expressions.expr(pen, inner, BOOL)
        text, inner = f"{text} if {test}", inner.after_test(test)
    return text, inner


def sources(pen: Pen, scope: Scope) -> list[Source]:
    """Give all that can be run over here."""
    proc, rank = scope.world.sorts
    enum, item = scope.world.enum, scope.world.item
    listed = (f"list({proc.name})", f"[x for x in {proc.name}]", f"(list({proc.name}) + [FIRST])")
    found = [
        Source(lambda: proc.name, (proc,), ordered=False, by_key=True, domain=True),
        Source(lambda: item.name, (item,), ordered=False, by_key=True, domain=True),
        Source(lambda: pen.pick(listed), (proc,), ordered=False, domain=True),
        Source(lambda: rank.name, (rank,), ordered=True, by_key=True),
        Source(lambda: enum.name, (enum,), ordered=True, by_key=True),
        Source(lambda: _range(pen, scope), (INT,), ordered=True, by_key=True),
        Source(lambda: "STEPS", (INT,), ordered=True),
    ]
    for var in scope.vars:
        found += _of(var)
    return found


def _range(pen: Pen, scope: Scope) -> str:
    if scope.depth > 0 and pen.one_in(3):
        end = expressions.expr(pen, scope.deeper(), INT)
        if not scope.total and pen.slips():
            return f"range(2, -1, min(max({end}, -1), 1))"
        return f"range(min({end}, 3))"
    return pen.pick(("range(3)", "range(1, LIMIT)", "range(2, -1, -1)", "range(0, 5, 2)"))


def _of(var: Var) -> Iterator[Source]:
    text = var.text
    match var.type:
        case SetType(element):
            yield Source(lambda: text, (element,), ordered=False, by_key=True)
            yield Source(lambda: f"list({text})", (element,), ordered=False)
            if isinstance(element, RecordType):
                yield Source(lambda: text, _parts(element), ordered=False, apart=True)
            if is_ordered(element):
                yield Source(lambda: f"sorted({text})", (element,), ordered=True, by_key=True)
        case ListType(element) if not is_mutable(element):
            yield Source(lambda: text, (element,), ordered=True)
            yield Source(lambda: f"reversed({text})", (element,), ordered=True)
            yield Source(lambda: f"{text}[1:]", (element,), ordered=True)
            if isinstance(element, RecordType):
                yield Source(lambda: text, _parts(element), ordered=True, apart=True)
        case ListType(element):
            yield Source(lambda: text, (element,), ordered=True)
        case BagType(element):
            yield Source(lambda: text, (element,), ordered=False, by_key=True)
        case MapType(key, value):
            yield Source(lambda: text, (key,), ordered=False, by_key=True)
            yield Source(lambda: f"{text}.items()", (key, value), ordered=False, by_key=True)
            yield Source(lambda: f"{text}.values()", (value,), ordered=False)
            yield Source(lambda: f"{text}.keys()", (key,), ordered=False, by_key=True)
        case _:
            pass


def _parts(record: RecordType) -> tuple[Type, ...]:
    return tuple(part for _, part in record.fields)


def held(scope: Scope, wanted: Type) -> list[str]:
    """Give what is in sight and has elements of the type, to be taken as it is."""
    found = ["STEPS"] if wanted == INT else []
    for var in scope.vars:
        match var.type:
            case SetType(element) | ListType(element) if fits(element, wanted):
                found.append(var.text)
            case MapType(key, value):
                found += [f"{var.text}.values()"] if fits(value, wanted) else []
                found += [var.text] if fits(key, wanted) else []
            case _:
                pass
    return found


def countable(pen: Pen, scope: Scope) -> str:
    """Give something that has a size."""
    sized = [
        each.text
        for each in scope.vars
        if isinstance(each.type, SetType | MapType | ListType | BagType)
    ]
    sized += [sort.name for sort in scope.world.sorts]
    if scope.depth <= 0 or pen.mostly():
        return pen.pick(sized)
    loop = rounds(pen, scope)
    element = expressions.expr(pen, loop.scope, pen.pick(scope.world.sorts))
    if pen.one_in(2):
        return f"[{element} {loop.text}]"
    return f"{{{element} {loop.text}}}"
