"""What was asked of the checker, and whether a run of the comparison shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from comparison.jobs import OURS, OURS_CACHED
from comparison.outcomes import Outcome, Spread, counts_found, explored, peak, ratio, wall
from comparison.peers import RUMUR, SPIN_BFS, SPIN_DFS, TLC
from comparison.plan import ALONE, ISIS, ISIS_LARGE, MAIN, orbit_row

_MIB: Final = 1 << 20
_TIMES: Final = (
    (MAIN[0].name, TLC, 10.0),
    (MAIN[0].name, SPIN_BFS, 3.0),
    (MAIN[0].name, RUMUR, 2.0),
    (MAIN[1].name, TLC, 15.0),
    (MAIN[1].name, SPIN_BFS, 2.0),
    (MAIN[1].name, SPIN_DFS, 1.0),
    (MAIN[1].name, RUMUR, 4.0),
)
"""Row, peer, and how many times as long as ours the peer should take at least."""

_MEMORY_MIB: Final = 700
_ORBITS_S: Final = 0.2
_ISIS_S: Final = 0.7
_ISIS_CACHED_S: Final = 0.5


@dataclass(frozen=True)
class Figure:
    """Something asked for, and what was measured; `reached` is `None` if nothing was."""

    asked: str
    measured: str
    reached: bool | None


def judge(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Compare the outcomes with everything that was asked for; medians count."""
    times = [_times(outcomes, row, peer, least) for row, peer, least in _TIMES]
    ten = f"{orbit_row(10)} explored within {_ORBITS_S} s, compiled before"
    return (
        *times,
        _memory(outcomes),
        _finishes(outcomes, ALONE),
        _seconds(ten, explored(outcomes, orbit_row(10), OURS_CACHED), _ORBITS_S),
        _finishes(outcomes, orbit_row(20)),
        _seconds(f"isis within {_ISIS_S} s", wall(outcomes, ISIS, OURS), _ISIS_S),
        _seconds(
            f"isis within {_ISIS_CACHED_S} s, cached",
            wall(outcomes, ISIS, OURS_CACHED),
            _ISIS_CACHED_S,
        ),
        _finishes(outcomes, ISIS_LARGE),
    )


def _times(outcomes: Sequence[Outcome], row: str, peer: str, least: float) -> Figure:
    asked = f"{row}: {peer} takes at least {least:g} times as long"
    found = ratio(outcomes, row, peer, OURS)
    if found is None:
        return _unknown(asked)
    measured = f"{found.median:.1f} ({found.least:.1f} to {found.largest:.1f})"
    return Figure(asked, measured, found.median >= least)


def _memory(outcomes: Sequence[Outcome]) -> Figure:
    asked = f"2pc-9 in under {_MEMORY_MIB} MiB"
    size = peak(outcomes, "2pc-9", OURS)
    if size is None:
        return _unknown(asked)
    return Figure(asked, f"{size / _MIB:.0f} MiB", size < _MEMORY_MIB * _MIB)


def _finishes(outcomes: Sequence[Outcome], row: str) -> Figure:
    asked = f"{row} finishes"
    found, took = counts_found(outcomes, row, OURS), wall(outcomes, row, OURS)
    if found is None or took is None:
        fault = next((o.fault for o in outcomes if o.row == row and o.fault), None)
        return _unknown(asked) if fault is None else Figure(asked, fault, reached=False)
    return Figure(asked, f"{found.distinct:,} distinct states in {took.median:.2f} s", reached=True)


def _seconds(asked: str, found: Spread | None, most: float) -> Figure:
    if found is None:
        return _unknown(asked)
    measured = f"{found.median:.2f} s ({found.least:.2f} to {found.largest:.2f})"
    return Figure(asked, measured, found.median <= most)


def _unknown(asked: str) -> Figure:
    return Figure(asked, "not measured in this run", None)
