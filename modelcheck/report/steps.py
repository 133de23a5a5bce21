"""The run as a table: number, who, action, and only what changed."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tabulate import tabulate

from modelcheck.ir.values import show
from modelcheck.report.changes import Change, changes
from modelcheck.report.style import Paint, Tone

if TYPE_CHECKING:
    from modelcheck.ir.module import Module
    from modelcheck.semantics.trace import Step, Trace

_LEAST = 24
_MOST_ACTION = 28
_GAPS = 6
_HEADER = ("step", "who", "action", "what changes")


def step_table(module: Module, trace: Trace, *, width: int, paint: Paint) -> str:
    """Give the steps of `trace` as a table of at most `width` columns, where words allow it.

    Requires: `trace` is a run of `module`.
    """
    heads = [(str(number), *_who_and_what(module, step)) for number, step in enumerate(trace.steps)]
    acted = any(who for _, who, _ in heads)
    who = max(3, *(len(each) for _, each, _ in heads)) if acted else -2
    what = min(_MOST_ACTION, max(6, *(len(action) for _, _, action in heads)))
    left = max(_LEAST, width - max(4, len(heads[-1][0])) - who - what - _GAPS)
    before = [None, *trace.steps[:-1]]
    rows = [
        (number, actor, _wrapped(action, what), _cell(module, last, step, left, paint))
        for (number, actor, action), last, step in zip(heads, before, trace.steps, strict=True)
    ]
    # As headers, the first row would make every column two wider than its cells.
    table = tabulate(
        [row if acted else (row[0], *row[2:]) for row in [_HEADER, *rows]],
        tablefmt="plain",
        colalign=("right", "left", "left", "left")[: None if acted else 3],
        disable_numparse=True,
        preserve_whitespace=True,
    )
    return "\n".join(line.rstrip() for line in table.splitlines())


def step_words(module: Module, step: Step) -> str:
    """Give who does what in a step, on one line: `Receiver1 propose(Message1)`."""
    return " ".join(part for part in _who_and_what(module, step) if part)


def _who_and_what(module: Module, step: Step) -> tuple[str, str]:
    """Give the element that acts, if any, and the action with the other arguments."""
    if step.action is None:
        return "", module.init.name
    by = next((each.by for each in module.actions if each.name == step.action), None)
    who = "".join(show(value) for name, value in step.arguments if name == by)
    others = ", ".join(show(value) for name, value in step.arguments if name != by)
    return who, f"{step.action}({others})" if others else step.action


def _cell(module: Module, before: Step | None, step: Step, width: int, paint: Paint) -> str:
    lines = [f"oneof: {show(choice)}" for choice in step.choices]
    if before is not None and before.state is not None and step.state is not None:
        found = changes([field.name for field in module.fields], before.state, step.state)
        lines += [_change(each, width) for each in found] or ["nothing"]
    if step.error is not None:
        error = _wrapped(f"error: {step.error}", width)
        lines += [paint(line, Tone.BAD) for line in error.splitlines()]
    return "\n".join(lines)


def _change(change: Change, width: int) -> str:
    """Give the change on one line if it fits; else what went and came stands in a column."""
    line = str(change)
    if len(line) <= width:
        return line
    hang = len(change.place) + 2
    if max(map(len, change.told)) <= width - hang:
        return f"{change.place}: " + f"\n{' ' * hang}".join(change.told)
    return "\n".join([f"{change.place}:", *(_indented(each, width) for each in change.told)])


def _indented(text: str, width: int) -> str:
    return textwrap.indent(_wrapped(text, width - 2), "  ")


def _wrapped(text: str, width: int) -> str:
    lines = textwrap.wrap(
        text, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)
