"""Results compared with what is expected: both explorations, every difference once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rooms import write_room

from modelcheck.gate.engines import Means
from modelcheck.gate.expected import Explored, differences, kind_of
from modelcheck.gate.manifest import ResultKind
from modelcheck.gate.manifest_file import read_manifest
from modelcheck.gate.pipeline import CheckRequest, check
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import (
    AssumptionResult,
    CoverResult,
    Figures,
    Matched,
    PropertyKind,
    PropertyResult,
    Reason,
    Violated,
)


def explored(path: Path, name: str) -> Explored:
    """Explore a class of the spec with symmetry and without."""

    def once(*, is_symmetric: bool) -> Outcome:
        means = Means(is_symmetric=is_symmetric, workers=1)
        request = CheckRequest(f"{path}::{name}", keep_going=True, means=means, regardless=True)
        found = next(check(request))
        assert isinstance(found, Outcome)
        return found

    every, orbits = once(is_symmetric=False), once(is_symmetric=True)
    return Explored(name, every.module, every.result, orbits.result, "look")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_room(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def room(path: Path) -> Explored:
    return explored(path, "Room")


def said(path: Path, found: Explored) -> list[str]:
    """Give the sentences of what differs from the default model."""
    default, *_ = read_manifest(path).models
    return [each.message for each in differences(default.expected, found)]


def test_what_is_as_expected_differs_in_nothing(path: Path, room: Explored) -> None:
    assert said(path, room) == []


def test_only_what_differs_with_symmetry_is_told_of_it(path: Path, room: Explored) -> None:
    assert room.orbits is not None
    unreached = replace(room.orbits, covers=(CoverResult("light", None, ()),))
    assert said(path, replace(room, orbits=unreached)) == [
        "`light` stands under `covers`, and it is not reached with symmetry"
    ]
    both = replace(room, orbits=unreached, every_state=replace(room.every_state, covers=()))
    assert said(path, both) == ["`light` stands under `covers`, and it is not reached"]


def test_a_longer_run_with_symmetry_differs(path: Path, room: Explored) -> None:
    assert room.orbits is not None
    (cover,) = room.orbits.covers
    assert cover.witness is not None
    steps = (*cover.witness.steps, cover.witness.steps[-1])
    longer = replace(cover, witness=replace(cover.witness, steps=steps))
    assert said(path, replace(room, orbits=replace(room.orbits, covers=(longer,)))) == [
        "`covers.light` is 1 step in the manifest, and 2 steps in the run with symmetry"
    ]


def test_orbits_of_what_is_not_symmetric_differ(path: Path, room: Explored) -> None:
    assert said(path, replace(room, orbits=None)) == [
        "`orbits` is 2 in the manifest, and nothing, as no sort is symmetric, in the run"
    ]


def test_one_of_the_two_that_did_not_come_to_its_end_is_enough(path: Path, room: Explored) -> None:
    assert room.orbits is not None
    stopped = replace(room.orbits, complete=False, stopped=Reason.MEMORY, figures=Figures(1, 1, 0))
    assert said(path, replace(room, orbits=stopped)) == [
        "the run of `Room` did not come to its end: reason memory"
    ]


def test_an_action_of_a_refined_spec_that_is_never_taken_differs(
    path: Path, room: Explored
) -> None:
    matched = Matched("counted", "Lamps", ("off",), ("on",))
    every = replace(room.every_state, matched=matched)
    assert said(path, replace(room, every_state=every, orbits=None))[1:] == [
        "the action `on` of `Lamps` is never taken, and the manifest does not say so"
    ]


def test_what_is_violated_says_how_a_run_ends(room: Explored) -> None:
    result = room.every_state
    witness = result.covers[0].witness
    assert witness is not None
    violated = Violated(witness, ())
    stuck = PropertyResult("deadlock", PropertyKind.DEADLOCK, violated)
    raised = PropertyResult("evaluation", PropertyKind.EVALUATION, violated)
    unsafe = PropertyResult("one_lamp", PropertyKind.INVARIANT, violated)
    outside = replace(result, assumptions=(AssumptionResult("few", holds=False),))
    assert kind_of(result) is ResultKind.SUCCESS
    assert kind_of(outside) is ResultKind.ASSUMPTION
    assert kind_of(replace(outside, properties=(stuck,))) is ResultKind.DEADLOCK
    assert kind_of(replace(result, properties=(stuck, unsafe))) is ResultKind.SAFETY
    assert kind_of(replace(result, properties=(stuck, unsafe, raised))) is ResultKind.EVALUATION
