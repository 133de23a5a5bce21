"""Explorer, bounded model checking and induction agree on every spec and twin where they overlap.

What is proved, the explorer does not break; what one breaks in few steps, the others break too,
in as many.  Each looks at runs of a few steps only, and z3 has little time for each class: what
it leaves open is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from library import classes, main

from modelcheck.gate.bounding import check_bounded
from modelcheck.gate.engines import Engine, Means
from modelcheck.gate.pipeline import Checked, CheckRequest, check
from modelcheck.gate.proving import ProveRequest, prove_all
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import Holds, Inconclusive, Limits, Reason, Verdict, Violated

DEPTH: Final = 3
STATES: Final = 4_000
"""How many states the explorer looks at, at most."""
SECONDS: Final = 0.15
"""How long z3 may take for a class, each time; proofs that take longer are not compared."""
STEPS: Final = 2
"""The most steps of an induction: it begins with the runs of fewer steps."""
LARGE: Final = {"chandy_lamport", "virtual_synchrony"}
"""It takes seconds to make formulas of their steps; runs of their twins are left out."""

CLASSES: Final = classes()


def verdicts(found: Iterator[Checked]) -> Mapping[str, Verdict] | None:
    """Give what is known of each claim; `None` where no formula is made of the spec."""
    (outcome,) = found
    if not isinstance(outcome, Outcome):
        assert "MC356" in str(outcome.error.diagnostics[0].code)
        return None
    return {each.name: each.verdict for each in outcome.result.properties}


def lengths(told: Mapping[str, Verdict]) -> dict[str, int]:
    """Give the steps of each run that breaks a claim; of a deadlock, induction says nothing."""
    return {
        name: each.trace.depth
        for name, each in told.items()
        if isinstance(each, Violated) and name != "deadlock"
    }


def is_cut(verdict: Verdict | None) -> bool:
    return isinstance(verdict, Inconclusive) and verdict.reason in {Reason.TIME, Reason.STATES}


@pytest.mark.parametrize(
    ("path", "name"), CLASSES, ids=[f"{path.stem}::{name}" for path, name in CLASSES]
)
def test_the_methods_agree(path: Path, name: str) -> None:
    spec = f"{path}::{name}"
    limits = Limits(depth=DEPTH, states=STATES)
    by = Means(Engine.PYTHON)  # compiling takes longer than so few steps
    explored = verdicts(check(CheckRequest(spec, limits=limits, keep_going=True, means=by)))
    assert explored is not None
    broken = lengths(explored)
    proofs = verdicts(prove_all(ProveRequest(spec, k=STEPS, seconds=SECONDS)))
    for claim, verdict in (proofs or {}).items():
        assert not (isinstance(verdict, Holds) and claim in broken), f"{claim} is not so"
        assert not (isinstance(explored.get(claim), Holds) and isinstance(verdict, Violated))
        shorter = broken.get(claim, DEPTH) < STEPS
        assert not shorter or isinstance(verdict, Violated) or is_cut(verdict)
        if isinstance(verdict, Violated) and claim in broken:
            assert verdict.trace.depth >= broken[claim]
    if path.stem in LARGE and name != main(path):
        return
    limits = Limits(depth=DEPTH, seconds=SECONDS)
    bounded = verdicts(check_bounded(CheckRequest(spec, limits=limits, keep_going=True)))
    if bounded is None or any(map(is_cut, [*bounded.values(), *explored.values()])):
        return
    open_ = {claim for claim, each in bounded.items() if each == Inconclusive(Reason.BEYOND)}
    assert lengths(bounded) == {claim: n for claim, n in broken.items() if claim not in open_}
    for claim, verdict in (proofs or {}).items():
        if isinstance(verdict, Violated) and verdict.trace.depth <= DEPTH:
            assert claim in broken
