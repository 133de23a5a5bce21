"""The systems that are compared, their sizes, and the counts that every checker must find."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).resolve().parents[1]
"""The folder `benchmarks`."""


@dataclass(frozen=True)
class Counts:
    """Distinct states, and generated ones: the initial state and every step of every state.

    `generated` is `None` where it is not known.
    """

    distinct: int
    generated: int | None


@dataclass(frozen=True)
class System:
    """One system, and its model for each checker.

    `parameters` are the names of its sizes in our spec, `constants` in the models of the peers,
    in the same order; `written` are the values that stand in the files.
    """

    title: str
    spec: Path
    tla: Path
    promela: Path
    murphi: Path
    parameters: tuple[str, ...]
    constants: tuple[str, ...]
    written: tuple[int, ...]
    claims: tuple[str, ...] = ()
    """What is checked: what the models of the peers check too, and no lemmas; none means all."""


@dataclass(frozen=True)
class Case:
    """A system of one size, and the counts that every checker must find."""

    name: str
    title: str
    system: System
    sizes: tuple[int, ...]
    counts: Counts


GRID: Final = System(
    title="Grid: counters 0..7, each step adds one to one of them",
    spec=HOME / "specs" / "grid.py",
    tla=HOME / "peers" / "tlc" / "Grid.tla",
    promela=HOME / "peers" / "spin" / "grid.pml",
    murphi=HOME / "peers" / "rumur" / "grid.m",
    parameters=("Counter", "TOP"),
    constants=("COUNTERS", "TOP"),
    written=(7, 7),
)

TWO_PHASE: Final = System(
    title="Two-phase commit: N resource managers, no symmetry",
    spec=HOME.parent / "specs" / "two_phase_commit.py",
    tla=HOME / "peers" / "tlc" / "TwoPhaseCommit.tla",
    promela=HOME / "peers" / "spin" / "two_phase_commit.pml",
    murphi=HOME / "peers" / "rumur" / "two_phase_commit.m",
    parameters=("ResourceManager",),
    constants=("N",),
    written=(8,),
    claims=("tc_consistent", "all_committed", "all_aborted", "deadlock"),
)

SYSTEMS: Final = (GRID, TWO_PHASE)


def with_sizes(text: str, case: Case, sign: str) -> str:
    """Write the sizes of `case` over those in a model, where `NAME sign NUMBER` declares them.

    Raises: `ValueError` if a constant is not declared exactly once.
    """
    for name, size in zip(case.system.constants, case.sizes, strict=True):
        text, times = re.subn(rf"\b{name}{sign}\d+", f"{name}{sign}{size}", text)
        if times != 1:
            message = f"{name} is declared {times} times"
            raise ValueError(message)
    return text


def grid(counters: int, top: int) -> Case:
    """Give the grid of `counters` counters from 0 to `top`; its counts are a formula."""
    distinct = (top + 1) ** counters
    steps = counters * top * (top + 1) ** (counters - 1)
    return Case(
        name=f"grid-{counters}x{top}",
        title=f"grid, {counters} counters 0..{top}",
        system=GRID,
        sizes=(counters, top),
        counts=Counts(distinct, steps + 1),
    )


def two_phase_commit(managers: int) -> Case:
    """Give two-phase commit with so many resource managers, 2 to 10.

    Its counts are a formula.  A resource manager is in one of 4 situations while the manager of
    the transaction is undecided, of 2 after commit, of 6 after abort (working; prepared, or
    aborted after it had prepared, each known or not; aborted without having prepared).
    """
    n = managers
    undecided, committed, aborted = 4**n, 2**n, 6**n
    steps_undecided = undecided + 1 + n * 4 * 4 ** (n - 1)
    steps_decided = n * committed + n * 8 * 6 ** (n - 1)
    return Case(
        name=f"2pc-{n}",
        title=f"two-phase commit, N={n}",
        system=TWO_PHASE,
        sizes=(n,),
        counts=Counts(undecided + committed + aborted, 1 + steps_undecided + steps_decided),
    )


ORBITS: Final = {2: 34, 3: 80, 4: 166, 5: 314, 6: 553, 7: 920, 8: 1461, 9: 2232, 10: 3300}
"""Distinct states of two-phase commit up to renaming of its resource managers, by their number."""
