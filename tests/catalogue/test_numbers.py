"""The catalogue's numbers: what an independent search counted for every spec and twin."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from numbers_found import EVERY_STATE, ORBITS, ROOT, Numbers, numbers, numbers_by, outcomes

pytestmark = pytest.mark.no_cover  # it takes twice the time


def isis(done: int, held_back: int | None, example: int | None) -> dict[str, int | None]:
    return {
        "done": done,
        "held_back_final": held_back,
        "second_message_first": done,
        "worked_example_agreed": example,
    }


def order(total: int, pairwise: int) -> dict[str, int]:
    return {"total_order": total, "pairwise_total_order": pairwise}


ISIS = [
    ("Isis", "", Numbers(434, 1043, 14, {}, isis(14, 8, 10))),
    ("Isis", "BASE=1", Numbers(434, 1043, 14, {}, isis(14, 8, 10))),
    ("Isis", "Receiver=3", Numbers(5762, 19427, 20, {}, isis(20, 10, 14))),
    ("WithoutTieBreak", "", Numbers(436, 1043, 14, order(12, 14), isis(14, 8, None))),
    ("WithoutHoldingBack", "", Numbers(468, 1079, 14, order(12, 14), isis(14, None, 10))),
    ("WithoutLearningNumbers", "", Numbers(404, 995, 14, order(12, 14), isis(14, 8, 10))),
    ("FirstProposalWins", "", Numbers(1980, 6045, 14, order(8, 12), isis(12, 6, 8))),
]


@pytest.mark.parametrize(("name", "given", "expected"), ISIS)
def test_isis_has_the_numbers_of_the_catalogue(name: str, given: str, expected: Numbers) -> None:
    assert numbers(f"specs/isis.py::{name}", given) == expected


def commit(committed: int, aborted: int) -> dict[str, int | None]:
    return {"all_committed": committed, "all_aborted": aborted}


TWO_PHASE_COMMIT = [
    ("TwoPhaseCommit", 3, Numbers(288, 1146, 10, {}, commit(10, 3))),
    ("TwoPhaseCommit", 4, Numbers(1568, 8258, 13, {}, commit(13, 4))),
    ("TwoPhaseCommit", 5, Numbers(8832, 58146, 16, {}, commit(16, 5))),
    ("EarlyCommit", 3, Numbers(348, 1359, 10, {"tc_consistent": 7}, commit(8, 3))),
    ("LateAbort", 3, Numbers(459, 2277, 10, {"tc_consistent": 9}, commit(10, 3))),
]


@pytest.mark.parametrize(("name", "managers", "expected"), TWO_PHASE_COMMIT)
def test_two_phase_commit_has_the_numbers_of_the_catalogue(
    name: str, managers: int, expected: Numbers
) -> None:
    spec = f"specs/two_phase_commit.py::{name}"
    assert numbers(spec, f"ResourceManager={managers}") == expected


def test_two_phase_commit_of_six_has_the_numbers_of_the_catalogue() -> None:
    mc = str(Path(sys.executable).with_name("mc"))
    spec = ["specs/two_phase_commit.py", "-p", "ResourceManager=6", "--engine", "python"]
    command = [mc, "check", *spec, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    report: dict[str, object] = json.loads(done.stdout)
    counts = {"verdict": "holds", "distinct": 50816, "generated": 402306, "depth": 19}
    assert {name: report[name] for name in counts} == counts


def broadcast(midway: int | None) -> dict[str, int | None]:
    return {
        "all_deliver": 4,
        "sender_crashed_midway": midway,
        "delivered_by_nobody_after_broadcast": 2,
    }


EAGER_BROADCAST = [
    ("EagerReliableBroadcast", 1, Numbers(2533, 14283, 11, {}, broadcast(7))),
    ("EagerReliableBroadcast", 2, Numbers(4843, 30618, 11, {}, broadcast(4))),
    ("WithoutRelay", 1, Numbers(55, 96, 5, {"agreement_when_quiet": 3}, broadcast(3))),
    ("WithoutDuplicateTest", 1, Numbers(2929, 16370, 8, {"no_duplication": 3}, broadcast(None))),
    ("RelayToSource", 1, Numbers(176, 446, 7, {"agreement_when_quiet": 3}, broadcast(3))),
]


@pytest.mark.parametrize(("name", "crashes", "expected"), EAGER_BROADCAST)
def test_eager_reliable_broadcast_has_the_numbers_of_the_catalogue(
    name: str, crashes: int, expected: Numbers
) -> None:
    assert numbers(f"specs/eager_reliable_broadcast.py::{name}", f"F={crashes}") == expected


BY_STATE = [
    ("Isis", Numbers(494, 1093, 16, {}, {"overtaken": 4})),
    ("WithoutTieBreak", Numbers(576, 1283, 16, {"total_order": 12}, {"overtaken": 4})),
]


@pytest.mark.parametrize(("name", "expected"), BY_STATE)
def test_isis_without_a_network_has_the_numbers_of_the_design(name: str, expected: Numbers) -> None:
    assert numbers(f"tests/catalogue/specs/isis_by_state.py::{name}", "") == expected


TWO_PHASE_ORBITS = (34, 80, 166, 314, 553, 920, 1461, 2232, 3300)


@pytest.mark.parametrize(("managers", "orbits"), list(enumerate(TWO_PHASE_ORBITS, 2)))
def test_two_phase_commit_has_the_orbits_of_the_catalogue(managers: int, orbits: int) -> None:
    found = numbers_by("specs/two_phase_commit.py", f"ResourceManager={managers}", ORBITS)
    assert (found.distinct, found.depth) == (orbits, 3 * managers + 1)
    assert found.covers == commit(3 * managers + 1, managers)


ORBITS_OF = [
    ("specs/two_phase_commit.py::EarlyCommit", "", 95),
    ("specs/two_phase_commit.py::LateAbort", "", 122),
    ("specs/isis.py", "", 218),
    ("specs/isis.py", "Receiver=3", 2882),
    ("specs/eager_reliable_broadcast.py", "F=1", 1311),
    ("specs/eager_reliable_broadcast.py", "F=2", 2488),
    ("specs/eager_reliable_broadcast.py::WithoutRelay", "", 35),
    ("specs/eager_reliable_broadcast.py::WithoutDuplicateTest", "", 1493),
    ("specs/eager_reliable_broadcast.py::RelayToSource", "", 100),
    ("tests/catalogue/specs/isis_by_state.py::WithoutTieBreak", "", 289),
]


@pytest.mark.parametrize(("spec", "given", "orbits"), ORBITS_OF)
def test_orbits_have_the_numbers_of_the_catalogue(spec: str, given: str, orbits: int) -> None:
    found = numbers_by(spec, given, ORBITS)
    every_state = numbers_by(spec, given, EVERY_STATE)
    assert found.distinct == orbits
    assert replace(found, distinct=0, generated=0) == replace(every_state, distinct=0, generated=0)


SPECS = [
    ("specs/isis.py", 4),
    ("specs/two_phase_commit.py", 2),
    ("specs/eager_reliable_broadcast.py", 3),
    ("tests/catalogue/specs/isis_by_state.py", 1),
]


@pytest.mark.parametrize(("spec", "twins"), SPECS)
def test_every_twin_breaks_exactly_what_it_declares(spec: str, twins: int) -> None:
    _, *found = outcomes(spec, variant="all")
    assert len(found) == twins
    assert [each.exit_code for each in found] == [0] * twins


@pytest.mark.parametrize("spec", [spec for spec, _ in SPECS])
def test_every_spec_holds_and_reaches_its_covers(spec: str) -> None:
    (outcome,) = outcomes(spec)
    assert (outcome.verdict.value, outcome.exit_code) == ("holds", 0)
