"""Why a step is none of the abstract spec: as it would be there, and what is possible instead.

seen as Counters, the step leads
  from  echoed = {ZERO: 0, ONE: 2}
        ready = {ZERO: 0, ONE: 0}
  by    ready[ONE]: 0 -> 1
and no action of Counters does that:
  echo       echoed[ONE]: 2 -> 3
  get_ready  disabled
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from modelcheck.ir.values import show
from modelcheck.report.changes import changes

if TYPE_CHECKING:
    from modelcheck.ir.module import Module
    from modelcheck.semantics.trace import State
    from modelcheck.semantics.verdict import Unmatched

_MOST: Final = 4
"""How many of the states that an action leads to are told."""


def unmatched_lines(abstract: Module, unmatched: Unmatched, width: int) -> list[str]:
    """Give the lines that say why the step is none of `abstract`."""
    names = [each.name for each in abstract.fields]
    after, before = unmatched.after, unmatched.before
    if before is None:
        lead = [f"seen as {abstract.name}, the run begins with"]
        lead += _row("", 0, _told(names, after), width)
        instead = f"and {abstract.name} begins otherwise:"
        ways = [
            (name, [", ".join(_told(names, each)) for each in states])
            for name, states in unmatched.ways
        ]
    else:
        lead = [f"seen as {abstract.name}, the step leads"]
        lead += _row("from", 4, _told(names, before), width)
        lead += _row("by", 4, _changes(names, before, after), width)
        instead = f"and no action of {abstract.name} does that:"
        ways = [
            (name, [", ".join(_changes(names, before, each)) for each in states])
            for name, states in unmatched.ways
        ]
    column = max((len(name) for name, _ in ways), default=0)
    rows = [line for name, way in ways for line in _row(name, column, _shortened(way), width)]
    return [*lead, instead, *rows]


def _told(names: list[str], state: State) -> list[str]:
    return [f"{name} = {show(value)}" for name, value in zip(names, state, strict=True)]


def _changes(names: list[str], before: State, after: State) -> list[str]:
    return [str(each) for each in changes(names, before, after)] or ["nothing changes"]


def _shortened(ways: list[str]) -> list[str]:
    if not ways:
        return ["disabled"]
    more = len(ways) - _MOST
    return ways if more <= 0 else [*ways[:_MOST], f"and {more} more"]


def _row(label: str, column: int, texts: list[str], width: int) -> list[str]:
    """Give the texts below each other, the label before the first."""
    indent = 2 + (column + 2 if column else 0)
    lines = [
        line
        for text in texts
        for line in textwrap.wrap(
            text, max(20, width - indent), break_long_words=False, break_on_hyphens=False
        )
    ]
    first = f"  {label:<{column}}  " if column else "  "
    return [f"{' ' * indent if number else first}{line}" for number, line in enumerate(lines)]
