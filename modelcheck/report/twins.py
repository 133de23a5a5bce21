"""Broken twins beside their spec, a row each: what was declared, and what was found."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

from modelcheck.report.outcome import RunVerdict
from modelcheck.report.style import Tone
from modelcheck.report.table import table_lines
from modelcheck.semantics.verdict import Violated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from modelcheck.report.outcome import Outcome
    from modelcheck.report.rows import Page

_HEAD = ("spec", "declared to break", "found", "states", "")
_SIDES = ("left", "left", "left", "right", "left")
_STATES = _HEAD.index("states")


def twin_table(outcomes: Sequence[Outcome], page: Page, rejected: Mapping[str, bool]) -> str:
    """Give a row per outcome: a spec declares to break nothing, a twin what it names.

    Specs of several files stand under the paths of those.  On a page that is too narrow for it,
    the column of states is left out.  Below is how the twins that are not as declared differ,
    which were `rejected`, each with whether it is a twin, and how many are as declared.
    """
    files = [each.spec.partition("::")[0] for each in outcomes]
    paths = {each.partition("::")[0] for each in rejected}
    lines = _table(outcomes, page, files if len({*files, *paths}) > 1 else None)
    differing = [f"{each.module.name} {each.reason}" for each in outcomes if each.differs]
    differing += [f"{each} was rejected, see above" for each in rejected]
    for text in differing:
        lines += textwrap.wrap(
            text,
            page.width,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join([*lines, *_sum(outcomes, page, rejected)])


def _table(outcomes: Sequence[Outcome], page: Page, files: list[str] | None) -> list[str]:
    """Give the lines of the table, those of each file below its path."""
    rows = [(number, row) for number, each in enumerate(outcomes) for row in _rows(each, page)]
    wide = _aligned([row for _, row in rows], range(len(_HEAD)))
    if max(map(len, _aligned([row for _, row in rows], range(_STATES + 1)))) > page.width - 13:
        wide = _aligned([row for _, row in rows], [n for n in range(len(_HEAD)) if n != _STATES])
    head, *lines = wide
    if files is None:
        return [head, *lines]
    shown = [f"  {head}"]
    numbered = zip((number for number, _ in rows), lines, strict=True)
    for file, group in groupby(numbered, lambda pair: files[pair[0]]):
        shown += [file, *(f"  {line}" for _, line in group)]
    return shown


def _aligned(rows: list[tuple[str, ...]], columns: Sequence[int]) -> list[str]:
    cells = [[row[column] for column in columns] for row in (_HEAD, *rows)]
    return table_lines(cells, [_SIDES[column] for column in columns])


def _rows(outcome: Outcome, page: Page) -> list[tuple[str, ...]]:
    """Give a row per claim that is declared to be broken, or is; the first has the spec."""
    breaks = outcome.declared.breaks if outcome.declared is not None else ()
    found = {
        each.name: f"after {each.verdict.trace.depth}"
        for each in outcome.result.properties
        if isinstance(each.verdict, Violated)
    }
    missed = "not broken" if outcome.result.complete else "not found"
    pairs = [(name, found.get(name, missed)) for name in breaks]
    kinds = {each.name: "lemma " for each in outcome.module.claims if each.lemma}
    if outcome.module.refinement is not None:
        kinds[outcome.module.refinement.name] = "mapping "
    pairs += [
        ("", f"{kinds.get(name, '')}{name} {steps}")
        for name, steps in found.items()
        if name not in breaks
    ]
    (claim, steps), *others = pairs or [("nothing", "nothing")]
    result = outcome.result
    states = f"{result.figures.distinct:,}" if result.method.counts_states else ""
    first = (outcome.module.name, claim, steps, states, _said(outcome, page))
    return [first, *(("", *pair, "", "") for pair in others)]


def _said(outcome: Outcome, page: Page) -> str:
    if outcome.exit_code == 0:
        return page.paint("as declared", Tone.GOOD)
    if outcome.verdict is RunVerdict.INCONCLUSIVE:
        return page.paint(f"inconclusive: {outcome.reason}", Tone.OPEN)
    if outcome.verdict is RunVerdict.HOLDS and outcome.declared is None:
        return page.paint(outcome.reason or "", Tone.BAD)
    return page.paint("not as declared", Tone.BAD)


def _sum(outcomes: Sequence[Outcome], page: Page, rejected: Mapping[str, bool]) -> list[str]:
    """Give the line that sums up a long table."""
    red = sum(each.exit_code != 0 for each in outcomes) + len(rejected)
    twins = sum(each.declared is not None for each in outcomes) + sum(rejected.values())
    specs = len(outcomes) + len(rejected) - twins
    if specs <= 1:
        return []
    count = f"{specs} specs and {twins} twins"
    if red:
        return ["", f"{count}: {page.paint(f'{red} not as declared', Tone.BAD)}"]
    return ["", f"{count}: {page.paint('all as declared', Tone.GOOD)}"]
