"""What came out of each run, and the medians, spreads and ratios of them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from comparison.jobs import Job
from comparison.measure import CommandFailedError, Measurement, OutOfTimeError, measure
from comparison.models import Counts
from comparison.outputs import Found, UnreadableOutputError


@dataclass(frozen=True)
class Outcome:
    """One run of one checker on one row of a table.

    Runs of one `turn` stood side by side.  Where `fault` says what went wrong there is no
    measurement, otherwise there is everything; `stopped` says that it was the time limit.
    """

    row: str
    checker: str
    turn: int
    measurement: Measurement | None = None
    found: Found | None = None
    fault: str | None = None
    stopped: bool = False


@dataclass(frozen=True)
class Spread:
    """The median of some values, and the least and the largest of them."""

    median: float
    least: float
    largest: float


def run_job(job: Job, turn: int) -> Outcome:
    """Run a job in a folder of its own; a failure, or counts that differ, is an outcome too."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        try:
            measurement = measure(job.commands(folder), folder, job.limit_s)
            found = job.read(measurement.output)
        except OutOfTimeError as error:
            return Outcome(job.row, job.checker, turn, fault=str(error), stopped=True)
        except (CommandFailedError, UnreadableOutputError) as error:
            return Outcome(job.row, job.checker, turn, fault=str(error))
    if job.counts is not None and not found.agrees_with(job.counts):
        return Outcome(job.row, job.checker, turn, fault=_differs(found, job.counts))
    return Outcome(job.row, job.checker, turn, measurement, found)


def spread(values: Sequence[float]) -> Spread | None:
    """Give the median, least and largest of `values`; `None` if there are none."""
    if not values:
        return None
    return Spread(median(values), min(values), max(values))


def wall(outcomes: Sequence[Outcome], row: str, checker: str) -> Spread | None:
    """Give the wall time of a checker on a row, in seconds, compiling included."""
    return spread([o.measurement.wall_s for o in _of(outcomes, row, checker) if o.measurement])


def cpu(outcomes: Sequence[Outcome], row: str, checker: str) -> Spread | None:
    """Give the processor time of a checker on a row, in seconds, over all cores."""
    return spread([o.measurement.cpu_s for o in _of(outcomes, row, checker) if o.measurement])


def peak(outcomes: Sequence[Outcome], row: str, checker: str) -> int | None:
    """Give the most memory that a checker took on a row in any run, in bytes."""
    sizes = [o.measurement.peak_bytes for o in _of(outcomes, row, checker) if o.measurement]
    return max(sizes, default=None)


def explored(outcomes: Sequence[Outcome], row: str, checker: str) -> Spread | None:
    """Give the seconds that our checker says it explored, without starting and compiling."""
    found = [o.found for o in _of(outcomes, row, checker) if o.found]
    return spread([f.explore_s for f in found if f.explore_s is not None])


def counts_found(outcomes: Sequence[Outcome], row: str, checker: str) -> Found | None:
    """Give the counts that a checker found on a row; all its runs agree where they are checked."""
    for outcome in _of(outcomes, row, checker):
        if outcome.found is not None:
            return outcome.found
    return None


def ratio(outcomes: Sequence[Outcome], row: str, checker: str, base: str) -> Spread | None:
    """Give how many times as long as `base` a checker takes: the spread of the turns' ratios."""
    walls = {
        (o.checker, o.turn): o.measurement.wall_s
        for o in outcomes
        if o.row == row and o.measurement is not None
    }
    turns = sorted(turn for name, turn in walls if name == checker and (base, turn) in walls)
    return spread([walls[checker, turn] / walls[base, turn] for turn in turns])


def faults(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Say, a line each, which runs failed or found other counts."""
    lines = [f"{o.checker}, {o.row}: {o.fault}" for o in outcomes if o.fault is not None]
    return tuple(dict.fromkeys(lines))


def _of(outcomes: Sequence[Outcome], row: str, checker: str) -> list[Outcome]:
    return [o for o in outcomes if o.row == row and o.checker == checker]


def _differs(found: Found, counts: Counts) -> str:
    expected = f"{counts.distinct:,}"
    if counts.generated is not None:
        expected += f" and {counts.generated:,}"
    counted = f"{found.distinct:,} distinct and {found.generated:,} generated states"
    return f"found {counted}, not {expected}"
