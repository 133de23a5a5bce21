"""Paxos and snapshots, written from the papers: what an independent search counted."""

from __future__ import annotations

import pytest
from numbers_found import EVERY_STATE, Numbers, numbers, numbers_by


def disagreement(agreement: int, higher: int, stays: int) -> dict[str, int]:
    return {"agreement": agreement, "higher_proposals_agree": higher, "chosen_stays": stays}


def paxos(adopted: int | None, twice: int | None, overtaken: int | None) -> dict[str, int | None]:
    return {"adopted": adopted, "chosen_twice": twice, "overtaken": overtaken}


PAXOS_OF_TWO = [
    ("Paxos", Numbers(392, 648, 13, {}, paxos(11, 12, None))),
    ("WithoutPromises", Numbers(586, 1078, 13, disagreement(12, 10, 11), paxos(11, 12, 11))),
    ("OwnValues", Numbers(394, 650, 13, disagreement(12, 10, 11), paxos(None, None, 11))),
    ("SmallQuorums", Numbers(4120, 9780, 13, disagreement(8, 7, 8), paxos(8, 8, None))),
    ("AnyValue", Numbers(724, 1212, 13, {"validity": 6}, paxos(6, 12, None))),
    ("CountedByValue", Numbers(400, 664, 13, {"only_chosen_is_learned": 11}, paxos(11, 12, None))),
]

PAXOS_OF_THREE = [
    ("Paxos", Numbers(22648, 60796, 17, {}, paxos(11, 12, 11))),
    ("WithoutPromises", Numbers(51606, 171468, 17, disagreement(12, 10, 11), paxos(11, 12, 11))),
    ("OwnValues", Numbers(23514, 63204, 17, disagreement(12, 10, 11), paxos(None, None, 11))),
    ("SmallQuorums", Numbers(154504, 523378, 17, disagreement(8, 7, 8), paxos(8, 8, None))),
    ("AnyValue", Numbers(50516, 137724, 17, {"validity": 6}, paxos(6, 12, 11))),
    (
        "CountedByValue",
        Numbers(23236, 63208, 17, {"only_chosen_is_learned": 11}, paxos(11, 12, 11)),
    ),
]


@pytest.mark.parametrize(("name", "expected"), PAXOS_OF_TWO)
def test_paxos_of_two_acceptors_has_the_numbers_of_an_independent_search(
    name: str, expected: Numbers
) -> None:
    assert numbers(f"specs/paxos.py::{name}", "Acceptor=2") == expected


@pytest.mark.parametrize(("name", "expected"), PAXOS_OF_THREE)
def test_paxos_has_the_numbers_of_an_independent_search(name: str, expected: Numbers) -> None:
    assert numbers_by(f"specs/paxos.py::{name}", "", EVERY_STATE) == expected


def test_paxos_of_four_acceptors_has_the_numbers_of_an_independent_search() -> None:
    found = numbers_by("specs/paxos.py", "Acceptor=4", EVERY_STATE)
    assert found == Numbers(115704, 347624, 21, {}, paxos(14, 16, 14))


def broken(conservation: int, cut: int | None, recorded: int, end: int | None) -> dict[str, int]:
    found = {
        "conservation": conservation,
        "consistent_cut": cut,
        "recorded_is_reachable": recorded,
        "end_is_reachable": end,
    }
    return {name: steps for name, steps in found.items() if steps is not None}


def snapshot(
    on_a_channel: int | None, moved_on: int, meet: int = 2, behind: int = 2
) -> dict[str, int | None]:
    return {
        "on_a_channel": on_a_channel,
        "moved_on": moved_on,
        "markers_meet": meet,
        "behind_the_marker": behind,
    }


INCOMPLETE = {"complete_when_quiet": 2, "end_is_reachable": 3}
INCOMPLETE_OF_THREE = {"complete_when_quiet": 3, "end_is_reachable": 3, "consistent_cut": 4}

SNAPSHOT_OF_TWO = [
    ("Snapshot", Numbers(638, 1262, 8, {}, snapshot(5, 4))),
    ("Unordered", Numbers(1752, 3182, 8, broken(4, 3, 3, 4), snapshot(5, 4))),
    ("LateMarkers", Numbers(3136, 6344, 10, broken(7, 3, 6, 2), snapshot(7, 6, 4, 3))),
    ("EmptyChannels", Numbers(638, 1262, 8, broken(5, None, 5, 3), snapshot(None, 4))),
    ("PastTheMarker", Numbers(650, 1264, 8, broken(5, None, 4, None), snapshot(5, 4))),
    ("NotSentOn", Numbers(884, 1502, 8, INCOMPLETE, snapshot(6, 5))),
]

SNAPSHOT_OF_THREE = [
    ("Snapshot", Numbers(9516, 35631, 13, {}, snapshot(9, 8))),
    ("Unordered", Numbers(75615, 269631, 14, broken(8, 3, 3, 4), snapshot(9, 8))),
    ("LateMarkers", Numbers(130680, 458868, 17, broken(12, 3, 6, 2), snapshot(12, 11, 4, 3))),
    ("EmptyChannels", Numbers(9516, 35631, 13, broken(9, None, 5, 3), snapshot(None, 8))),
    ("PastTheMarker", Numbers(10662, 38247, 13, broken(9, None, 4, None), snapshot(9, 8))),
    ("NotSentOn", Numbers(19842, 58119, 15, INCOMPLETE_OF_THREE, snapshot(11, 10))),
]


@pytest.mark.parametrize(("name", "expected"), SNAPSHOT_OF_TWO)
def test_snapshots_of_two_processes_have_the_numbers_of_an_independent_search(
    name: str, expected: Numbers
) -> None:
    spec = f"specs/chandy_lamport.py::{name}"
    assert numbers(spec, "Process=2 Token=2 SENDS=2") == expected


@pytest.mark.parametrize(("name", "expected"), SNAPSHOT_OF_THREE)
def test_snapshots_have_the_numbers_of_an_independent_search(name: str, expected: Numbers) -> None:
    assert numbers_by(f"specs/chandy_lamport.py::{name}", "", EVERY_STATE) == expected


def test_snapshots_of_three_tokens_have_the_numbers_of_an_independent_search() -> None:
    found = numbers_by("specs/chandy_lamport.py", "Process=2 Token=3 SENDS=5", EVERY_STATE)
    assert found == Numbers(31326, 74066, 14, {}, snapshot(5, 4))
