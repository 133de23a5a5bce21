"""The gate: every model of every manifest, in processes side by side, held to what it declares.

It fails closed: whatever cannot be run, does not come to its end, or is not as declared is red.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TypeAlias

from modelcheck.explicit.native.memory import Budget
from modelcheck.explicit.native.symmetry.group import symmetry_group
from modelcheck.gate.engines import Engine, Means, default_workers
from modelcheck.gate.exit_codes import Exit, worst
from modelcheck.gate.expected import Explored, differences, kind_of
from modelcheck.gate.manifest_errors import Unfinished
from modelcheck.gate.opening import Rejected
from modelcheck.gate.pipeline import CheckRequest, check
from modelcheck.gate.planning import Job, placed, plan, refused
from modelcheck.report.gated import Gated, Row
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import NO_LIMITS, Limits, Reason
from modelcheck.source.diagnostic import ConfigError

Counter: TypeAlias = Callable[[int, int], None]
"""Hears how many runs are done, and of how many."""


@dataclass(frozen=True)
class GateRequest:
    """What `mc gate` is asked for: a folder or a spec, and how many processes run models.

    `slow` takes the slow models too; without `processes`, there are as many as processors.
    """

    path: Path
    slow: bool = False
    limits: Limits = NO_LIMITS
    processes: int | None = None


def gate(request: GateRequest, observer: Counter) -> Gated:
    """Run what the request names, and compare everything found with everything declared.

    Ctrl-C keeps the rows that are done; the others are red.
    Raises: `ConfigError` when there is no such folder (MC101), or no spec in it (MC102).
    Cost: each process has an equal part of the memory that is free; a run that needs more has
    all of it afterwards, alone.
    """
    start = time.perf_counter()
    planned = list(plan(request.path, slow=request.slow))
    jobs = [each for each in planned if isinstance(each, Job)]
    rows = dict(zip(jobs, _rows(jobs, request, observer), strict=True))
    found = tuple(rows[each] if isinstance(each, Job) else each for each in planned)
    code = worst(row.exit_code for row in found)
    return Gated(str(request.path), found, time.perf_counter() - start, code)


def run_job(job: Job, limits: Limits, workers: int | None) -> Row:
    """Explore what the job names, without symmetry and with it, and compare.

    Never raises for what a person does: what cannot be explored is a row with the reason.
    """
    start = time.perf_counter()
    every_state = _explored(job, limits, Means(Engine.AUTO, is_symmetric=False, workers=workers))
    if isinstance(every_state, Rejected):
        return _rejected(job, every_state)
    orbits = None
    if job.expected.orbits is not None or symmetry_group(every_state.module).order > 1:
        with_symmetry = _explored(job, limits, Means(workers=workers))
        if isinstance(with_symmetry, Rejected):
            return _rejected(job, with_symmetry)
        orbits = with_symmetry.result
    explored = Explored(job.spec, every_state.module, every_state.result, orbits, job.look)
    findings = differences(job.expected, explored)
    stopped = explored.stopped
    code = Exit.UNREACHED if findings else Exit.HOLDS
    return Row(
        spec=job.spec,
        model=job.model,
        result=kind_of(every_state.result).value if stopped is None else None,
        figures=every_state.result.figures,
        orbits=None if orbits is None else orbits.figures.distinct,
        seconds=time.perf_counter() - start,
        findings=findings,
        exit_code=Exit.INCONCLUSIVE if stopped is not None else code,
        stopped=stopped,
    )


def _explored(job: Job, limits: Limits, means: Means) -> Outcome | Rejected:
    request = CheckRequest(
        job.spec, job.parameters, limits, keep_going=True, means=means, regardless=True
    )
    return next(check(request))


def _rejected(job: Job, found: Rejected) -> Row:
    error = found.error
    if isinstance(error, ConfigError):
        error = placed(error, job.expected)
    return refused(job.spec, job.model, error)


def _rows(jobs: list[Job], request: GateRequest, observer: Counter) -> list[Row]:
    """Give the row of each job, in order."""
    processes = min(request.processes or default_workers(), len(jobs))
    found: dict[int, Row] = {}
    if processes > 1:
        share = Budget.of(None).bytes // processes
        most = min(share, request.limits.memory_bytes or share)
        limits = replace(request.limits, memory_bytes=most)
        first = _side_by_side(jobs, limits, processes, observer)
        # What needs more memory than its part is run again below, with all of it.
        found = {number: row for number, row in first.items() if row.stopped is not Reason.MEMORY}
    found |= _one_by_one({n: job for n, job in enumerate(jobs) if n not in found}, request.limits)
    return [found[number] for number in range(len(jobs))]


def _one_by_one(jobs: dict[int, Job], limits: Limits) -> dict[int, Row]:
    found: dict[int, Row] = {}
    try:
        for number, job in jobs.items():
            found[number] = run_job(job, limits, None)
            if found[number].stopped is Reason.INTERRUPTED:
                break
    except KeyboardInterrupt:
        pass  # the rest is told to be interrupted, below
    return found | {n: _interrupted(job) for n, job in jobs.items() if n not in found}


def _side_by_side(
    jobs: list[Job], limits: Limits, processes: int, observer: Counter
) -> dict[int, Row]:
    """Give the rows of the jobs that came to an end; of a process that died, there is none."""
    # A fresh process has no threads, locks or signals of this one's.
    context = get_context("spawn")
    found: dict[int, Row] = {}
    with ProcessPoolExecutor(processes, context, initializer=_leave_signals) as pool:
        try:
            numbers: dict[Future[Row], int] = {
                pool.submit(run_job, job, limits, 1): number for number, job in enumerate(jobs)
            }
            for future in as_completed(numbers):
                try:
                    found[numbers[future]] = future.result()
                except BrokenProcessPool:
                    continue
                observer(len(found), len(jobs))
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            for each in active_children():
                each.terminate()
            rest = {n: _interrupted(job) for n, job in enumerate(jobs) if n not in found}
            return found | rest
    return found


def _leave_signals() -> None:
    """Let Ctrl-C be for the process that gives out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _interrupted(job: Job) -> Row:
    place = job.expected.place("")
    reason = Reason.INTERRUPTED
    finding = Unfinished(job.spec, reason.value, "let it come to its end", span=place)
    return Row(
        job.spec, job.model, None, None, None, 0.0, (finding,), Exit.INCONCLUSIVE, stopped=reason
    )
