"""With symmetry one state per orbit is visited: as many as brute force over the group counts.

Numbers are those of the literature's models, found by other programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from orbits import orbits_by_brute_force

from modelcheck.explicit.native.symmetry.group import symmetry_group
from modelcheck.explicit.reference.program import Program
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower

SPECS = Path(__file__).parents[2] / "specs"
MORE = Path(__file__).parent / "specs"

TWO_PHASE, EAGER, ISIS = "two_phase_commit", "eager_reliable_broadcast", "isis"


def program_of(stem: str, parameters: Mapping[str, str]) -> Program:
    folder = MORE if (MORE / f"{stem}.py").exists() else SPECS
    loaded = open_spec(folder / f"{stem}.py", dict(parameters))
    spec = lower(loaded, loaded.main().name)
    return Program(spec.module, spec.spec_class, spec.classes, spec.domains)


@pytest.mark.parametrize(
    ("stem", "parameters", "order", "states", "orbits"),
    [
        (TWO_PHASE, {"ResourceManager": "2"}, 2, 56, 34),
        (TWO_PHASE, {"ResourceManager": "3"}, 6, 288, 80),
        (TWO_PHASE, {"ResourceManager": "4"}, 24, 1568, 166),
        (EAGER, {}, 2, 2533, 1311),
        (EAGER, {"F": "2"}, 2, 4843, 2488),
        (ISIS, {}, 2, 434, 218),
        (ISIS, {"Receiver": "3"}, 2, 5762, 2882),
        ("counters", {}, 6, 123, 29),
        ("counters", {"K": "2"}, 6, 2616, 480),
        ("sets", {"Process": "2"}, 4, 81, 27),
        ("sets", {}, 12, 729, 92),
        ("votes", {}, 24, 343, 27),
        ("votes", {"Voter": "4"}, 96, 2401, 65),
        ("links", {"Message": "2"}, 2, 25, 15),
        ("links", {}, 24, 625, 70),
        ("fifo", {"SENDS": "2,1,0"}, 1, 1537, 1537),
        ("fifo", {}, 6, 4496, 776),
        ("fifo", {"Process": "2", "SENDS": "2,2"}, 2, 984, 508),
    ],
)
def test_the_canonical_states_are_one_per_orbit(
    stem: str, parameters: dict[str, str], order: int, states: int, orbits: int
) -> None:
    program = program_of(stem, parameters)
    assert symmetry_group(program.module).order == order
    assert orbits_by_brute_force(program) == (states, orbits, orbits)
