"""A saved run that was taken again: the whole of it, or the first step that is not allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from modelcheck.ir.values import show
from modelcheck.report.because import named
from modelcheck.report.changes import Change, changes
from modelcheck.report.steps import change_text, step_table, step_words
from modelcheck.report.style import Tone
from modelcheck.semantics.bounds import fits
from modelcheck.semantics.env import EvaluationError
from modelcheck.semantics.interpret import claim_holds
from modelcheck.semantics.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from modelcheck.ir.module import Claim, Module, Typed
    from modelcheck.ir.values import Value
    from modelcheck.report.rows import Page
    from modelcheck.semantics.trace import Binding, State


Differences: TypeAlias = "Sequence[tuple[str, Value, Value]]"
"""Fields, the values that they were saved with, and those that they have."""

_INDENT = 15


def accepted_text(module: Typed, trace: Trace, page: Page) -> str:
    """Give the report on a run all of whose steps are allowed."""
    head = page.paint("allowed", Tone.GOOD)
    table = step_table(module, trace, width=page.width, paint=page.paint)
    return f"{head}    {_steps(trace.depth)} of {module.name}\n\n{table}"


def refused_text(
    module: Typed, trace: Trace, number: int, why: str | Differences, page: Page
) -> str:
    """Give the report on a run whose step `number` is the first that is not allowed."""
    before = Trace(tuple(each for each in trace.steps[:number]))
    head = page.paint("not allowed", Tone.BAD)
    elsewhere = "it leads to another state; from the saved one to this one:"
    said = why if isinstance(why, str) else elsewhere
    lines = [
        f"{head}  step {number}, {step_words(module, trace.steps[number])}",
        f"because      {said}",
    ]
    if not isinstance(why, str):
        names, saved, actual = zip(*why, strict=True)
        lines += _indented(changes(names, saved, actual), page.width)
    if before.steps:
        table = step_table(module, before, width=page.width, paint=page.paint)
        lines += ["", f"The steps before it are allowed:\n\n{table}"]
    return "\n".join(lines)


def _indented(found: Iterable[Change], width: int) -> list[str]:
    room = width - _INDENT
    return [
        f"{' ' * _INDENT}{line}" for each in found for line in change_text(each, room).split("\n")
    ]


def _steps(number: int) -> str:
    return "1 step" if number == 1 else f"{number} steps"


def before_text(module: Module, trace: Trace, number: int, name: str) -> str:
    """Give what a person must know who is about to walk through step `number`."""
    head = f"step {number} of {trace.depth} for {name}: {step_words(module, trace.steps[number])}"
    before = trace.steps[number - 1].state if number else None
    return "\n".join([head, *_state_lines(module, "state before it:", before)])


def asked_text(module: Module, trace: Trace, claim: str, binding: Binding) -> str:
    """Give what a person must know who is about to walk through a claim that raises."""
    given = f", with {named(binding)}" if binding else ""
    head = f"{claim}{given}, after step {trace.depth} of {trace.depth}"
    return "\n".join([head, *_state_lines(module, "state:", trace.steps[-1].state)])


def _state_lines(module: Module, head: str, state: State | None) -> list[str]:
    if state is None:
        return []
    width = max(len(field.name) for field in module.fields)
    pairs = zip(module.fields, state, strict=True)
    return [head, *(f"  {field.name:<{width}}  {show(value)}" for field, value in pairs)]


def after_text(
    module: Module, before: State | None, after: State | None, name: str, binding: Binding
) -> str:
    """Give what a step did that a person walked through, and what `name` says of it."""
    lines = ["the step is taken"]
    if after is None:
        return "\n".join([*lines, "a field has no value after it"])
    if before is None:
        lines += _state_lines(module, "state after it:", after)
    else:
        found = changes([field.name for field in module.fields], before, after)
        lines += [f"  {each}" for each in found] or ["nothing changes"]
    lines += [
        f"{fault}: an evaluation error"
        for field, value in zip(module.fields, after, strict=True)
        for fault in [fits(value, field.type, field.name)]
        if fault is not None
    ]
    claim = next((each for each in module.claims if each.name == name), None)
    if claim is not None and (before is not None or not claim.over_steps):
        lines.append(_said(module, claim, binding, before, after))
    return "\n".join(lines)


def _said(
    module: Module, claim: Claim, binding: Binding, before: State | None, after: State
) -> str:
    """Give whether a claim is true after a step, for the binding that it is looked at for."""
    given = f", with {named(binding)}," if binding else ""
    try:
        held = claim_holds(module, claim, binding, after, before if claim.over_steps else None)
    except EvaluationError as error:
        return f"{claim.name}{given} raises after it: {error}"
    return f"{claim.name}{given} is {'true' if held else 'false'} after it"
