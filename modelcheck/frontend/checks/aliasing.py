"""Where CPython's references and the values of the language would come apart.

    head = self.holdback[r]        # a name for the dict in the field
    self.holdback[r][m] = entry    # changes that dict
    self.count[r] = len(head)      # CPython: counts the new entry; values: does not

Names may share an object as long as nobody changes it.  When it is changed, the other names
must be dropped, or bound anew, before they are read; and fields, which are always read again,
must not share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeAlias

from modelcheck.frontend.checks.bodies import nodes, place_text, reached, steps
from modelcheck.frontend.checks.flow import Flow
from modelcheck.frontend.checks.shapes import Names, shape_of
from modelcheck.frontend.checks.sharing import (
    NOTHING,
    Level,
    Region,
    Shape,
    aged,
    depth,
    either,
    inside,
    owned,
    repeated_above,
    shared_level,
    with_change,
    with_part,
)
from modelcheck.frontend.errors.checks import (
    ChangedWhileIterated,
    SharedEntries,
    SharedFields,
    SharedObjectChanged,
    StaleName,
)
from modelcheck.frontend.lowering.choices import root_of
from modelcheck.ir.expr import Call, Expr, ListOf, Local, Read
from modelcheck.ir.module import Module
from modelcheck.ir.stmt import (
    Assign,
    FieldPlace,
    For,
    KeyPlace,
    Perform,
    Place,
    Return,
)
from modelcheck.ir.types import StreamType
from modelcheck.ir.walk import Node, walk
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Root:
    """What holds objects: a field, a local of the body that `frame` leads to, or a loop."""

    kind: str
    """`field`, `local` or `loop`."""
    name: str
    """As the author writes it: `self.log`, `seen`."""
    frame: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed in place, where, and at which level of what shares it."""

    name: str
    span: Span
    level: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """What a root holds since when, and whether that was changed through another name."""

    shape: Shape
    since: Span
    stale: Change | None = None


Known: TypeAlias = Mapping[Root, Held]

_RESULT = Root("result", "return")
"""Holds what the helper at hand has returned on the paths that have ended."""


def find_aliasing(module: Module) -> tuple[Diagnostic, ...]:
    """Find where an object is changed that two names share (MC180 to MC184).

    Cost: every body once per call that reaches it, some times more in loops.
    """
    aliasing = _Aliasing()
    ends: list[Known] = []
    before = {
        Root("field", f"self.{each.name}"): Held(owned(each.type, f"self.{each.name}"), NOWHERE)
        for each in module.fields
    }
    for function in steps(module):
        end = aliasing.outcome(function.body, {} if function is module.init else before)
        if end is not None:
            ends.append(end)
    for claim in module.claims:
        aliasing.outcome(claim.function.body, before)
    known = {_pair(each) for each in aliasing.findings}
    for end in ends:
        late = _shared_at_end(end, aliasing.changes)
        aliasing.findings.extend(each for each in late if _pair(each) not in known)
    return tuple(dict.fromkeys(aliasing.findings))


def _pair(finding: Diagnostic) -> frozenset[str]:
    """Give the names that a finding says to share an object."""
    match finding:
        case SharedObjectChanged(name, other) | SharedFields(name, other):
            return frozenset({name, other})
        case SharedEntries(name):
            return frozenset({name})
        case _:
            return frozenset()


_Changes: TypeAlias = dict[str, dict[int, Span]]
"""The levels of each field that any body changes in place, and where."""


class _Aliasing(Flow[Known]):
    def __init__(self) -> None:
        self.findings: list[Diagnostic] = []
        self.changes: _Changes = {}
        self.frame: tuple[int, ...] = ()

    def join(self, left: Known, right: Known) -> Known:
        joined = dict(left)
        for root, held in right.items():
            joined[root] = _either(left[root], held) if root in left else held
        return joined

    def assign(self, statement: Assign, known: Known) -> Known:
        shape = self._shape(statement.value, known)
        return self._put(statement, statement.place, shape, known)

    def look(self, expr: Expr, known: Known) -> Known:
        self._shape(expr, known)
        return known

    def perform(self, statement: Perform, known: Known) -> Known | None:
        arguments = tuple(self._shape(each, known) for each in statement.call.arguments)
        after, result = self._run(statement.call, arguments, known)
        if after is None or statement.result is None:
            return after
        return self._put(statement, statement.result, result, after)

    def give_back(self, statement: Return, known: Known) -> Known:
        if statement.value is None:
            return known
        shape = self._shape(statement.value, known)
        return {**known, _RESULT: Held(shape, statement.span)}

    def begin(self, loop: For, known: Known) -> Known:
        self._lazy(loop)
        return {**known, self._iteration(loop): Held(self._shape(loop.iterable, known), loop.span)}

    def round(self, loop: For, known: Known) -> Known:
        held = known[self._iteration(loop)]
        change = held.stale
        if change is not None and change.level == 0:
            found = ChangedWhileIterated(change.name, loop.span.line, span=change.span)
            self.findings.append(found)
            change = None
        element = Held(inside(held.shape), loop.span, change)
        targets = {self._local(name): element for name in loop.targets}
        return {
            root: replace(each, shape=aged(each.shape))
            for root, each in {**known, **targets}.items()
        }

    def end(self, loop: For, known: Known) -> Known:
        return {root: held for root, held in known.items() if root != self._iteration(loop)}

    def _local(self, name: str) -> Root:
        return Root("local", name, self.frame)

    def _iteration(self, loop: For) -> Root:
        return Root("loop", str(id(loop)), self.frame)

    def _root(self, place: Place) -> Root:
        root = root_of(place)
        if isinstance(root, FieldPlace):
            return Root("field", f"self.{root.name}")
        return self._local(root.name)

    def _put(self, statement: Assign | Perform, place: Place, shape: Shape, known: Known) -> Known:
        """Give what is known after a value of this shape was put at `place`."""
        root, keys = self._root(place), _keys(place)
        for key in keys:
            self._shape(key, known)
        held = known.get(root, Held(NOTHING, statement.span))
        at = len(keys)
        if isinstance(statement, Assign) and statement.in_place and depth(place.type):
            known = self._change(root, at, statement.span, known)
            shape = inside(shape)
            after = with_change(held.shape, at + 1, shape)
        elif keys:
            if held.stale is not None:
                self._report_stale(root.name, held, held.stale, root_of(place).span)
            known = self._change(root, at - 1, statement.span, known)
            after = with_part(held.shape, at, shape)
        else:
            return {**known, root: Held(shape, statement.span)}
        shared = any(
            shared_level(other.shape, _objects(shape) - _objects(held.shape)) is not None
            for each, other in known.items()
            if each != root
        )
        again = any(each.repeated for each in after) and not any(
            each.repeated for each in held.shape
        )
        since = statement.span if shared or again else held.since
        return {**known, root: Held(after, since, held.stale)}

    def _change(self, root: Root, level: int, span: Span, known: Known) -> Known:
        """Give what is known after a change of an object that `root` has at `level`."""
        if root.kind == "field":
            self.changes.setdefault(root.name, {}).setdefault(level, span)
        if root not in known or level >= len(known[root].shape):
            return known
        held = known[root]
        if repeated_above(held.shape, level):
            self.findings.append(SharedEntries(root.name, span=span))
        objects = held.shape[level].objects
        sharing = {
            other: at
            for other, each in known.items()
            if other != root and (at := shared_level(each.shape, objects)) is not None
        }
        others = [(owner, held.since) for owner in sorted(_foreign(objects))]
        for other in sharing:
            if other.kind == "field":
                late = held.since if root.kind == "local" else known[other].since
                others.append((other.name, max(late, held.since)))
        for name, since in others:
            found = SharedObjectChanged(root.name, name, since.line, _copy(level), span=span)
            self.findings.append(found)
        if others:  # one finding is enough
            return known
        changed = {
            other: replace(known[other], stale=known[other].stale or Change(root.name, span, at))
            for other, at in sharing.items()
        }
        return {**known, **changed}

    def _report_stale(self, name: str, held: Held, stale: Change, span: Span) -> None:
        copy = _copy(stale.level)
        found = StaleName(name, stale.name, stale.span.line, held.since.line, copy, span=span)
        self.findings.append(found)

    def _shape(self, expr: Expr, known: Known) -> Shape:
        """Give the objects of `expr`; find the names in it that were changed through others."""

        def local(read: Local) -> Shape:
            held = known.get(self._local(read.name))
            if held is None:
                return NOTHING
            if held.stale is not None:
                self._report_stale(read.name, held, held.stale, read.span)
            return held.shape

        def state(read: Read) -> Shape:
            if read.old:
                return owned(read.type, f"old(self).{read.name}")
            root = Root("field", f"self.{read.name}")
            return known[root].shape if root in known else NOTHING

        def call(call: Call, arguments: tuple[Shape, ...]) -> Shape:
            return self._run(call, arguments, known, in_expression=True)[1]

        return shape_of(expr, Names(self.frame, state, local, call, {}))

    def _run(
        self,
        call: Call,
        arguments: tuple[Shape, ...],
        known: Known,
        *,
        in_expression: bool = False,
    ) -> tuple[Known | None, Shape]:
        """Give what is known after a helper, and the shape of its result.

        One that changes an argument through another name is no expression: that is found.
        """
        outer = self.frame
        self.frame = (*outer, id(call))
        names = (self._local(parameter.name) for parameter in call.function.parameters)
        own = {root: Held(shape, call.span) for root, shape in zip(names, arguments, strict=True)}
        start = _before_step(known) if call.old else known
        end = self.outcome(call.function.body, {**start, **own})
        self.frame = outer
        if end is None:
            return None, NOTHING
        for root in own if in_expression else ():
            change = end[root].stale
            if change is not None:
                since = end.get(replace(root, name=change.name), end[root]).since
                found = SharedObjectChanged(
                    change.name, root.name, since.line, _copy(change.level), span=change.span
                )
                self.findings.append(found)
        result = end[_RESULT].shape if _RESULT in end else NOTHING
        inner = len(outer) + 1
        left = {
            root: held
            for root, held in end.items()
            if root != _RESULT and root.frame[:inner] != (*outer, id(call))
        }
        return left, result

    def _lazy(self, loop: For) -> None:
        """Find changes of what a generator reads, which CPython evaluates round by round."""
        iterable = loop.iterable
        if not (isinstance(iterable, ListOf) and isinstance(iterable.type, StreamType)):
            return
        read = {
            f"self.{each.name}" if isinstance(each, Read) else each.name
            for each in walk(iterable)
            if isinstance(each, Read | Local)
        }
        for statement in loop.body:
            for node in walk(statement):
                for name, span in _written(node):
                    if name in read:
                        found = ChangedWhileIterated(name, loop.span.line, span=span)
                        self.findings.append(found)


def _written(node: Node) -> Iterator[tuple[str, Span]]:
    match node:
        case Assign(place):
            yield place_text(place), node.span
        case Call(function):
            for each in reached(function):
                for inner in nodes(each):
                    if isinstance(inner, Assign) and isinstance(root_of(inner.place), FieldPlace):
                        yield place_text(inner.place), node.span
        case _:
            pass


def _either(left: Held, right: Held) -> Held:
    stale = [each for each in (left.stale, right.stale) if each is not None]
    return Held(
        either(left.shape, right.shape),
        max(left.since, right.since),
        min(stale, key=lambda each: (each.span, each.name), default=None),
    )


def _keys(place: Place) -> tuple[Expr, ...]:
    return (*_keys(place.base), place.key) if isinstance(place, KeyPlace) else ()


def _objects(shape: Shape) -> frozenset[Region]:
    return frozenset(each for level in shape for each in level.objects)


def _foreign(objects: frozenset[Region]) -> set[str]:
    """Give the constants, and the fields of the state before the step, that have an object."""
    return {each.owner for each in objects if each.owner and not each.owner.startswith("self.")}


def _before_step(known: Known) -> Known:
    """Give what a helper knows that looks at the state before the step."""
    return {
        replace(root): replace(held, shape=_renamed(root.name, held.shape))
        if root.kind == "field"
        else held
        for root, held in known.items()
    }


def _renamed(name: str, shape: Shape) -> Shape:
    owner = f"old({name.split('.', maxsplit=1)[0]}).{name.split('.')[1]}"
    return tuple(Level(frozenset({Region(owner, level)})) for level in range(len(shape)))


def _copy(level: int) -> str:
    """Say how to copy a container so that the objects at `level` below it are copied too."""
    if level == 0:
        return "`.copy()`"
    return "of a dict, `{k: v.copy() for k, v in ....items()}`"


def _shared_at_end(end: Known, changes: _Changes) -> Iterator[Diagnostic]:
    """Find fields that share an object after a step, where some body changes it in place."""
    fields = {root: held for root, held in end.items() if root.kind == "field"}
    for root, held in fields.items():
        changed = changes.get(root.name, {})
        for level, each in enumerate(held.shape):
            where = _changed_at(changed, level)
            if each.repeated and where is not None:
                yield SharedEntries(root.name, span=held.since)
            for owner in sorted(_foreign(each.objects)):
                if where is not None:
                    copy = _copy(level)
                    yield SharedFields(root.name, owner, where.line, copy, span=held.since)
    for (one, mine), (other, theirs) in combinations(fields.items(), 2):
        for level, each in enumerate(mine.shape):
            at = shared_level(theirs.shape, each.objects)
            if at is None:
                continue
            where = _changed_at(changes.get(one.name, {}), level)
            where = where or _changed_at(changes.get(other.name, {}), at)
            if where is not None:
                late, early = (one, other) if mine.since > theirs.since else (other, one)
                span = max(mine.since, theirs.since)
                yield SharedFields(late.name, early.name, where.line, _copy(level), span=span)
                break


def _changed_at(changed: Mapping[int, Span], level: int) -> Span | None:
    """Give where something at `level` or below is changed in place."""
    return next((span for each, span in sorted(changed.items()) if each >= level), None)
