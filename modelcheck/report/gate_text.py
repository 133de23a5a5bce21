"""A gate as text: a table with a row per run, its specs as headings, and one line that sums up."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tabulate import tabulate

from modelcheck.report.style import Tone
from modelcheck.report.table import table_lines

if TYPE_CHECKING:
    from modelcheck.report.gated import Gated, Row
    from modelcheck.report.rows import Page

_HEADER = ("spec", "model", "result", "states", "orbits", "time", "")
_ALIGNED = ("left", "left", "left", "right", "right", "right", "left")


def gate_text(gated: Gated, page: Page) -> str:
    """Give the table and, below it, how many runs are red."""
    cells = [_cells(row, page) for row in gated.rows]
    head, *lines = [f"  {line}".rstrip() for line in table_lines([_HEADER, *cells], _ALIGNED)]
    shown = [head]
    for file, pairs in groupby(zip(gated.rows, lines, strict=True), lambda pair: _file(pair[0])):
        shown.append(file)
        shown += [line for _, line in pairs]
    return "\n".join([*shown, "", f"{gate_summary(gated, page)}, in {gated.seconds:.1f} s"])


def gate_summary(gated: Gated, page: Page) -> str:
    """Give the line that says whether all is as declared."""
    specs = len({_file(row) for row in gated.rows})
    runs = sum(row.model is not None for row in gated.rows)
    what = f"{_counted(runs, 'run')} of {_counted(specs, 'spec')}"
    if gated.red:
        word = page.paint(f"{len(gated.red)} not as declared", Tone.BAD)
    else:
        word = page.paint("all as declared", Tone.GOOD)
    return f"{what}: {word}"


def gate_markdown(gated: Gated) -> str:
    """Give the table and the line below it as Markdown, as GitHub shows it."""
    rows = [
        (row.title, row.result or "", *_figures(row), "; ".join(f.message for f in row.findings))
        for row in gated.rows
    ]
    header = ("run", "result", "states", "orbits", "not as declared")
    table = tabulate([header, *rows], headers="firstrow", tablefmt="github", disable_numparse=True)
    runs = _counted(len(gated.rows), "run")
    return f"{table}\n\n{runs}, {len(gated.red)} not as declared\n"


def _file(row: Row) -> str:
    return row.spec.partition("::")[0]


def _cells(row: Row, page: Page) -> tuple[str, ...]:
    red = page.paint("red", Tone.BAD) if row.findings else ""
    name = row.spec.partition("::")[2] or "nothing to run"
    result = row.result or "refused"
    if row.stopped is not None:
        result = f"stopped: {row.stopped.value}"
    time = f"{row.seconds:.2f} s" if row.seconds else ""
    return (name, row.model or "", result, *_figures(row), time, red)


def _figures(row: Row) -> tuple[str, str]:
    states = "" if row.figures is None else f"{row.figures.distinct:,}"
    return states, "" if row.orbits is None else f"{row.orbits:,}"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number:,} {thing}s"
