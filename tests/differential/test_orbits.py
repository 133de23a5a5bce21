"""With symmetry one state per orbit is visited, and what is found is what is found without it.

Numbers are those of the literature's models, found by other programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from engines import means
from library import SPECS, names
from orbits import orbits_by_brute_force

from modelcheck.explicit.native.explore import explore
from modelcheck.explicit.native.jit import Care
from modelcheck.explicit.native.symmetry.group import symmetry_group
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.explore import explore as reference
from modelcheck.explicit.reference.program import Program
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.gate import opening
from modelcheck.semantics.verdict import Result, Violated

MORE = Path(__file__).parent / "specs"

TWO_PHASE, EAGER, ISIS = "two_phase_commit", "eager_reliable_broadcast", "isis"


PATHS = {path.stem: path for path in (*SPECS, *sorted(MORE.glob("*.py")))}
CLASSES = [
    (stem, name) for stem, path in PATHS.items() for name in names(path) if stem != "raising"
]


def program_of(stem: str, parameters: Mapping[str, str], name: str | None = None) -> Program:
    loaded = open_spec(PATHS[stem], dict(parameters))
    spec = lower(loaded, name or loaded.main().name)
    return opening.program_of(spec)


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


@pytest.mark.parametrize("count", range(5, 11))
def test_two_phase_commit_has_as_many_orbits_as_is_known(count: int) -> None:
    program = program_of(TWO_PHASE, {"ResourceManager": str(count)})
    known = {5: 314, 6: 553, 7: 920, 8: 1461, 9: 2232, 10: 3300}
    found = explore(program, Options(), means(program, care=Care.FULL))
    assert found.figures.distinct == known[count]


def test_two_phase_commit_of_twenty_is_in_reach() -> None:
    program = program_of(TWO_PHASE, {"ResourceManager": "20"})
    found = explore(program, Options(), means(program))
    assert found.complete
    assert found.figures.depth == 3 * 20 + 1


def told(result: Result) -> tuple[object, ...]:
    """Give what a result says, up to the names of elements."""
    return (
        result.complete,
        result.figures.depth,
        [
            (
                each.name,
                type(each.verdict),
                each.verdict.trace.depth if isinstance(each.verdict, Violated) else None,
            )
            for each in result.properties
        ],
        [(each.name, each.witness and each.witness.depth) for each in result.covers],
    )


@pytest.mark.parametrize(("stem", "name"), CLASSES)
def test_what_is_found_with_symmetry_is_found_without(stem: str, name: str) -> None:
    program = program_of(stem, {}, name)
    options = Options(keep_going=True)
    # Both kinds of code take turns; the one that is optimised takes three times the time.
    care = Care.QUICK if len(stem + name) % 4 else Care.FULL
    on = explore(program, options, means(program, care=care))
    off = explore(program, options, means(program, is_symmetric=False))
    assert told(on) == told(off)
    assert on.figures.distinct <= off.figures.distinct


@pytest.mark.parametrize("name", names(PATHS["raising"]))
def test_what_one_order_of_evaluation_hides_is_found(name: str) -> None:
    program = program_of("raising", {}, name)
    options = Options(keep_going=True)
    on = explore(program, options, means(program, care=Care.FULL))
    off = explore(program, options, means(program, is_symmetric=False))
    assert told(on) == told(off)
    assert (on.note is None) is (name == "Chosen")
    assert reference(program, options).properties == off.properties
