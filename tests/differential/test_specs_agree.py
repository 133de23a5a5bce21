"""The IR, evaluated, its normal form, and the class, run, agree on every step of every spec."""

from __future__ import annotations

from pathlib import Path

import pytest
from agreement import Comparison
from library import classes, main

from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower

WHOLE = {"isis", "two_phase_commit"}
"""The specs of which every state is looked at."""
MOST, MOST_OF_TWINS = 200, 40
"""How many states of another spec and of a twin are looked at: those nearest to its start.

A twin shares nearly all of its code with its spec.
"""

CLASSES = classes()


@pytest.mark.parametrize(
    ("path", "name"), CLASSES, ids=[f"{path.stem}::{name}" for path, name in CLASSES]
)
def test_the_three_meanings_of_a_spec_agree(path: Path, name: str) -> None:
    is_main = name == main(path)
    most = MOST_OF_TWINS if not is_main else None if path.stem in WHOLE else MOST
    explored = Comparison(lower(open_spec(path, {}), name)).explore(most)
    assert explored.complete or explored.states == most
    assert explored.errors == 0
    assert explored.steps > 0
