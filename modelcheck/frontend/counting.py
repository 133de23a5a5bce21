"""The bounds of a spec's fields as the file has them: `Interval(ge=0, le=N - F)`, not `0..3`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from modelcheck.frontend.arithmetic import literal
from modelcheck.frontend.dependence import Dependence, listed
from modelcheck.frontend.errors.unknowns import NotCounters
from modelcheck.frontend.lowering.context import Found
from modelcheck.ir.expr import Arith, ArithOp, Expr
from modelcheck.ir.module import Field
from modelcheck.ir.types import BagType, IntType, ListType, MapType, RecordType, Type
from modelcheck.ir.unknowns import Between, Bounds, OfFields, OfValues, Unbounded

_Side: TypeAlias = Literal["low", "high"]

_SIDES: Final[dict[str, tuple[_Side, int]]] = {
    "ge": ("low", 0),
    "gt": ("low", 1),
    "le": ("high", 0),
    "lt": ("high", -1),
}
"""The end of an interval that each word bounds, and what makes the bound inclusive."""


def bounds_of(field: Field, annotation: ast.expr | None, dependence: Dependence) -> Bounds:
    """Give the bounds of a field; `annotation` is `None` where another file has it.

    Raises: `Found` with MC344 when they depend on an unknown, and it is no counter.
    """
    return _Reader(field, dependence).read(annotation, field.type)


@dataclass(frozen=True)
class _Reader:
    field: Field
    dependence: Dependence

    def read(self, node: ast.expr | None, type_: Type) -> Bounds:
        if node is None or not self.dependence.of(node):
            return _of_type(type_)
        match node, type_:
            case ast.Name(id=name), _ if name in self.dependence.aliases:
                return self.read(self.dependence.aliases[name], type_)
            case ast.Name(id=name), RecordType() if name in self.dependence.classes:
                return self._record(self.dependence.classes[name], type_)
            case ast.Subscript(value=head, slice=inner), _ if _word(head) == "Ghost":
                return self.read(inner, type_)
            case ast.Subscript(value=head, slice=ast.Tuple(elts=[base, *metadata])), _ if (
                _word(head) == "Annotated"
            ):
                return self._annotated(base, metadata, type_)
            case ast.Subscript(slice=ast.Tuple(elts=[key, value])), MapType():
                if self.dependence.of(key):
                    raise Found(
                        self._no(f"how many keys, `{ast.unparse(key)}`, it has {self._depend(key)}")
                    )
                return OfValues(self.read(value, type_.value))
            case _:
                raise Found(self._no(f"`{ast.unparse(node)}` {self._depend(node)}"))

    def _record(self, node: ast.ClassDef, type_: RecordType) -> Bounds:
        annotations = dict(annotations_in(node))
        return OfFields(
            tuple((name, self.read(annotations.get(name), each)) for name, each in type_.fields)
        )

    def _annotated(self, base: ast.expr, metadata: list[ast.expr], type_: Type) -> Bounds:
        is_fixed = not any(self.dependence.of(each) for each in metadata)
        is_half = is_fixed or not self.dependence.of(base)
        if is_half and isinstance(type_, IntType) and _word(base) != "int":
            # An integer keeps both bounds, and which of them is narrower depends.
            raise Found(self._no(f"bounds stand in `{ast.unparse(base)}` and beside it"))
        if is_fixed:
            return self.read(base, type_)
        depends = self._depend(*metadata)
        match type_:
            case IntType() if not self.dependence.of(base):
                return self._interval(metadata)
            case ListType():
                raise Found(self._no(f"the length of the list {depends}"))
            case BagType():
                raise Found(self._no(f"what the Counter may hold {depends}"))
            case _:
                raise Found(self._no(f"what bounds `{ast.unparse(base)}` {depends}"))

    def _interval(self, metadata: list[ast.expr]) -> Between:
        ends: dict[_Side, Expr] = {}
        for word, node in [pair for each in metadata for pair in self._bounds(each)]:
            side, step = _SIDES[word]
            bound = self.dependence.arithmetic.read(node)
            if bound is None or side in ends:
                raise Found(self._unread(node))
            ends[side] = Arith(ArithOp.ADD, bound, literal(step)) if step else bound
        return Between(ends.get("low"), ends.get("high"))

    def _bounds(self, node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        """Give the words and bounds of `Interval(ge=0, le=N)`, or of `Ge(0)` and the like."""
        match node:
            case ast.Call(func=function, args=[], keywords=words) if _word(function) == "Interval":
                for each in words:
                    if each.arg not in _SIDES:
                        raise Found(self._unread(each))
                    yield each.arg, each.value
            case ast.Call(func=function, args=[bound], keywords=[]) if (
                _word(function).lower() in _SIDES
            ):
                yield _word(function).lower(), bound
            case _:
                raise Found(self._unread(node))

    def _unread(self, bound: ast.AST) -> NotCounters:
        return self._no(f"the bound `{ast.unparse(bound)}` is not followed")

    def _no(self, why: str) -> NotCounters:
        return NotCounters(self.field.name, why, span=self.field.span)

    def _depend(self, *nodes: ast.expr) -> str:
        names = frozenset[str]().union(*(self.dependence.of(each) for each in nodes))
        return f"depends on {listed(names)}"


def annotations_in(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    """Give the fields that a class declares, and the annotation of each."""
    for statement in node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                yield name, annotation
            case _:
                pass


def _word(node: ast.expr) -> str:
    """Give the last part of a dotted name."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _of_type(type_: Type) -> Bounds:
    """Give the bounds of a type in which nothing is unknown."""
    match type_:
        case IntType(low, high):
            ends = (None if each is None else literal(each) for each in (low, high))
            return Between(*ends)
        case MapType(value=value):
            return OfValues(_of_type(value))
        case RecordType(fields=fields):
            return OfFields(tuple((name, _of_type(each)) for name, each in fields))
        case _:
            return Unbounded()
