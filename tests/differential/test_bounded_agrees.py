"""Runs of bounded length, looked at by z3, and every state, explored, say the same of claims."""

from __future__ import annotations

from pathlib import Path

import pytest
from library import classes, main

from modelcheck.explicit.reference.explore import Options
from modelcheck.gate.bounding import look
from modelcheck.gate.engines import DEFAULT_MEANS, explore
from modelcheck.gate.opening import Ready, Target, fitting, opened, ready
from modelcheck.semantics.verdict import (
    Inconclusive,
    Limits,
    PropertyKind,
    Reason,
    Result,
    Violated,
)

ROOT = Path(__file__).parents[2]

DEPTH = 1
"""How long the runs are that are looked at, where nothing else is said.

It takes seconds to make formulas of such a spec, and its twins are left out.
"""
DEPTHS = {
    "best_effort_broadcast": 5,
    "byzantine_generals_signed": 4,
    "consensus_vote": 12,
    "eager_reliable_broadcast": 5,
    "isis": 3,
    "perfect_failure_detector": 20,
    "perfect_links": 20,
    "srikanth_toueg_broadcast": 8,
    "two_phase_commit": 12,
}


def opened_spec(path: Path, name: str) -> Ready:
    target = Target(path, name)
    file, (found,) = opened(target, ())
    return ready(target, fitting((), found), file, found)


def lengths(result: Result, most: int) -> dict[str, int]:
    """Give the lengths of the runs that are shown, of those up to `most`; of no refinement."""
    broken = [
        (each.name, each.verdict.trace.depth)
        for each in result.properties
        if isinstance(each.verdict, Violated) and each.kind is not PropertyKind.REFINEMENT
    ]
    reached = [
        (f"cover {each.name}", each.witness.depth)
        for each in result.covers
        if each.witness is not None
    ]
    return {name: length for name, length in broken + reached if length <= most}


def verdicts(result: Result) -> dict[str, str]:
    return {
        each.name: type(each.verdict).__name__
        for each in result.properties
        if each.kind is not PropertyKind.REFINEMENT
    }


CLASSES = [
    (path, name)
    for path, name in classes()
    if path.parent.name == "specs" and (name == main(path) or path.stem in DEPTHS)
]


@pytest.mark.parametrize(
    ("path", "name"), CLASSES, ids=[f"{path.stem}::{name}" for path, name in CLASSES]
)
def test_the_shortest_runs_are_as_long_as_the_explorer_says(path: Path, name: str) -> None:
    spec = opened_spec(path, name)
    limits = Limits(depth=DEPTHS.get(path.stem, DEPTH))
    bounded = look(spec, Options(limits, keep_going=True))
    explored = explore(spec, Options(keep_going=True), DEFAULT_MEANS)
    depth = bounded.figures.depth
    assert lengths(bounded, depth) == lengths(explored, depth)
    if bounded.complete:
        assert explored.complete
        assert explored.figures.depth <= depth
        assert verdicts(bounded) == verdicts(explored)
        assert lengths(bounded, depth) == lengths(explored, explored.figures.depth + 1)
    else:
        assert depth == limits.depth
        assert bounded.stopped in {Reason.DEPTH, Reason.CONSTRAINT}
        assert {"Holds"}.isdisjoint(verdicts(bounded).values())


def test_of_a_refinement_nothing_is_said() -> None:
    spec = opened_spec(ROOT / "specs" / "srikanth_toueg_broadcast.py", "ThreeProcesses")
    result = look(spec, Options(keep_going=True))
    (found,) = (each for each in result.properties if each.kind is PropertyKind.REFINEMENT)
    assert result.complete
    assert found.verdict == Inconclusive(Reason.BEYOND)
