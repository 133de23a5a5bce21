"""Claims that raise are evaluation errors to all methods alike, and only where they are asked.

A claim over a step raises at its end; what is said of final states is asked where there is no
step; after the first binding that breaks a claim no other is asked, nor a cover that was reached.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from proofs import obligations_of

from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.gate.bounding import look
from modelcheck.gate.certificates import certificate_text
from modelcheck.gate.opening import Ready, Target, fitting, opened, ready
from modelcheck.gate.proving import ProveRequest, prove_all
from modelcheck.gate.rechecking import recheck
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import Holds, Limits, Result, Verdict, Violated

HEAD: Final = '''
from typing import Annotated

from annotated_types import Interval
from modelcheck.lang import (
    Spec, action, constraint, cover, final, init, invariant, old, require, step_invariant,
)

Digit = Annotated[int, Interval(ge=0, le=3)]


class Made(Spec):
    """Counts to three."""

    x: Digit
    known: dict[Digit, bool]

    @init
    def start(self) -> None:
        self.x = 0
        self.known = {0: True, 1: True}

    @action
    def up(self) -> None:
        require(self.x < 3)
        self.x += 1
'''

A_STEP_INVARIANT: Final = """
    @step_invariant
    def claimed(self) -> bool:
        return self.known[self.x] or old(self).x < self.x
"""

A_CONSTRAINT: Final = """
    @constraint
    def claimed(self) -> bool:
        return self.x < 2 or self.known[self.x]
"""

FINAL_STATES: Final = """
    @final
    def claimed(self) -> bool:
        return self.known[self.x]
"""

A_COVER_BEFORE: Final = """
    @cover
    def claimed(self) -> bool:
        return self.known[self.x] and self.x == 3
"""

STATES_THAT_ARE_NOT_THE_LAST: Final = """
    @invariant
    def fine(self) -> bool:
        return self.x < 4

    @final
    def claimed(self) -> bool:
        return 6 // (self.x - 2) == 6
"""

A_SECOND_BINDING: Final = """
    @final
    def end(self) -> bool:
        return self.x == 3

    @invariant
    def claimed(self, b: Annotated[int, Interval(ge=1, le=2)]) -> bool:
        return self.x < b or 5 // (b - 2) > 9
"""

A_COVER_AFTER: Final = """
    @final
    def end(self) -> bool:
        return self.x == 3

    @cover
    def claimed(self) -> bool:
        return 3 // (3 - self.x) == 1
"""

RAISING: Final = {
    "a_step_invariant": A_STEP_INVARIANT,
    "a_constraint": A_CONSTRAINT,
    "final_states": FINAL_STATES,
    "a_cover_before": A_COVER_BEFORE,
}
QUIET: Final = {
    "states_that_are_not_the_last": STATES_THAT_ARE_NOT_THE_LAST,
    "a_second_binding": A_SECOND_BINDING,
}
EVERY: Final = {**RAISING, **QUIET, "a_cover_after": A_COVER_AFTER}


def written(folder: Path, text: str) -> Path:
    path = folder / "made.py"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def opened_spec(path: Path) -> Ready:
    target = Target(path, "Made")
    file, (found,) = opened(target, ())
    return ready(target, fitting((), found), file, found)


def told(result: Result) -> dict[str, tuple[type[Verdict], int | None]]:
    """Give the verdicts, and the lengths of the runs that break claims."""
    return {
        each.name: (
            type(each.verdict),
            each.verdict.trace.depth if isinstance(each.verdict, Violated) else None,
        )
        for each in result.properties
    }


def proofs(path: Path) -> dict[str, Verdict]:
    (found,) = prove_all(ProveRequest(str(path), k=4))
    assert isinstance(found, Outcome)
    return {each.name: each.verdict for each in found.result.properties}


@pytest.mark.parametrize("name", EVERY)
def test_bounded_runs_end_where_the_class_raises(name: str, tmp_path: Path) -> None:
    spec = opened_spec(written(tmp_path, EVERY[name]))
    bounded = told(look(spec, Options(Limits(depth=5), keep_going=True)))
    assert bounded == told(explore(spec.program, Options(keep_going=True)))
    assert ("evaluation" in bounded) == (name in RAISING)


@pytest.mark.parametrize("name", RAISING)
def test_an_induction_sees_claims_that_raise(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, RAISING[name])
    found = proofs(path)["evaluation"]
    assert isinstance(found, Violated)
    explored = told(explore(opened_spec(path).program, Options(keep_going=True)))
    assert found.trace.depth == explored["evaluation"][1]


@pytest.mark.parametrize("name", QUIET)
def test_an_induction_asks_no_claim_that_the_class_does_not_ask(name: str, tmp_path: Path) -> None:
    assert isinstance(proofs(written(tmp_path, QUIET[name]))["evaluation"], Holds)


OF_EVERY_SIZE: Final = """
from typing import Annotated, Final

from annotated_types import Interval
from modelcheck.lang import Spec, action, assume, init, old, require, step_invariant

N: Final[int] = 3


class Made(Spec):
    x: Annotated[int, Interval(ge=0, le=N)]

    @init
    def start(self) -> None:
        self.x = 0

    @action
    def up(self) -> None:
        require(self.x < N)
        self.x += 1

    @step_invariant
    def claimed(self) -> bool:
        return N // (self.x - {least}) >= 0 or old(self).x < self.x

    @assume
    def some(self) -> bool:
        return N >= 2
"""


@pytest.mark.parametrize("least", [0, 2])
def test_a_claim_on_steps_raises_at_no_size_or_at_some(least: int, tmp_path: Path) -> None:
    path = tmp_path / "made.py"
    path.write_text(OF_EVERY_SIZE.format(least=least), encoding="utf-8")
    (found,) = prove_all(ProveRequest(str(path), for_all=("N",), certified=True))
    assert isinstance(found, Outcome)
    certificate = found.result.certificate
    assert certificate is not None
    assert ("evaluation" in certificate.claims) == (least == 0)
    proof = tmp_path / "proof.json"
    proof.write_text(certificate_text(certificate), encoding="utf-8")
    assert recheck(proof, str(path), None).open is None
    assert all("BitVec" not in one.smtlib for one in obligations_of(certificate))
