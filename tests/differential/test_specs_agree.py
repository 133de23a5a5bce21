"""The IR, evaluated, its normal form, and the class, run, agree on every step of every spec."""

from __future__ import annotations

from pathlib import Path

import pytest
from agreement import Comparison

from modelcheck.frontend.discovery import find_specs
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower

SPECS = find_specs(Path(__file__).parents[2] / "specs")
WHOLE = {"eager_reliable_broadcast", "isis", "two_phase_commit"}
"""The specs of which every state is looked at."""
MOST, MOST_OF_TWINS = 400, 80
"""How many states of another spec and of a twin are looked at: those nearest to its start.

A twin shares nearly all of its code with its spec.
"""

CLASSES = [(path, each.name) for path in SPECS for each in open_spec(path, {}).specs]


@pytest.mark.no_cover  # it takes twice the time
@pytest.mark.parametrize(
    ("path", "name"), CLASSES, ids=[f"{path.stem}::{name}" for path, name in CLASSES]
)
def test_the_three_meanings_of_a_spec_agree(path: Path, name: str) -> None:
    file = open_spec(path, {})
    is_main = file.main().name == name
    most = MOST_OF_TWINS if not is_main else None if path.stem in WHOLE else MOST
    explored = Comparison(lower(file, name)).explore(most)
    assert explored.complete or explored.states == most
    assert explored.errors == 0
    assert explored.steps > 0
