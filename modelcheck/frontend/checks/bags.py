"""Counts that fell to zero: CPython keeps the element as a key until the step is over.

Between steps a bag has no such elements, so only what a body asks after it may have lowered a
count differs: `in`, `len` and iteration.  Counts themselves, `total()` and comparisons agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from modelcheck.frontend.checks.bodies import steps
from modelcheck.frontend.checks.flow import Flow
from modelcheck.frontend.errors.checks import ZeroCountSeen
from modelcheck.ir.expr import (
    Arith,
    ArithOp,
    At,
    BagBinary,
    BagOp,
    Call,
    Conditional,
    Constant,
    Convert,
    Expr,
    Extreme,
    Generator,
    GetOr,
    Literal,
    Local,
    Lookup,
    Membership,
    Narrow,
    OneOf,
    Read,
    Size,
    Sorted,
    Subsets,
    Sum,
    The,
    Updated,
)
from modelcheck.ir.module import Module
from modelcheck.ir.stmt import Assign, FieldPlace, For, KeyPlace, LocalPlace, Perform, Place, Return
from modelcheck.ir.types import BagType, IntType
from modelcheck.ir.walk import Node, walk
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import Span

Known: TypeAlias = Mapping[str, Span]
"""Where a count in a bag may have been lowered, by the field (`self.c`) or local that has it."""


def find_zero_counts(module: Module) -> tuple[Diagnostic, ...]:
    """Find where elements of a bag are asked for that CPython may still have 0 times (MC193)."""
    flow = _Lowered()
    for function in steps(module):
        flow.run(function.body, {})
    for claim in module.claims:
        flow.run(claim.function.body, {})
    return tuple(dict.fromkeys(flow.findings))


class _Lowered(Flow[Known]):
    def __init__(self) -> None:
        self.findings: list[Diagnostic] = []

    def join(self, left: Known, right: Known) -> Known:
        return {name: min(left.get(name, span), span) for name, span in {**left, **right}.items()}

    def assign(self, statement: Assign, known: Known) -> Known:
        self._see(statement.value, known)
        self._see(statement.place, known)
        place, value = statement.place, statement.value
        name = _root(place)
        lowers = _lowers(place, value)
        source = _lowered_in(value, known)
        if lowers:
            return {**known, name: statement.span}
        if source is not None:
            return {**known, name: source}
        if isinstance(place, FieldPlace | LocalPlace) and not statement.in_place:
            return {each: span for each, span in known.items() if each != name}
        return known

    def look(self, expr: Expr, known: Known) -> Known:
        self._see(expr, known)
        return known

    def perform(self, statement: Perform, known: Known) -> Known | None:
        for argument in statement.call.arguments:
            self._see(argument, known)
        after = self.outcome(statement.call.function.body, _inside(statement.call, known))
        if after is None:
            return None
        fields = {name: span for name, span in after.items() if name.startswith("self.")}
        mine = {name: span for name, span in known.items() if not name.startswith("self.")}
        if statement.result is not None and "return" in after:
            mine[_root(statement.result)] = after["return"]
        return {**fields, **mine}

    def give_back(self, statement: Return, known: Known) -> Known:
        if statement.value is None:
            return known
        self._see(statement.value, known)
        source = _lowered_in(statement.value, known)
        return known if source is None else {**known, "return": source}

    def begin(self, loop: For, known: Known) -> Known:
        self._see(loop.iterable, known)
        self._ask(loop.iterable, known)
        return known

    def round(self, loop: For, known: Known) -> Known:
        return {name: span for name, span in known.items() if name not in loop.targets}

    def _see(self, node: Node, known: Known) -> None:
        """Find the questions in `node` that a lowered count may answer wrongly."""
        if not known:
            return
        for each in walk(node):
            match each:
                case Membership(_, container) | Size(container) | Generator(iterable=container):
                    self._ask(container, known)
                case Convert(operand, type_) if not isinstance(type_, BagType):
                    self._ask(operand, known)
                case (
                    Sorted(operand)
                    | Sum(operand)
                    | The(operand)
                    | Subsets(operand)
                    | OneOf(operand)
                    | Extreme(operand=operand)
                ):
                    self._ask(operand, known)
                case Call(function):
                    self.run(function.body, _inside(each, known))
                case _:
                    pass

    def _ask(self, container: Expr, known: Known) -> None:
        if not isinstance(container.type, BagType):
            return
        name = _source(container)
        if name is not None and name in known:
            self.findings.append(ZeroCountSeen(name, known[name].line, span=container.span))


def _inside(call: Call, known: Known) -> Known:
    """Give what is known at the start of a helper: of fields, and of arguments by their names."""
    fields = {name: span for name, span in known.items() if name.startswith("self.")}
    for parameter, argument in zip(call.function.parameters, call.arguments, strict=True):
        source = _lowered_in(argument, known)
        if source is not None:
            fields[parameter.name] = source
    return fields


def _lowers(place: Place, value: Expr) -> bool:
    """Tell whether an assignment may leave an element with the count 0."""
    if isinstance(place, KeyPlace) and isinstance(place.base.type, BagType):
        return not _positive(value)
    match value:
        case Updated(_, _, count, type_) if isinstance(type_, BagType):
            return not (_positive(count) or count == Literal(0, count.type))
        case _:
            return False


def _positive(count: Expr) -> bool:
    match count:
        case Arith(ArithOp.ADD, left, right):
            return _positive(left) or _positive(right)
        case Literal(int(value)) | Constant(value=int(value)):
            return value > 0
        case Local(type=IntType(low=int(low))):
            return low > 0  # a parameter; a field may leave its bounds within a step
        case _:
            return False


def _lowered_in(value: Expr, known: Known) -> Span | None:
    """Give where a count was lowered that `value`, another name for a bag or a copy, has."""
    match value:
        case Conditional(_, then, otherwise):
            first = _lowered_in(then, known)
            return _lowered_in(otherwise, known) if first is None else first
        case Convert(operand, type_) if type_ == operand.type:
            return _lowered_in(operand, known)
        case BagBinary(BagOp.SUM | BagOp.UPDATE, left, right):  # `update` keeps both's zeros
            first = _lowered_in(left, known)
            return _lowered_in(right, known) if first is None else first
        case _:
            name = _source(value)
            return None if name is None else known.get(name)


def _source(container: Expr) -> str | None:
    """Give the field or local that a bag is, or is in."""
    match container:
        case Read(name):
            return f"self.{name}"
        case Local(name):
            return name
        case Narrow(operand) | Lookup(operand) | At(operand) | GetOr(operand):
            return _source(operand)
        case _:
            return None


def _root(place: Place) -> str:
    match place:
        case FieldPlace(name):
            return f"self.{name}"
        case LocalPlace(name):
            return name
        case KeyPlace(base):
            return _root(base)
