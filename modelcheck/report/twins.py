"""Broken twins beside their spec, a row each: what was declared, and what was found."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tabulate import tabulate

from modelcheck.report.outcome import RunVerdict
from modelcheck.report.style import Tone
from modelcheck.semantics.verdict import Violated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from modelcheck.report.outcome import Outcome
    from modelcheck.report.text import Page


def twin_table(outcomes: Sequence[Outcome], page: Page) -> str:
    """Give a row per outcome: a spec declares to break nothing, a twin what it names.

    Below is how the twins that are not as declared differ.
    """
    rows = [_row(each, page) for each in outcomes]
    table = tabulate(
        [("spec", "declared to break", "breaks", "states", ""), *rows],
        tablefmt="plain",
        colalign=("left", "left", "left", "right", "left"),
        disable_numparse=True,
    )
    lines = [line.rstrip() for line in table.splitlines()]
    differing = [f"{each.module.name} {each.reason}" for each in outcomes if each.differs]
    for each in differing:
        lines += textwrap.wrap(
            each,
            page.width,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)


def _row(outcome: Outcome, page: Page) -> tuple[str, str, str, str, str]:
    breaks = outcome.declared.breaks if outcome.declared is not None else ()
    found = [
        f"{each.name} after {each.verdict.trace.depth}"
        for each in outcome.result.properties
        if isinstance(each.verdict, Violated)
    ]
    return (
        outcome.module.name,
        "\n".join(breaks) or "nothing",
        "\n".join(found) or "nothing",
        f"{outcome.result.figures.distinct:,}",
        _said(outcome, page),
    )


def _said(outcome: Outcome, page: Page) -> str:
    if outcome.exit_code == 0:
        return page.paint("as declared", Tone.GOOD)
    if outcome.verdict is RunVerdict.INCONCLUSIVE:
        return page.paint(f"inconclusive: {outcome.reason}", Tone.OPEN)
    if outcome.verdict is RunVerdict.HOLDS and outcome.declared is None:
        return page.paint(outcome.reason or "", Tone.BAD)
    return page.paint("not as declared", Tone.BAD)
