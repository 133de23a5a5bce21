"""Statements and bodies as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.expr import Call
from modelcheck.ir.layout import Doc, Nest, enclosed, joined, lay_out
from modelcheck.ir.stmt import (
    Assign,
    Break,
    Continue,
    Fail,
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
from modelcheck.ir.text import expr_doc, targets_text
from modelcheck.ir.types import show_type
from modelcheck.ir.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from modelcheck.ir.stmt import Function, Parameter

WIDTH = 100
_INDENT = 2


def parameters_doc(parameters: Iterable[Parameter]) -> Doc:
    """Give parameters with their types, one of a bounded record as `m: Vote in network`."""
    parts: list[Doc] = []
    for each in parameters:
        within: Doc = () if each.domain is None else (" in ", expr_doc(each.domain))
        parts.append((f"{each.name}: {show_type(each.type)}", within))
    return joined(parts, ", ")


def function_lines(title: str, function: Function) -> list[str]:
    """Give a body with its head, the first line of its docstring, and its statements."""
    result = "" if function.result is None else f" -> {show_type(function.result)}"
    head = (f"{title} {function.name}(", parameters_doc(function.parameters), f"){result}")
    doc = [f"  {line}" for line in function.doc.strip().splitlines()[:1]]
    known = {each.name for each in function.parameters}
    return [*lay_out(head, WIDTH), *doc, *_Body(known).block(function.body, 2)]


def called_functions(bodies: Iterable[Function]) -> list[Function]:
    """Give the helpers that `bodies` run, also through others, in the order of first use."""
    found: list[Function] = []
    for body in bodies:
        for helper in _calls(body):
            if helper not in found:
                found.append(helper)
                found += [each for each in called_functions([helper]) if each not in found]
    return found


def _calls(function: Function) -> Iterator[Function]:
    for statement in function.body:
        for node in walk(statement):
            if isinstance(node, Call):
                yield node.function


class _Body:
    """Prints statements; knows which locals have been written, to type the first of each."""

    def __init__(self, known: set[str]) -> None:
        self._known = known

    def block(self, body: tuple[Stmt, ...], indent: int) -> list[str]:
        """Give the lines of `body`."""
        lines = [line for statement in body for line in self.statement(statement, indent)]
        return lines or [" " * indent + "pass"]

    def statement(self, statement: Stmt, indent: int) -> list[str]:
        """Give the lines of one statement."""
        match statement:
            case Assign(place, value):
                return self.line((self.place(place), " = ", expr_doc(value)), indent)
            case Require(test):
                return self.line(enclosed("require(", expr_doc(test), ")"), indent)
            case Fail(why):
                return self.line(f'fail("{why}")', indent)
            case If(test, then, otherwise):
                lines = self.line(("if ", expr_doc(test), ":"), indent)
                lines += self.block(then, indent + _INDENT)
                if otherwise:
                    lines += [" " * indent + "else:", *self.block(otherwise, indent + _INDENT)]
                return lines
            case For(targets, unpack, iterable, body):
                self._known |= set(targets)
                names = targets_text(targets, unpack=unpack)
                head = self.line((f"for {names} in ", expr_doc(iterable), ":"), indent)
                return head + self.block(body, indent + _INDENT)
            case Break():
                return self.line("break", indent)
            case Continue():
                return self.line("continue", indent)
            case Return(value):
                given: Doc = () if value is None else (" ", Nest(_INDENT, expr_doc(value)))
                return self.line(("return", given), indent)
            case Perform(call, result):
                place_doc: Doc = () if result is None else (self.place(result), " = ")
                return self.line((place_doc, expr_doc(call)), indent)
            case _:
                assert_never(statement)

    def line(self, doc: Doc, indent: int) -> list[str]:
        """Give `doc`, laid out and indented."""
        return [" " * indent + line for line in lay_out(doc, WIDTH, column=indent)]

    def place(self, place: Place) -> Doc:
        """Give what is assigned to; a local's type where it is first written."""
        match place:
            case FieldPlace(name):
                return name
            case LocalPlace(name) if name in self._known:
                return name
            case LocalPlace(name, type_):
                self._known.add(name)
                return f"{name}: {show_type(type_)}"
            case KeyPlace(base, key):
                return (self.place(base), "[", expr_doc(key), "]")
            case _:
                assert_never(place)
