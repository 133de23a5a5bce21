"""The IR, evaluated, its normal form, and the class, run, agree on every step of every spec."""

from __future__ import annotations

from pathlib import Path

import pytest
from agreement import Comparison

from modelcheck.frontend.discovery import find_specs
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower

SPECS = find_specs(Path(__file__).parents[2] / "specs")
MOST = 500
"""How many states of a spec are looked at: those nearest to its start."""

CLASSES = [(path, each.name) for path in SPECS for each in open_spec(path, {}).specs]


@pytest.mark.parametrize(
    ("path", "name"), CLASSES, ids=[f"{path.stem}::{name}" for path, name in CLASSES]
)
def test_the_three_meanings_of_a_spec_agree(path: Path, name: str) -> None:
    explored = Comparison(lower(open_spec(path, {}), name)).explore(MOST)
    assert explored.complete or explored.states == MOST
    assert explored.errors == 0
    assert explored.steps > 0
