"""The tables of the report; a table in which nothing was measured is empty text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tabulate import tabulate

from comparison.figures import Figure
from comparison.jobs import OURS, OURS_CACHED
from comparison.models import Case
from comparison.outcomes import Outcome, Spread, counts_found, cpu, explored, peak, ratio, wall
from comparison.peers import RUMUR, SPIN_BFS, SPIN_DFS, TLC
from comparison.plan import GROWTH, MAIN

CHECKERS: Final = (OURS, OURS_CACHED, TLC, SPIN_BFS, SPIN_DFS, RUMUR)
_MIB: Final = 1 << 20
_NS: Final = 1e9
_NONE: Final = "-"
_REACHED: Final = {True: "yes", False: "**no**", None: _NONE}


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align a table; nothing if no row says anything."""
    filled = [row for row in rows if any(cell != _NONE for cell in row[1:])]
    if not filled:
        return ""
    return tabulate(filled, headers, tablefmt="github", disable_numparse=True)


def show_figures(figures: Sequence[Figure]) -> str:
    """Show what was asked for and what was measured."""
    rows = [(f.asked, f.measured, _REACHED[f.reached]) for f in figures]
    return _table(("asked", "measured", "reached"), rows)


def compare(outcomes: Sequence[Outcome], case: Case) -> str:
    """Show what each checker takes for one case."""
    headers = (
        "checker",
        "wall s",
        "x ours",
        "cpu s",
        "states/s",
        "ns/generated",
        "ns/new",
        "peak MiB",
    )
    rows = [(name, *_cost(outcomes, case, name)) for name in CHECKERS]
    return _table(headers, rows)


def _cost(outcomes: Sequence[Outcome], case: Case, checker: str) -> tuple[str, ...]:
    took, size = wall(outcomes, case.name, checker), peak(outcomes, case.name, checker)
    found = counts_found(outcomes, case.name, checker)
    busy = cpu(outcomes, case.name, checker)
    if took is None or size is None or found is None or busy is None:
        return (_NONE,) * 7
    return (
        _spread(took, 2),
        _spread(ratio(outcomes, case.name, checker, OURS), 1),
        f"{busy.median:.1f}",
        f"{found.distinct / took.median:,.0f}",
        f"{took.median * _NS / found.generated:,.0f}",
        f"{took.median * _NS / found.distinct:,.0f}",
        f"{size / _MIB:,.0f}",
    )


def growth_in_seconds(outcomes: Sequence[Outcome]) -> str:
    """Show the wall time of each checker as the model grows."""
    return _growth(outcomes, _seconds)


def growth_in_memory(outcomes: Sequence[Outcome]) -> str:
    """Show the peak memory of each checker as the model grows."""
    return _growth(outcomes, _mebibytes)


def _growth(outcomes: Sequence[Outcome], cell: Callable[[Sequence[Outcome], str, str], str]) -> str:
    rows = [
        (case.title, *(cell(outcomes, case.name, c) for c in CHECKERS), f"{case.counts.distinct:,}")
        for case in GROWTH
    ]
    measured = [row for row in rows if any(value != _NONE for value in row[1:-1])]
    return _table(("", *CHECKERS, "distinct"), measured)


def _seconds(outcomes: Sequence[Outcome], row: str, checker: str) -> str:
    took = wall(outcomes, row, checker)
    return _NONE if took is None else f"{took.median:.2f}"


def _mebibytes(outcomes: Sequence[Outcome], row: str, checker: str) -> str:
    size = peak(outcomes, row, checker)
    return _NONE if size is None else f"{size / _MIB:,.0f}"


def show_own(outcomes: Sequence[Outcome], rows: Sequence[tuple[str, str]]) -> str:
    """Show rows, each with its title, that only our own checker ran."""
    headers = (
        "",
        "distinct",
        "generated",
        "wall s",
        "wall s, cached",
        "of it exploring",
        "peak MiB",
    )
    return _table(headers, [(title, *_own_cost(outcomes, row)) for title, row in rows])


def _own_cost(outcomes: Sequence[Outcome], row: str) -> tuple[str, ...]:
    found = counts_found(outcomes, row, OURS)
    return (
        _NONE if found is None else f"{found.distinct:,}",
        _NONE if found is None else f"{found.generated:,}",
        _spread(wall(outcomes, row, OURS), 2),
        _spread(wall(outcomes, row, OURS_CACHED), 2),
        _spread(explored(outcomes, row, OURS_CACHED), 3),
        _mebibytes(outcomes, row, OURS),
    )


def show_counts(outcomes: Sequence[Outcome]) -> str:
    """Show the counts that each checker found, brought to ours, for each case."""
    rows = dict.fromkeys(case.name for case in (*MAIN, *GROWTH))
    return _table(
        ("", *(name for name in CHECKERS if name != OURS_CACHED)),
        [
            (row, *(_found(outcomes, row, name) for name in CHECKERS if name != OURS_CACHED))
            for row in rows
        ],
    )


def _found(outcomes: Sequence[Outcome], row: str, checker: str) -> str:
    found = counts_found(outcomes, row, checker)
    if found is None:
        return _NONE
    about = "about " if found.rounding else ""
    return f"{found.distinct:,} / {about}{found.generated:,}"


def _spread(values: Spread | None, digits: int) -> str:
    if values is None:
        return _NONE
    low, high = f"{values.least:.{digits}f}", f"{values.largest:.{digits}f}"
    return f"{values.median:.{digits}f} ({low} to {high})"
