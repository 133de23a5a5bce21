"""What `mc prove` must not prove: each of these was once said to be proved."""

from __future__ import annotations

from ctypes import ArgumentError
from pathlib import Path

import pytest

from modelcheck.gate.opening import Rejected
from modelcheck.gate.proving import ProveRequest, prove_all
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import Holds, Inconclusive, PropertyKind, Reason, Violated
from modelcheck.symbolic.induction import Goal, Proof, Theory, prove

_AS_CTYPES_SAYS_IT = "argument 1: KeyboardInterrupt: "
ALL_N = Path(__file__).parents[2] / "specs" / "all_n"

STARTS = """\
from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import Spec, action, assume, init, invariant, oneof, require

M: Final[int] = 4


class Halves(Spec):
    x: Annotated[int, Interval(ge=0, le=M)]

    @init
    def start(self) -> None:
        self.x = oneof(range(0, M + 1))
        require({guard})

    @action
    def go(self) -> None:
        require(self.x > 1)
        self.x -= 1

    @assume
    def some(self) -> bool:
        return M >= 2

    @invariant
    def small(self) -> bool:
        return self.x <= M
"""


def proved(spec: str, for_all: tuple[str, ...] = ()) -> dict[str, object]:
    """Give the verdict on each claim."""
    (found,) = prove_all(ProveRequest(spec, for_all=for_all))
    assert not isinstance(found, Rejected), found.error
    assert isinstance(found, Outcome)
    return {each.name: each.verdict for each in found.result.properties}


def written(folder: Path, text: str) -> str:
    path = folder / "spec.py"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_false_assumption_of_a_variant_proves_nothing() -> None:
    verdicts = proved(f"{ALL_N / 'bracha.py'}::ThreeProcesses")
    assert not isinstance(verdicts["totality_when_quiet"], Holds)
    assert not isinstance(verdicts["validity_when_quiet"], Holds)


def test_a_start_that_raises_is_an_evaluation_error(tmp_path: Path) -> None:
    spec = written(tmp_path, STARTS.format(guard="10 // self.x >= 0"))
    for for_all in ((), ("M",)):
        verdict = proved(spec, for_all)[PropertyKind.EVALUATION.value]
        assert isinstance(verdict, Violated)
        assert "ZeroDivisionError" in str(verdict.trace.steps[0].error)


def test_a_spec_without_a_start_is_an_evaluation_error(tmp_path: Path) -> None:
    spec = written(tmp_path, STARTS.format(guard="self.x > M"))
    verdict = proved(spec)[PropertyKind.EVALUATION.value]
    assert isinstance(verdict, Violated)
    assert "no initial state" in str(verdict.trace.steps[0].error)


def test_a_claim_that_raises_in_some_state_is_an_evaluation_error(tmp_path: Path) -> None:
    text = STARTS.format(guard="True").replace("self.x <= M", "8 // (self.x - 2) < 9")
    for for_all in ((), ("M",)):
        verdicts = proved(written(tmp_path, text), for_all)
        assert verdicts["small"] == Inconclusive(Reason.EVALUATION)
        broken = verdicts[PropertyKind.EVALUATION.value]
        assert isinstance(broken, Violated)
        assert broken.raiser == "small"


def test_an_assumption_is_needed_where_only_runs_that_leave_bounds_break_a_claim(
    tmp_path: Path,
) -> None:
    text = STARTS.format(guard=True).replace("oneof(range(0, M + 1))", "0").replace(">= 2", ">= 0")
    (found,) = prove_all(ProveRequest(written(tmp_path, text), for_all=("M",)))
    assert isinstance(found, Outcome)
    (needed,) = next(each.needs for each in found.result.proofs if each.name == "small")
    assert (needed.is_needed, needed.shown_by) == (True, None)


def test_a_longer_run_shows_a_need_where_shorter_ones_leave_bounds(tmp_path: Path) -> None:
    text = (
        STARTS.format(guard=True)
        .replace("oneof(range(0, M + 1))", "2")
        .replace("M >= 2", "M // 5 >= 1")
    )
    text = text.replace("self.x > 1", "self.x < M").replace("self.x -= 1", "self.x += 1")
    text = text.replace("self.x <= M", "self.x <= M and (M >= 5 or self.x < 4)")
    (found,) = prove_all(ProveRequest(written(tmp_path, text), for_all=("M",)))
    assert isinstance(found, Outcome)
    (needed,) = next(each.needs for each in found.result.proofs if each.name == "small")
    assert needed.shown_by is not None


def test_ctrl_c_as_z3_is_called_ends_a_proof_with_what_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def interrupted(theory: Theory, goal: Goal, k: int) -> Proof:
        asked.append(goal.name)
        if len(asked) > 1:
            raise ArgumentError(_AS_CTYPES_SAYS_IT)
        return prove(theory, goal, k)

    monkeypatch.setattr("modelcheck.gate.proving.prove", interrupted)
    verdicts = proved(str(ALL_N / "majority_vote.py"))
    assert isinstance(verdicts[asked[0]], Holds)
    assert Inconclusive(Reason.INTERRUPTED) in verdicts.values()


def test_ctrl_c_as_z3_is_called_is_ctrl_c_wherever_proofs_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(*_: object) -> None:
        raise ArgumentError(_AS_CTYPES_SAYS_IT)

    monkeypatch.setattr("modelcheck.gate.proving.theory_of", interrupted)
    with pytest.raises(KeyboardInterrupt):
        proved(str(ALL_N / "majority_vote.py"))
