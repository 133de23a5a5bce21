"""Whole specs as text: what `mc dump --stage typed|normal` prints.

    action pour(j: Jug)
      Pour one jug into the other.
      when  holds[j] > 0
      let   poured = min(holds[j], CAPACITY - holds[other])
      then  holds'[j] = holds[j] - poured

Deterministic; lines are wrapped near 100 columns; spans are never shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.expr import Let
from modelcheck.ir.layout import Doc, flat_text, lay_out
from modelcheck.ir.module import Bind, Forbid, Guard
from modelcheck.ir.text import PLAIN, expr_doc
from modelcheck.ir.text_stmt import called_functions, function_lines, parameters_doc
from modelcheck.ir.text_update import update_docs
from modelcheck.ir.types import EnumType, RecordType, SortType, show_type
from modelcheck.ir.values import show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from modelcheck.ir.module import (
        Claim,
        Module,
        Normal,
        NormalClaim,
        NormalStep,
        Refinement,
        Typed,
    )
    from modelcheck.ir.stmt import Function, Parameter
    from modelcheck.ir.types import Named

WIDTH = 100
_KEYWORD = 6
"""The width of the column of `when`, `let`, `fail`, `then` and `holds`."""


def show_typed(module: Typed) -> str:
    """Give the spec with its bodies as written, in-place changes as assignments."""
    blocks = [_header(module), function_lines("init", module.init)]
    blocks += [function_lines(_action_title(each.fair), each.function) for each in module.actions]
    blocks += [function_lines(_claim_title(each), each.function) for each in module.claims]
    bodies = [module.init]
    bodies += [each.function for each in module.actions]
    bodies += [each.function for each in module.claims]
    if module.refinement is not None:
        blocks.append(_mapping(module.refinement, module.refinement.function))
        bodies.append(module.refinement.function)
    blocks += [function_lines("helper", each) for each in called_functions(bodies)]
    return _text(blocks)


def show_normal(normal: Normal) -> str:
    """Give the spec with its steps as guarded parallel assignments, its claims as expressions."""
    module = normal.module
    blocks = [_header(module), _step(normal.init, "init", module.init)]
    for action, step in zip(module.actions, normal.actions, strict=True):
        blocks.append(_step(step, _action_title(action.fair), action.function))
    for claim, condition in zip(module.claims, normal.claims, strict=True):
        blocks.append(_claim(condition, claim.function))
    return _text(blocks)


def show_step(step: NormalStep) -> str:
    """Give one step in normal form, without a title."""
    return "\n".join(_step_lines(step))


def show_condition(claim: NormalClaim) -> str:
    """Give one claim in normal form, without a title."""
    return "\n".join(_condition_lines(claim))


def show_mapping(refinement: Refinement) -> str:
    """Give the mapping of a spec as it is written, without its docstring."""
    return "\n".join(_mapping(refinement, replace(refinement.function, doc="")))


def _mapping(refinement: Refinement, function: Function) -> list[str]:
    return function_lines(f"refines {refinement.abstract.name} by", function)


def show_head(name: str, parameters: tuple[Parameter, ...]) -> str:
    """Give a name with its parameters and their types, on one line."""
    return flat_text((name, "(", parameters_doc(parameters), ")"))


def _text(blocks: list[list[str]]) -> str:
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _header(module: Module) -> list[str]:
    lines = [f"spec {module.name}", *_indented(_first_line(module.doc))]
    if module.parameters:
        given = ", ".join(f"{name} = {show(value)}" for name, value in module.parameters)
        lines += lay_out(f"  parameters  {given}", WIDTH)
    rows = [_named_row(each) for each in module.named]
    sizes = {each.type.name for each in module.named if isinstance(each.type, SortType)}
    rows += [
        ("constant", each.name, f"= {show(each.value)}")
        for each in module.constants
        if each.name not in sizes
    ]
    rows += [
        ("ghost" if each.ghost else "field", each.name, show_type(each.type))
        for each in module.fields
    ]
    wide = max((len(name) for _, name, _ in rows), default=0)
    table = [f"  {kind:<8}  {name:<{wide}}  {text}" for kind, name, text in rows]
    return [*lines, "", *table] if table else lines


def _named_row(named: Named) -> tuple[str, str, str]:
    match named.type:
        case SortType(name, size, symmetric):
            elements = "1 element" if size == 1 else f"{size} elements"
            return "sort", name, f"{elements}, {'symmetric' if symmetric else 'ordered'}"
        case EnumType(name, members):
            return "enum", name, ", ".join(members)
        case RecordType(name, fields):
            return (
                "record",
                name,
                ", ".join(f"{each}: {show_type(type_)}" for each, type_ in fields),
            )
        case _:
            assert_never(named.type)


def _action_title(fair: str | None) -> str:
    return "action" if fair is None else f"{fair}ly fair action"


def _claim_title(claim: Claim | NormalClaim) -> str:
    return "lemma" if claim.lemma else claim.kind.value.replace("_", " ")


def _step(step: NormalStep, title: str, function: Function) -> list[str]:
    head = (f"{title} {step.name}(", parameters_doc(step.parameters), ")")
    return [*lay_out(head, WIDTH), *_indented(_first_line(function.doc)), *_step_lines(step)]


def _claim(claim: NormalClaim, function: Function) -> list[str]:
    head = (f"{_claim_title(claim)} {claim.name}(", parameters_doc(claim.parameters), ")")
    doc = _indented(_first_line(function.doc))
    return [*lay_out(head, WIDTH), *doc, *_condition_lines(claim)]


def _condition_lines(claim: NormalClaim) -> list[str]:
    rows: list[tuple[str, Doc]] = []
    naming, body = PLAIN, claim.condition
    while isinstance(body, Let):
        rows.append(("let", (f"{body.name} = ", expr_doc(body.value, naming))))
        naming, body = naming.within(body.name, body.value), body.body
    rows.append(("holds", expr_doc(body, naming)))
    return _table(rows)


def _step_lines(step: NormalStep) -> list[str]:
    naming = PLAIN
    rows: list[tuple[str, Doc]] = []
    for clause in step.clauses:
        match clause:
            case Bind(name, value):
                rows.append(("let", (f"{name} = ", expr_doc(value, naming))))
                naming = naming.within(name, value)
            case Guard(test):
                rows.append(("when", expr_doc(test, naming)))
            case Forbid(test, why):
                rows.append(("fail", (f'"{why}" if ', expr_doc(test, naming))))
            case _:
                assert_never(clause)
    for name, value in step.updates:
        rows += [("then", doc) for doc in update_docs(name, value, naming)]
    if not step.updates:
        rows.append(("then", "nothing changes"))
    return _table(rows)


def _table(rows: list[tuple[str, Doc]]) -> list[str]:
    """Give rows under their words; of equal words in a row only the first is shown."""
    lines: list[str] = []
    before = ""
    for word, doc in rows:
        shown = "" if word == before else word
        first, *others = lay_out(doc, WIDTH, column=2 + _KEYWORD)
        lines.append(f"  {shown:<{_KEYWORD}}{first}")
        lines += [" " * (2 + _KEYWORD) + line for line in others]
        before = word
    return lines


def _first_line(doc: str) -> list[str]:
    return doc.strip().splitlines()[:1]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]
