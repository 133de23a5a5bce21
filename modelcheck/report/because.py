"""Why a claim is violated, in words: the binding, the clauses that decide, the values in them.

with a = Receiver1, b = Receiver2, both are false:
  len(mine) > len(theirs)        1 > 1
  mine == theirs[: len(mine)]    [Message1] == [Message2]
"""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.expr import Arith, Compare, Domain, Expr, Membership
from modelcheck.ir.module import Claim, ClaimKind, Module
from modelcheck.ir.text import show_expr
from modelcheck.ir.values import show
from modelcheck.report.unmatched import unmatched_lines
from modelcheck.semantics.because import (
    Because,
    Branch,
    Element,
    Elements,
    Fact,
    Inside,
    Raising,
    Together,
    Witness,
    because,
    why_raises,
)
from modelcheck.semantics.env import Env, EvaluationError
from modelcheck.semantics.interpret import bindings, claim_holds
from modelcheck.semantics.verdict import PropertyKind, PropertyResult, Violated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from modelcheck.semantics.trace import Binding, State, Trace
    from modelcheck.source.span import SourceFile

_CLAUSE = 48
_LEAST = 30
_ARGUMENT = 24


def because_lines(
    module: Module, sources: Mapping[str, SourceFile], found: PropertyResult, width: int
) -> list[str]:
    """Give the lines that say why `found`, which is violated, is so.

    `sources` has the files that spans point into; lines are at most `width` wide where words
    allow it.
    """
    if not isinstance(found.verdict, Violated):
        return []
    trace, binding = found.verdict.trace, found.verdict.binding
    match found.kind:
        case PropertyKind.INVARIANT | PropertyKind.STEP_INVARIANT:
            (claim,) = [each for each in module.claims if each.name == found.name]
            return _of_claim(module, _Writer(sources, width), claim, binding, trace)
        case PropertyKind.REFINEMENT:
            refinement, unmatched = module.refinement, found.verdict.unmatched
            if refinement is None or unmatched is None:
                return []
            return unmatched_lines(refinement.abstract, unmatched, width)
        case PropertyKind.DEADLOCK:
            return _of_deadlock(module, _Writer(sources, width), trace)
        case PropertyKind.EVALUATION:
            said = found.verdict.message or ""
            lines = textwrap.wrap(said, width, break_long_words=False, break_on_hyphens=False)
            return lines + _of_raiser(module, _Writer(sources, width), found.verdict)
        case _:
            assert_never(found.kind)


def assumption_lines(
    module: Module, sources: Mapping[str, SourceFile], name: str, width: int
) -> list[str]:
    """Give the lines that say why the assumption `name` is false."""
    (claim,) = [each for each in module.of_kind(ClaimKind.ASSUME) if each.name == name]
    return _explained(module, _Writer(sources, width), claim, ())


def _of_claim(
    module: Module, writer: _Writer, claim: Claim, binding: Binding, trace: Trace
) -> list[str]:
    last = trace.steps[-1].state
    before = trace.steps[-2].state if trace.depth else None
    if last is None:
        return []
    try:
        found = because(module, claim, binding, last, before if claim.over_steps else None)
    except EvaluationError:
        return []
    lead = f"with {named(binding)}, " if binding else ""
    return writer.written(found, lead)


def _of_raiser(module: Module, writer: _Writer, violated: Violated) -> list[str]:
    """Give the operation that raises in a claim, with its values; nothing if a step raised."""
    last = violated.trace.steps[-1].state
    claims = [each for each in module.claims if each.name == violated.raiser]
    if not claims or last is None:
        return []
    before = violated.trace.steps[-2].state if violated.trace.depth else None
    old = before if claims[0].over_steps else None
    found = why_raises(module, claims[0], violated.binding, last, old)
    inner = () if found is None else found.names
    names = tuple({**dict(violated.binding), **dict(inner)}.items())
    lead = f"with {named(names)}" if names else ""
    if found is None:
        return [lead] if lead else []
    return writer.raising(found, f"{lead}, this raises:" if lead else "this raises:")


def _of_deadlock(module: Module, writer: _Writer, trace: Trace) -> list[str]:
    last = trace.steps[-1].state
    finals = module.of_kind(ClaimKind.FINAL)
    if not finals or last is None:
        return ["no action is possible after the last step, and no @final expects that"]
    lines = ["no action is possible after the last step, and it is no final state:"]
    for claim in finals:
        lines += [f"  {line}" for line in _explained(module, writer, claim, last)]
    return lines


def _explained(module: Module, writer: _Writer, claim: Claim, state: State) -> list[str]:
    """Give why `claim` is false of `state`, for the first binding for which it is."""
    try:
        for binding in bindings(claim.function.parameters, Env({}, {})):
            if isinstance(binding, tuple) and not claim_holds(module, claim, binding, state):
                lead = f"{claim.name}{f' with {named(binding)}' if binding else ''}: "
                found = because(module, claim, binding, state)
                return writer.written(found, lead)
    except EvaluationError as error:
        return [f"{claim.name}: {error}"]
    return []


def named(binding: Binding) -> str:
    """Give the names with their values: `a = Receiver1, b = Receiver2`."""
    return ", ".join(f"{name} = {show(value)}" for name, value in binding)


@dataclass(frozen=True)
class _Line:
    """A line: with `values` it is a clause, and they stand in a column of their own."""

    indent: int
    text: str
    values: str | None = None


@dataclass(frozen=True)
class _Writer:
    """Turns an explanation into lines; `sources` has the text of its clauses."""

    sources: Mapping[str, SourceFile]
    width: int

    def written(self, found: Because, lead: str) -> list[str]:
        """Give the explanation, each clause with its values to the right."""
        return self._aligned(self._block(found, lead, 0))

    def raising(self, found: Raising, lead: str) -> list[str]:
        """Give the operation that raises below `lead`, with the values of its operands."""
        values = [show(value) for each, value in found.values if not isinstance(each, Domain)]
        operator = f" {found.expr.op.value} " if isinstance(found.expr, Arith) else ", "
        clause = _Line(2, _short(self._written(found.expr)), operator.join(values))
        return self._aligned([_Line(0, lead), clause])

    def _aligned(self, lines: list[_Line]) -> list[str]:
        column = max((each.indent + len(each.text) for each in lines if each.values), default=0) + 4
        shown: list[str] = []
        for each in lines:
            if not each.values:
                shown += _wrapped(each.text, self.width, " " * each.indent, " " * (each.indent + 4))
                continue
            values = _wrapped(each.values, self.width - column)
            text = f"{' ' * each.indent}{each.text}"
            shown.append(f"{text:<{column}}{values[0]}")
            shown += [f"{' ' * column}{line}" for line in values[1:]]
        return shown

    def _block(self, found: Because, lead: str, indent: int) -> list[_Line]:
        """Give a heading that starts with `lead`, and below it what decides."""
        match found:
            case Fact():
                line, held = self._fact(found, indent + 2)
                return [_Line(indent, f"{lead}this is {_truth(held)}:"), line]
            case Together(_, held, parts):
                many = "both are" if len(parts) == 2 else f"all {len(parts)} are"  # noqa: PLR2004
                heading = f"{lead}{many} {_truth(held)}:"
                inner = [line for part in parts for line in self._part(part, held, indent + 2)]
                return [_Line(indent, heading), *inner]
            case Witness(_, _, names, body):
                return self._block(body, f"{lead}for {named(names)}, ", indent)
            case Inside(expr, _, arguments, body):
                given = _given([show(value) for _, value in arguments])
                return self._block(body, f"{lead}in {expr.function.name}({given}), ", indent)
            case Elements():
                return self._elements(found, lead, indent)
            case Branch():
                return self._branch(found, lead, indent)
            case _:
                assert_never(found)

    def _part(self, part: Because, held: bool, indent: int) -> list[_Line]:  # noqa: FBT001
        """Give one of several reasons; a clause under `not` says that it is the other way."""
        if not isinstance(part, Fact):
            return self._block(part, "" if part.held is held else "not, since ", indent)
        line, is_held = self._fact(part, indent)
        if is_held is held:
            return [line]
        return [_Line(indent, f"not {line.text}", line.values)]

    def _elements(self, found: Elements, lead: str, indent: int) -> list[_Line]:
        clause = _short(self._written(found.expr))
        if not found.shown:
            return [_Line(indent, f"{lead}there is nothing in:"), _Line(indent + 2, clause)]
        heading = f"{lead}this is {_truth(found.held)}, element by element:"
        lines = [_Line(indent, heading), _Line(indent + 2, clause)]
        for element in found.shown:
            lines += self._element(element, found.held, indent + 2)
        if found.more:
            lines.append(_Line(indent + 2, f"and so for {found.more} more"))
        return lines

    def _element(self, element: Element, held: bool, indent: int) -> list[_Line]:  # noqa: FBT001
        names = f"{named(element.names)}: " if element.names else ""
        if isinstance(element.why, Fact):
            line, is_held = self._fact(element.why, indent)
            if is_held is held:
                return [_Line(indent, f"{names}{line.text}", line.values)]
        return self._block(element.why, names, indent)

    def _branch(self, found: Branch, lead: str, indent: int) -> list[_Line]:
        lines: list[_Line] = []
        for number, test in enumerate(found.tests):
            lines += self._block(test, f"{lead if number == 0 else ''}since ", indent)
        if found.taken is None:
            said = f"and so it returns {found.held}" if lines else f"{lead}it returns {found.held}"
            return [*lines, _Line(indent, said)]
        return [*lines, *self._block(found.taken, "and " if lines else lead, indent)]

    def _fact(self, fact: Fact, indent: int) -> tuple[_Line, bool]:
        """Give the clause with its values, and whether it is true as it is written."""
        written = self._written(fact.expr)
        operator, negated = _operator(fact.expr, written)
        values = [show(value) for _, value in fact.values]
        told = f" {operator} ".join(values) if operator else ", ".join(values)
        line = _Line(indent, _short(written), None if told == written else told)
        return line, fact.held is not negated

    def _written(self, expr: Expr) -> str:
        """Give the text of `expr` as the author wrote it, on one line."""
        span = expr.span
        source = self.sources.get(span.path)
        if source is None or not span.line:
            return show_expr(expr)
        lines = [source.line(number) for number in range(span.line, span.end_line + 1)]
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return " ".join(" ".join(lines).split())


def _wrapped(text: str, width: int, indent: str = "", more: str = "") -> list[str]:
    """Give the text in lines of the width, or of `_LEAST`, broken between words.

    The first line is indented by `indent`, those after it by `more`.
    """
    return textwrap.wrap(
        text,
        max(_LEAST, width),
        initial_indent=indent,
        subsequent_indent=more,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _short(text: str) -> str:
    return text if len(text) <= _CLAUSE else f"{text[: _CLAUSE - 3].rstrip()}..."


def _given(values: list[str]) -> str:
    """Give the arguments of a helper; what decides of long ones is told by its clauses."""
    told = ", ".join(values)
    if len(told) <= _CLAUSE:
        return told
    return ", ".join(each if len(each) <= _ARGUMENT else "..." for each in values)


def _operator(expr: Expr, written: str) -> tuple[str, bool]:
    """Give the operator between the values, and whether the text says the opposite of `expr`.

    `a not in s` is a membership, denied: it is told as it is written.
    """
    if not isinstance(expr, Compare | Membership):
        return "", False
    own = "in" if isinstance(expr, Membership) else expr.op.value
    try:
        tree = ast.parse(written, mode="eval").body
    except SyntaxError:
        return own, False
    match tree:
        case ast.Compare(ops=[ast.NotIn()]):
            return "not in", own == "in"
        case ast.Compare(ops=[ast.IsNot()]):
            return "is not", own == "=="
        case ast.Compare(ops=[ast.Is()]):
            return "is", False
        case _:
            return own, False


def _truth(held: bool) -> str:  # noqa: FBT001  # a value, not a flag
    return "true" if held else "false"
