"""A saved run that was taken again: the whole of it, or the first step that is not allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelcheck.ir.values import show
from modelcheck.report.steps import step_table, step_words
from modelcheck.report.style import Tone
from modelcheck.semantics.trace import Trace

if TYPE_CHECKING:
    from modelcheck.ir.module import Module
    from modelcheck.report.text import Page


def accepted_text(module: Module, trace: Trace, page: Page) -> str:
    """Give the report on a run all of whose steps are allowed."""
    head = page.paint("allowed", Tone.GOOD)
    table = step_table(module, trace, width=page.width, paint=page.paint)
    return f"{head}    {_steps(trace.depth)} of {module.name}\n\n{table}"


def refused_text(module: Module, trace: Trace, number: int, why: str, page: Page) -> str:
    """Give the report on a run whose step `number` is the first that is not allowed."""
    before = Trace(tuple(each for each in trace.steps[:number]))
    head = page.paint("not allowed", Tone.BAD)
    lines = [
        f"{head}  step {number}, {step_words(module, trace.steps[number])}",
        f"because      {why}",
    ]
    if before.steps:
        table = step_table(module, before, width=page.width, paint=page.paint)
        lines += ["", f"The steps before it are allowed:\n\n{table}"]
    return "\n".join(lines)


def _steps(number: int) -> str:
    return "1 step" if number == 1 else f"{number} steps"


def before_text(module: Module, trace: Trace, number: int, name: str) -> str:
    """Give what a person must know who is about to walk through step `number`."""
    lines = [
        f"step {number} of {trace.depth} for {name}: {step_words(module, trace.steps[number])}"
    ]
    before = trace.steps[number - 1].state if number else None
    if before is not None:
        width = max(len(field.name) for field in module.fields)
        lines.append("state before it:")
        for field, value in zip(module.fields, before, strict=True):
            lines.append(f"  {field.name:<{width}}  {show(value)}")
    return "\n".join(lines)
