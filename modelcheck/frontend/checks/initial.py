"""Definite assignment: @init sets every field on every path, and reads none before it is set."""

from __future__ import annotations

from typing import TypeAlias

from modelcheck.frontend.checks.flow import Flow
from modelcheck.frontend.errors.checks import FieldReadBeforeSet, FieldsUnset
from modelcheck.frontend.lowering.choices import root_of
from modelcheck.ir.expr import Call, Expr, Read
from modelcheck.ir.module import Module
from modelcheck.ir.stmt import Assign, FieldPlace, For, KeyPlace, Perform, Place, Return
from modelcheck.ir.walk import Node, walk
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import Span

Known: TypeAlias = frozenset[str]
"""The fields that have a value on every path."""


def find_unset_fields(module: Module) -> tuple[Diagnostic, ...]:
    """Find the fields that @init may leave without a value (MC194) or read before (MC195)."""
    init = module.init
    flow = _Assignment()
    end = flow.outcome(init.body, frozenset())
    unset = [] if end is None else [each.name for each in module.fields if each.name not in end]
    findings: list[Diagnostic] = list(dict.fromkeys(flow.findings))
    if unset:
        names = ", ".join(f"`self.{name}`" for name in unset)
        findings.append(FieldsUnset(init.name, names, span=init.span))
    return tuple(findings)


class _Assignment(Flow[Known]):
    def __init__(self) -> None:
        self.findings: list[Diagnostic] = []

    def join(self, left: Known, right: Known) -> Known:
        return left & right

    def assign(self, statement: Assign, known: Known) -> Known:
        self._read(statement.value, known)
        return self._put(statement.place, known)

    def look(self, expr: Expr, known: Known) -> Known:
        self._read(expr, known)
        return known

    def perform(self, statement: Perform, known: Known) -> Known | None:
        for argument in statement.call.arguments:
            self._read(argument, known)
        after = self.outcome(statement.call.function.body, known)
        if after is None or statement.result is None:
            return after
        return self._put(statement.result, after)

    def give_back(self, statement: Return, known: Known) -> Known:
        if statement.value is not None:
            self._read(statement.value, known)
        return known

    def begin(self, loop: For, known: Known) -> Known:
        self._read(loop.iterable, known)
        return known

    def round(self, loop: For, known: Known) -> Known:
        del loop
        return known

    def _put(self, place: Place, known: Known) -> Known:
        root = root_of(place)
        if isinstance(place, KeyPlace):
            self._read(place, known)
            if isinstance(root, FieldPlace):
                self._need(root.name, root.span, known)
            return known
        return known | {root.name} if isinstance(root, FieldPlace) else known

    def _read(self, node: Node, known: Known) -> None:
        for each in walk(node):
            match each:
                case Read(name, _, span=span):
                    self._need(name, span, known)
                case Call(function):
                    self.run(function.body, known)
                case _:
                    pass

    def _need(self, name: str, span: Span, known: Known) -> None:
        if name not in known:
            self.findings.append(FieldReadBeforeSet(name, span=span))
