"""Loops over a symmetric sort: no round may see which rounds came before it.

    for p in Process:
        self.view[p] = set()             # under its own key
        self.network.add(Message(p))     # adding commutes
        if len(self.network) < 3: ...    # reads what other rounds added: refused

Then the rounds may run in any order, and elements stay interchangeable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

from modelcheck.frontend.checks.bodies import every_function, nodes
from modelcheck.frontend.checks.flow import Flow
from modelcheck.frontend.errors.checks import (
    SymmetricLoopLeft,
    SymmetricLoopRead,
    SymmetricLoopWrite,
)
from modelcheck.frontend.lowering.choices import has_choice, root_of
from modelcheck.ir.expr import (
    Arith,
    ArithOp,
    At,
    BagBinary,
    BagOp,
    Call,
    Conditional,
    CountOf,
    Domain,
    Expr,
    Generator,
    GetOr,
    Literal,
    Local,
    Lookup,
    Membership,
    Narrow,
    Read,
    Removed,
    SetBinary,
    SetDisplay,
    SetOp,
    Updated,
)
from modelcheck.ir.module import Module
from modelcheck.ir.stmt import (
    Assign,
    Break,
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
from modelcheck.ir.types import SortType
from modelcheck.ir.walk import Node, children, walk
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import Span


@dataclass(frozen=True, slots=True)
class Root:
    """A field (`self.view`), or a local of the body that the path of calls `frame` leads to."""

    name: str
    frame: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Adding:
    """Rounds add to a set or a bag: in any order they add up to the same."""


@dataclass(frozen=True, slots=True)
class Own:
    """Rounds write under their own element, which is the key `depth` levels down."""

    depth: int


Way: TypeAlias = Adding | Own


@dataclass(frozen=True, slots=True)
class Mark:
    """In which ways, all of them order-blind, the rounds of a loop have written a root.

    With no way left, the last round decides; for locals that is found when they are read.
    `carried`: another round may have written it, not only the one at hand.
    """

    ways: frozenset[Way]
    carried: bool = False


Known: TypeAlias = Mapping[tuple[int, Root], Mark]
"""The marks that each loop, by its identity, has made so far."""


def find_symmetry_breaks(module: Module) -> tuple[Diagnostic, ...]:
    """Find what lets the order of a loop over a symmetric sort show (MC187, MC188, MC189)."""
    findings: list[Diagnostic] = []
    for function in every_function(module):
        loops = [each for each in nodes(function) if isinstance(each, For) and sort_of(each)]
        if loops:
            rounds = _Rounds()
            rounds.run(function.body, {})
            findings += rounds.findings
            for loop in loops:
                findings += _left(loop)
    return tuple(dict.fromkeys(findings))


def sort_of(loop: For) -> SortType | None:
    """Give the symmetric sort that `loop` runs over, `None` if it runs over something else."""
    match loop.iterable:
        case Domain(SortType(symmetric=True) as sort):
            return sort
        case _:
            return None


def _sort_name(loop: For) -> str:
    sort = sort_of(loop)
    return "" if sort is None else sort.name


def _left(loop: For) -> Iterator[Diagnostic]:
    """Find how the loop is left early, unless only the fact of leaving is told."""
    name = _sort_name(loop)
    for broken in _breaks(loop.body):
        yield SymmetricLoopLeft("break", name, span=broken.span)
    inner = [node for each in loop.body for node in walk(each)]
    returns = [node for node in inner if isinstance(node, Return)]
    values = {node.value for node in returns}
    writes = any(
        isinstance(node, Perform)
        or (isinstance(node, Assign) and isinstance(root_of(node.place), FieldPlace))
        for node in inner
    )
    told = len(values) == 1 and all(isinstance(each, Literal) for each in values) and not writes
    # Which round comes first, one that returns or one that disables the step, must not show.
    told = told and not any(isinstance(node, Require) for node in inner)
    told = told and not any(map(has_choice, loop.body))
    if not told:
        for each in returns:
            yield SymmetricLoopLeft("return", name, span=each.span)


def _breaks(body: tuple[Stmt, ...]) -> Iterator[Break]:
    for statement in body:
        match statement:
            case Break():
                yield statement
            case If(_, then, otherwise):
                yield from _breaks(then)
                yield from _breaks(otherwise)
            case _:
                pass


class _Rounds(Flow[Known]):
    def __init__(self) -> None:
        self.findings: list[Diagnostic] = []
        self.loops: list[For] = []
        """The symmetric loops around, in helpers too."""
        self.known_loops: dict[int, For] = {}
        self.variables: dict[Root, For] = {}
        """Whose own element a local is."""
        self.frame: tuple[int, ...] = ()
        self.counting: Root | None = None
        """The local that the assignment at hand counts up, as in `n += 1`."""
        self.counters: set[tuple[int, Root]] = set()
        """The locals that rounds count up: found once, wherever else they are read."""

    def join(self, left: Known, right: Known) -> Known:
        joined = dict(left)
        for key, mark in right.items():
            mine = joined.get(key, mark)
            joined[key] = Mark(mine.ways & mark.ways, mine.carried or mark.carried)
        return joined

    def assign(self, statement: Assign, known: Known) -> Known:
        if not self.loops and not known:
            return known
        place, value = statement.place, statement.value
        self.counting = self._root(place) if _counts(place, value) else None
        for part in _other_parts(place, value):
            self._read(part, known)
        self.counting = None
        return self._write(place, value, statement.span, known)

    def look(self, expr: Expr, known: Known) -> Known:
        self._read(expr, known)
        return known

    def perform(self, statement: Perform, known: Known) -> Known | None:
        for argument in statement.call.arguments:
            self._read(argument, known)
        after = self._inside(statement.call, known) if self.loops else known
        if after is None or statement.result is None:
            return after
        for key in _keys(statement.result):
            self._read(key, after)
        return self._write(statement.result, None, statement.span, after)

    def give_back(self, statement: Return, known: Known) -> Known:
        if statement.value is not None:
            self._read(statement.value, known)
        return known

    def begin(self, loop: For, known: Known) -> Known:
        self._read(loop.iterable, known)
        if sort_of(loop):
            self.loops.append(loop)
            self.known_loops[id(loop)] = loop
        return known

    def round(self, loop: For, known: Known) -> Known:
        after = {
            key: replace(mark, carried=True) if key[0] == id(loop) else mark
            for key, mark in known.items()
        }
        for name in loop.targets:
            root = Root(name, self.frame)
            self.variables.pop(root, None)
            if sort_of(loop) and not _assigns(loop, name):
                self.variables[root] = loop
            after = self._renewed(root, after)
        return after

    def end(self, loop: For, known: Known) -> Known:
        if not sort_of(loop):
            return known
        self.loops.pop()
        return {
            (number, root): replace(mark, carried=True) if number == id(loop) else mark
            for (number, root), mark in known.items()
            if number != id(loop) or not (mark.ways or root.name.startswith("self."))
        }

    def _write(self, place: Place, value: Expr | None, span: Span, known: Known) -> Known:
        """Give what is known after a write, having found one that shows an order."""
        root = self._root(place)
        is_field = isinstance(root_of(place), FieldPlace)
        if isinstance(place, LocalPlace) and not _updates(place, value):
            return self._renewed(root, known)
        after = dict(known)
        for loop in self.loops:
            key = (id(loop), root)
            before = known.get(key)
            if not is_field and before is not None and not before.ways and not before.carried:
                continue
            ways = frozenset(self._ways(place, value, loop))
            if before is not None:
                ways &= before.ways
            if is_field and not ways:
                written = SymmetricLoopWrite(
                    root.name, _sort_name(loop), loop.targets[0], span=span
                )
                self.findings.append(written)
                after.pop(key, None)
                continue
            after[key] = Mark(ways, before is not None and before.carried)
        return after

    def _renewed(self, root: Root, known: Known) -> dict[tuple[int, Root], Mark]:
        """Give what is known once a local has a new value, of the rounds at hand."""
        others = {key: mark for key, mark in known.items() if key[1] != root}
        return {**others, **{(id(each), root): Mark(frozenset()) for each in self.loops}}

    def _ways(self, place: Place, value: Expr | None, loop: For) -> Iterator[Way]:
        keys = _keys(place)
        for depth, key in enumerate(keys):
            if self._is_own(key, loop):
                yield Own(depth)
        if value is None:
            return
        if _adds(place, value):
            yield Adding()
        changed = _changed_key(place, value)
        if changed is not None and self._is_own(changed, loop):
            yield Own(len(keys))

    def _is_own(self, key: Expr, loop: For) -> bool:
        match key:
            case Local(name):
                return self.variables.get(Root(name, self.frame)) is loop
            case Narrow(operand):
                return self._is_own(operand, loop)
            case _:
                return False

    def _read(self, node: Node, known: Known) -> None:
        """Find what `node` reads that other rounds may have written."""
        if self.loops or any(mark.carried for mark in known.values()):
            self._visit(node, (), frozenset(), known)

    def _visit(
        self, node: Node, keys: tuple[Expr, ...], hidden: frozenset[str], known: Known
    ) -> None:
        """Look at a node that is then asked for `keys`; comprehensions hide names."""
        match node:
            case Lookup(operand, key) | At(operand, key) | CountOf(operand, key):
                self._visit(key, (), hidden, known)
                self._visit(operand, (key, *keys), hidden, known)
            case GetOr(operand, key, default):
                self._visit(key, (), hidden, known)
                self._visit(default, (), hidden, known)
                self._visit(operand, (key, *keys), hidden, known)
            case Membership(element, container):
                self._visit(element, (), hidden, known)
                self._visit(container, (element,), hidden, known)
            case Narrow(operand):
                self._visit(operand, keys, hidden, known)
            case Read(name):
                self._look_up(Root(f"self.{name}"), keys, hidden, node.span, known)
            case Local(name):
                if name not in hidden:
                    self._look_up(Root(name, self.frame), keys, hidden, node.span, known)
            case _:
                if isinstance(node, Call) and self.loops:
                    self._inside(node, known, hidden)
                inner = hidden.union(
                    *(each.targets for each in children(node) if isinstance(each, Generator))
                )
                for each in children(node):
                    self._visit(each, (), inner, known)

    def _look_up(
        self, root: Root, keys: tuple[Expr, ...], hidden: frozenset[str], span: Span, known: Known
    ) -> None:
        for (number, written), mark in known.items():
            if written != root or not mark.carried:
                continue
            loop = self.known_loops[number]
            own = any(
                isinstance(way, Own)
                and way.depth < len(keys)
                and self._is_own(keys[way.depth], loop)
                and not _mentions(keys[way.depth], hidden)
                for way in mark.ways
            )
            if not own and (number, root) not in self.counters:
                self._report_read(root, loop, span)

    def _report_read(self, root: Root, loop: For, span: Span) -> None:
        sort, variable = _sort_name(loop), loop.targets[0]
        instead = f"read it before the loop, or only under `[{variable}]`"
        if root == self.counting:
            self.counters.add((id(loop), root))
            instead = (
                f"write `{root.name} = sum(1 for {variable} in {sort} if ...)`, without a loop"
            )
        self.findings.append(SymmetricLoopRead(root.name, sort, instead, span=span))

    def _inside(
        self, call: Call, known: Known, hidden: frozenset[str] = frozenset()
    ) -> Known | None:
        """Give what is known after a helper was run; comprehensions hide names from its call."""
        outer = self.frame
        self.frame = (*outer, id(call))
        for parameter, argument in zip(call.function.parameters, call.arguments, strict=True):
            if isinstance(argument, Local) and argument.name not in hidden:
                loop = self.variables.get(Root(argument.name, outer))
                if loop is not None:
                    self.variables[Root(parameter.name, self.frame)] = loop
        after = self.outcome(call.function.body, known)
        self.frame = outer
        return after

    def _root(self, place: Place) -> Root:
        root = root_of(place)
        if isinstance(root, FieldPlace):
            return Root(f"self.{root.name}")
        return Root(root.name, self.frame)


def _assigns(loop: For, name: str) -> bool:
    """Tell whether the rounds of `loop` give a local another value."""
    for statement in loop.body:
        for node in walk(statement):
            match node:
                case Assign(LocalPlace(other)) | Perform(result=LocalPlace(other)) if other == name:
                    return True
                case For(targets=targets) if name in targets:
                    return True
                case _:
                    pass
    return False


def _keys(place: Place) -> tuple[Expr, ...]:
    return (*_keys(place.base), place.key) if isinstance(place, KeyPlace) else ()


def _is_place(expr: Expr, place: Place) -> bool:
    """Tell whether `expr` reads what is at `place`."""
    match expr, place:
        case Narrow(operand), _:
            return _is_place(operand, place)
        case Read(name, False), FieldPlace(other):
            return name == other
        case Local(name), LocalPlace(other):
            return name == other
        case (
            (Lookup(operand, key) | At(operand, key) | CountOf(operand, key)),
            KeyPlace(base, at),
        ):
            return key == at and _is_place(operand, base)
        case _:
            return False


def _adds(place: Place, value: Expr) -> bool:
    """Tell whether the value is what is at the place, and more: for sets, bags and counts."""
    match value:
        case SetBinary(SetOp.UNION, left, right) | BagBinary(BagOp.SUM | BagOp.UPDATE, left, right):
            return any(_is_place(each, place) or _adds(place, each) for each in (left, right))
        case Arith(ArithOp.ADD, CountOf() as count, _):
            return _is_place(count, place)
        case _:
            return False


def _counts(place: Place, value: Expr) -> bool:
    """Tell whether the value is the number that a local has, and more."""
    match place, value:
        case LocalPlace(), Arith(ArithOp.ADD, left, right):
            return _is_place(left, place) or _is_place(right, place)
        case _:
            return False


def _changed_key(place: Place, value: Expr) -> Expr | None:
    """Give the only key or member of what is at the place that differs in the value."""
    match value:
        case Removed(operand, key) | Updated(operand, key) if _is_place(operand, place):
            return key
        case SetBinary(SetOp.UNION | SetOp.DIFFERENCE, left, SetDisplay((member,))):
            return member if _is_place(left, place) else None
        case Conditional(_, then, otherwise):  # `pop` and `setdefault`, which may do nothing
            if _is_place(then, place):
                return _changed_key(place, otherwise)
            return _changed_key(place, then) if _is_place(otherwise, place) else None
        case _:
            return None


def _updates(place: Place, value: Expr | None) -> bool:
    return value is not None and (_adds(place, value) or _changed_key(place, value) is not None)


def _other_parts(place: Place, value: Expr) -> Iterator[Node]:
    """Give what an assignment reads besides the place itself, where it updates that."""
    yield from _keys(place)
    if not _updates(place, value):
        yield value
        return
    is_updated = False
    for each in children(value):
        operand = cast("Expr", each)  # an update has no generators
        if is_updated and not isinstance(value, Conditional):
            yield operand  # in `n += n` the second is read
        elif _updates(place, operand):
            yield from _other_parts(place, operand)
            is_updated = True
        elif _is_place(operand, place):
            is_updated = True
        else:
            yield operand


def _mentions(expr: Expr, names: frozenset[str]) -> bool:
    return any(isinstance(each, Local) and each.name in names for each in walk(expr))
