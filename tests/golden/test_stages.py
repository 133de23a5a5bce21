"""The stages of every spec, as `mc dump` prints them."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewed import Golden

from modelcheck.frontend.discovery import find_specs
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.ir.check import find_faults
from modelcheck.ir.module import Typed
from modelcheck.ir.text_module import show_normal, show_typed
from modelcheck.passes.normalise import normalise

SPECS = {path.stem: path for path in find_specs(Path(__file__).parents[2] / "specs")}
CLASSES = {
    "isis": "Isis",
    "two_phase_commit": "TwoPhaseCommit",
    "eager_reliable_broadcast": "EagerReliableBroadcast",
}


def typed(name: str) -> Typed:
    return lower(open_spec(SPECS[name], {}), CLASSES[name]).module


@pytest.mark.parametrize("name", CLASSES)
def test_the_bodies_of_a_spec_read_as_reviewed(name: str, golden: Golden) -> None:
    golden(f"{name}.typed.txt", show_typed(typed(name)))


@pytest.mark.parametrize("name", CLASSES)
def test_the_normal_form_of_a_spec_reads_as_reviewed(name: str, golden: Golden) -> None:
    golden(f"{name}.normal.txt", show_normal(normalise(typed(name))))


@pytest.mark.parametrize("path", SPECS.values(), ids=list(SPECS))
def test_no_stage_of_a_spec_or_twin_has_faults(path: Path) -> None:
    opened = open_spec(path, {})
    for each in opened.specs:
        module = lower(opened, each.name).module
        assert find_faults(module) == ()
        assert find_faults(normalise(module)) == ()
