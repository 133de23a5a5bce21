"""A spec in layers has the states and steps of the same spec written flat, in every engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from agreement import Comparison
from engines import means, natively, program_of

from modelcheck.explicit.native.explore import explore
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.explore import explore as explore_in_python
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.semantics.verdict import Figures, Violated

FILES = sorted((Path(__file__).parent / "specs" / "layers").glob("*.py"))
TWINS = [
    (path, each.name)
    for path in FILES
    for each in open_spec(path, {}).specs
    if each.variant is not None
]
ALL = Options(keep_going=True)
MOST = 400
"""How many states are run in all three meanings: those nearest to the start."""

files = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


@files
def test_layers_have_the_counts_of_the_flat_spec(path: Path) -> None:
    layered, flat = (explore_in_python(program_of(path, name), ALL) for name in ("Layered", "Flat"))
    assert layered.figures == flat.figures
    assert layered.complete


@files
def test_layers_have_the_orbits_of_the_flat_spec(path: Path) -> None:
    programs = [program_of(path, name) for name in ("Layered", "Flat")]
    layered, flat = (explore(each, ALL, means(each)) for each in programs)
    assert (layered.engine, flat.engine) == ("native", "native")
    assert layered.symmetry.group_order > 1
    assert (layered.figures, layered.symmetry) == (flat.figures, flat.symmetry)


@files
def test_compiled_layers_give_the_result_of_the_class(path: Path) -> None:
    program = program_of(path, "Layered")
    assert natively(program, ALL, workers=1) == explore_in_python(program, ALL)


@files
def test_the_three_meanings_of_layers_agree(path: Path) -> None:
    explored = Comparison(lower(open_spec(path, {}), "Layered")).explore(MOST)
    assert explored.complete or explored.states == MOST
    assert explored.errors == 0


@pytest.mark.parametrize(("path", "name"), TWINS)
def test_a_twin_may_be_made_of_another_component_or_handler(path: Path, name: str) -> None:
    program = program_of(path, name)
    found = explore_in_python(program, ALL)
    assert natively(program, ALL, workers=1) == found
    broken = [each.name for each in found.properties if isinstance(each.verdict, Violated)]
    mark = next(each.variant for each in open_spec(path, {}).specs if each.name == name)
    assert mark is not None
    assert tuple(broken) == mark.breaks


def test_the_catalogue_counts_perfect_links_over_lossy_ones_as_the_layers_do() -> None:
    (path,) = (each for each in FILES if each.stem == "layered_links")
    good, forgetful = (
        explore_in_python(program_of(path, name), ALL) for name in ("Layered", "WithoutMemory")
    )
    assert good.figures == Figures(25, 71, 6)
    assert forgetful.figures == Figures(49, 141, 10)
