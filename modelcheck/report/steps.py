"""The run as a table: number, who, action, and only what changed."""

from __future__ import annotations

import re
import textwrap
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from modelcheck.ir.values import show
from modelcheck.report.changes import Change, changes
from modelcheck.report.choices import chosen_fields, chosen_names
from modelcheck.report.style import Paint, Tone
from modelcheck.report.table import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelcheck.ir.module import Module, Typed
    from modelcheck.semantics.trace import Step, Trace

_LEAST = 40
"""How wide the last column is at least, where the others can be narrower."""
_NARROW_WHO, _NARROW_ACTION = 12, 16
_MOST_ACTION = 28
_GAPS = 6
_HEADER = ("step", "who", "action", "what changes")


def step_table(module: Typed, trace: Trace, *, width: int, paint: Paint, first: int = 0) -> str:
    """Give the steps of `trace` as a table of at most `width` columns, where words allow it.

    The steps before the `first` one are left out.

    Requires: `trace` is a run of `module`.
    """
    numbers = max(4, len(str(trace.depth)))
    heads = _heads(module, trace, width - numbers - _GAPS - _LEAST)
    acted = any(who for who, _ in heads)
    who = max(3, *(_widest(each) for each, _ in heads)) if acted else -2
    what = max(6, *(_widest(each) for _, each in heads))
    left = max(_LEAST // 2, width - numbers - who - what - _GAPS)
    before = [None, *trace.steps[:-1]]
    rows = [
        (str(number), *head, _cell(module, last, step, left, paint))
        for number, (head, last, step) in enumerate(zip(heads, before, trace.steps, strict=True))
    ]
    shown = [row if acted else (row[0], *row[2:]) for row in [_HEADER, *rows[first:]]]
    sides = ("right", "left", "left", "left")[: None if acted else 3]
    return "\n".join(table_lines(shown, sides))


def _heads(module: Module, trace: Trace, room: int) -> list[tuple[str, str]]:
    """Give who acts and what it does, per step, on lines that together fit into `room`."""
    heads = [_who_and_what(module, step) for step in trace.steps]
    who = max(len(each) for each, _ in heads)
    what = min(_MOST_ACTION, max(len(each) for _, each in heads))
    if who + what > room:
        what = min(what, max(_NARROW_ACTION, room - who))
        who = min(who, max(_NARROW_WHO, room - what))
    return [(_broken(each, who), _broken(action, what)) for each, action in heads]


def _broken(text: str, width: int) -> str:
    """Break a call into lines, after spaces and where its arguments begin."""
    lines = [""]
    for piece in re.split(r"(?<=[( ])", text):
        if len((lines[-1] + piece).rstrip()) <= width or not lines[-1].strip():
            lines[-1] += piece
        else:
            lines.append(f"  {piece}")
    return "\n".join(line.rstrip() for line in lines)


def _widest(text: str) -> int:
    return max(map(len, text.split("\n")))


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


def _cell(module: Typed, before: Step | None, step: Step, width: int, paint: Paint) -> str:
    lines = _beginning(module, step, width) if before is None else []
    lines = lines or [_wrapped(each, width) for each in _choices(module, step)]
    if before is not None and before.state is not None and step.state is not None:
        found = changes([field.name for field in module.fields], before.state, step.state)
        lines += [change_text(each, width) for each in found] or ["nothing"]
    if step.error is not None:
        error = _wrapped(f"error: {step.error}", width)
        lines += [paint(line, Tone.BAD) for line in error.splitlines()]
    return "\n".join(lines)


def _beginning(module: Typed, step: Step, width: int) -> list[str]:
    """Give the fields of an initial state that are not the same in all of them."""
    if step.state is None or not step.choices:
        return []
    chosen = chosen_fields(module)
    fields = zip(module.fields, step.state, strict=True)
    return [
        change_text(Change(each.name, (show(value),)), width)
        for each, value in fields
        if each.name in chosen
    ]


def _choices(module: Module, step: Step) -> Iterator[str]:
    function = module.init if step.action is None else module.action(step.action).function
    names = chosen_names(function, len(step.choices))
    named = zip(names, step.choices, strict=True)
    for name, group in groupby(named, key=itemgetter(0)):
        chosen = ", ".join(show(choice) for _, choice in group)
        yield f"oneof{'' if name is None else f' for {name}'}: {chosen}"


def change_text(change: Change, width: int) -> str:
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
