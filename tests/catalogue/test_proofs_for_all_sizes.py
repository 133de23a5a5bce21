"""Every N: which assumption carries which claim, and the sizes at which each threshold breaks.

Expected values are those of the literature as section "All-N claims" of the catalogue has them:
agreement, integrity, unforgeability and correctness need only that F <= T, the rest N > 3 T too.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from modelcheck.gate.opening import Ready, one_target, opened, ready
from modelcheck.gate.proving import ProveRequest, prove_all
from modelcheck.gate.refuting import at_sizes, violated
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import Holds, Method, Violated

ALL_N = Path(__file__).parents[2] / "specs" / "all_n"
RESILIENCE, FAULTS = "N > 3 * T", "F <= T"


@cache
def proved(name: str, for_all: str) -> Outcome:
    (found,) = prove_all(ProveRequest(str(ALL_N / name), for_all=tuple(for_all.split(","))))
    assert isinstance(found, Outcome), found
    return found


def needed(found: Outcome, claim: str) -> set[str]:
    (proof,) = (each for each in found.result.proofs if each.name == claim)
    assert all(each.is_needed is not None for each in proof.needs)
    return {each.text for each in proof.needs if each.is_needed}


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("name", "for_all"),
    [("bracha.py", "N,T,F"), ("srikanth_toueg.py", "N,T,F"), ("majority_vote.py", "N")],
)
def test_every_claim_is_proved_for_every_size(name: str, for_all: str) -> None:
    found = proved(name, for_all)
    assert {each.verdict for each in found.result.properties} == {Holds(Method.FOR_ALL)}
    assert found.exit_code == 0


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("name", "claim", "carried_by"),
    [
        ("bracha.py", "agreement", {FAULTS}),
        ("bracha.py", "integrity", {FAULTS}),
        ("bracha.py", "totality_when_quiet", {FAULTS, RESILIENCE}),
        ("bracha.py", "validity_when_quiet", {FAULTS, RESILIENCE}),
        ("srikanth_toueg.py", "unforgeability", {FAULTS}),
        ("srikanth_toueg.py", "correctness_when_quiet", {FAULTS}),
        ("srikanth_toueg.py", "relay_when_quiet", {FAULTS, RESILIENCE}),
    ],
)
def test_the_assumptions_that_carry_a_claim(name: str, claim: str, carried_by: set[str]) -> None:
    found = proved(name, "N,T,F")
    assert needed(found, claim) & {FAULTS, RESILIENCE} == carried_by
    (proof,) = (each for each in found.result.proofs if each.name == claim)
    for need in proof.needs:
        if need.text in carried_by:
            assert need.shown_by is not None
            sizes = dict(need.shown_by.values)
            n, t, f = sizes["N"], sizes["T"], sizes["F"]
            assert isinstance(n, int)
            assert isinstance(t, int)
            assert isinstance(f, int)
            is_resilient, is_within = n > 3 * t, f <= t
            assert (is_resilient, is_within) == (need.text != RESILIENCE, need.text != FAULTS)
            again = at_sizes(spec_of(name), {"N": n, "T": t, "F": f})
            replayed = violated(again, claim, need.shown_by.trace)
            assert replayed is not None
            assert replayed.trace == need.shown_by.trace


def spec_of(name: str) -> Ready:
    target = one_target(str(ALL_N / name))
    file, (found,) = opened(target, ())
    return ready(target, (), file, found)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("twin", "claim", "for_all"),
    [
        ("bracha.py::EchoesOfTwo", "totality_when_quiet", "N,T,F"),
        ("bracha.py::AmplificationOfOne", "integrity", "N,T,F"),
        ("bracha.py::DeliveryOfTwo", "totality_when_quiet", "N,T,F"),
        ("srikanth_toueg.py::EchoOfOne", "unforgeability", "N,T,F"),
        ("srikanth_toueg.py::AcceptanceOfTwo", "relay_when_quiet", "N,T,F"),
    ],
)
def test_a_broken_threshold_falls_at_sizes_that_can_be_checked_by_hand(
    twin: str, claim: str, for_all: str
) -> None:
    request = ProveRequest(
        str(ALL_N / twin), for_all=tuple(for_all.split(",")), properties=(claim,)
    )
    (found,) = prove_all(request)
    assert isinstance(found, Outcome)
    (broken,) = found.result.properties
    (proof,) = found.result.proofs
    assert isinstance(broken.verdict, Violated)
    sizes = dict(proof.values)
    n, t, f = sizes["N"], sizes["T"], sizes["F"]
    assert isinstance(n, int)
    assert isinstance(t, int)
    assert isinstance(f, int)
    # All that the protocol assumes is true of them: it is the threshold that is wrong.
    assert n > 3 * t
    assert 0 <= f <= t
    assert n <= 10
    assert broken.verdict.trace.depth <= 8


@pytest.mark.no_cover
@pytest.mark.parametrize("twin", ["HalfIsEnough", "HalfMayCrash"])
def test_the_thresholds_of_the_vote_break_at_the_sizes_that_the_twins_set(twin: str) -> None:
    (found,) = prove_all(ProveRequest(str(ALL_N / f"majority_vote.py::{twin}")))
    assert isinstance(found, Outcome)
    broken = {each.name for each in found.result.properties if isinstance(each.verdict, Violated)}
    variant = {"HalfIsEnough": "agreement", "HalfMayCrash": "unanimity_when_quiet"}
    assert variant[twin] in broken


@pytest.mark.no_cover
@pytest.mark.parametrize("managers", [3, 5, 7])
def test_two_phase_commit_is_proved_for_some_numbers_of_managers(managers: int) -> None:
    path = ALL_N.parent / "two_phase_commit.py"
    given = (("ResourceManager", str(managers)),)
    (found,) = prove_all(ProveRequest(str(path), given))
    assert isinstance(found, Outcome)
    assert {each.verdict for each in found.result.properties} == {Holds(Method.INDUCTION)}


WIDE = """\
from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import Spec, action, assume, init, invariant, require

N: Final[int] = 4


class Ballots(Spec):
    cast: Annotated[int, Interval(ge=0, le={bound})]

    @init
    def start(self) -> None:
        self.cast = 0

    @action
    def vote(self) -> None:
        require(self.cast < N)
        self.cast += 1

    @assume
    def somebody(self) -> bool:
        return N >= {least}

    @invariant
    def few(self) -> bool:
        return self.cast <= N
"""


def test_a_bound_that_is_wrong_for_some_size_is_an_evaluation_error(tmp_path: Path) -> None:
    path = tmp_path / "ballots.py"
    for bound, least, is_right in (("N", 0, True), ("N - 1", 1, False), ("2 * N - 1", 1, True)):
        path.write_text(WIDE.format(bound=bound, least=least), encoding="utf-8")
        (found,) = prove_all(ProveRequest(str(path), for_all=("N",)))
        assert isinstance(found, Outcome), found
        verdicts = {each.name: each.verdict for each in found.result.properties}
        assert isinstance(verdicts["evaluation"], Holds) == is_right
        assert isinstance(verdicts["evaluation"], Violated) != is_right
        assert found.exit_code == (0 if is_right else 75)


def test_a_bound_that_no_proof_may_assume_is_wrong_for_one_size_only(tmp_path: Path) -> None:
    path = tmp_path / "ballots.py"
    path.write_text(WIDE.format(bound="2 * N - 2", least=1), encoding="utf-8")
    (found,) = prove_all(ProveRequest(str(path), for_all=("N",)))
    assert isinstance(found, Outcome), found
    proofs = {each.name: each for each in found.result.proofs}
    assert dict(proofs["evaluation"].values) == {"N": 1}
