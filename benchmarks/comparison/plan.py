"""Which jobs are run how often: the whole comparison, or the quick one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from comparison.jobs import Job, case_arguments, our_jobs
from comparison.models import HOME, ORBITS, Case, Counts, grid, two_phase_commit
from comparison.peers import Tools, peer_jobs

LIMIT_S: Final = 300.0
SPECS: Final = HOME.parent / "specs"
MAIN: Final = (grid(7, 7), two_phase_commit(8))
"""The cases that are measured most often."""

GROWTH: Final = tuple(two_phase_commit(n) for n in range(4, 11))
ALONE: Final = "2pc-10"
"""The case that only our own checker runs."""

ORBIT_SIZES: Final = (*ORBITS, 20)
ISIS: Final = "isis"
ISIS_LARGE: Final = "isis-3x3"


@dataclass(frozen=True)
class Group:
    """Jobs that are run one after the other, `turns` times."""

    name: str
    jobs: tuple[Job, ...]
    turns: int


def orbit_row(managers: int) -> str:
    """Name the row of two-phase commit with symmetry."""
    return f"2pc-{managers} orbits"


def plan(tools: Tools, cache: Path, turns: int, *, quick: bool) -> tuple[Group, ...]:
    """Give the groups in the order in which they are run; the largest models come last.

    Requires: `cache` is a folder of this run alone.
    """
    few = 1 if quick else min(turns, 3)
    main = [Group(case.name, _jobs(case, tools, cache), turns) for case in MAIN]
    isis = Group(ISIS, _own(ISIS, (str(SPECS / "isis.py"),), cache), turns)
    orbits = [Group(orbit_row(n), _orbit_jobs(n, cache), few) for n in ORBIT_SIZES]
    small = [c for c in GROWTH if c.counts.distinct < MAIN[1].counts.distinct]
    large = [c for c in GROWTH if c.counts.distinct > MAIN[1].counts.distinct]
    growth = [Group(case.name, _jobs(case, tools, cache), few) for case in small]
    if quick:
        return (isis, *main, *orbits, *growth)
    sizes = ("-p", "Message=3", "-p", "Receiver=3")
    larger = _own(ISIS_LARGE, (str(SPECS / "isis.py"), *sizes), cache)
    growth += [Group(case.name, _jobs(case, tools, cache), 1) for case in large]
    return (isis, *main, *orbits, Group(ISIS_LARGE, larger[:1], 1), *growth)


def _jobs(case: Case, tools: Tools, cache: Path) -> tuple[Job, ...]:
    ours = our_jobs(case.name, case_arguments(case), case.counts, cache, LIMIT_S)
    return ours if case.name == ALONE else (*ours, *peer_jobs(case, tools, LIMIT_S))


def _own(row: str, arguments: tuple[str, ...], cache: Path) -> tuple[Job, ...]:
    return our_jobs(row, arguments, None, cache, LIMIT_S)


def _orbit_jobs(managers: int, cache: Path) -> tuple[Job, ...]:
    arguments = (str(SPECS / "two_phase_commit.py"), "-p", f"ResourceManager={managers}")
    orbits = ORBITS.get(managers)
    counts = None if orbits is None else Counts(orbits, None)
    return our_jobs(orbit_row(managers), arguments, counts, cache, LIMIT_S)
