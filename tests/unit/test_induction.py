"""`mc prove` on specs so small that every answer can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelcheck.gate.proving import ProveRequest, prove_all
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.proof import ClaimProof
from modelcheck.semantics.verdict import Holds, Inconclusive, Reason, Verdict, Violated

COUNTER = """\
from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import Spec, action, assume, constraint, init, invariant, old, oneof
from modelcheck.lang import require, step_invariant

N: Final[int] = 4


class Counter(Spec):
    x: Annotated[int, Interval(ge=0, le=9)]
    y: Annotated[int, Interval(ge=0, le=9)]

    @init
    def start(self) -> None:
        self.x = 0
        self.y = 0

    @action
    def go(self) -> None:
        {go}

{claims}
"""


def claim(name: str, condition: str, decorator: str = "invariant") -> str:
    return f"    @{decorator}\n    def {name}(self) -> bool:\n        return {condition}\n\n"


def proved(
    folder: Path, go: str, claims: str, k: int = 3, properties: tuple[str, ...] = ()
) -> Outcome:
    path = folder / "spec.py"
    path.write_text(COUNTER.format(go=go, claims=claims), encoding="utf-8")
    (found,) = prove_all(ProveRequest(str(path), k=k, properties=properties))
    assert isinstance(found, Outcome), found
    return found


def verdict_of(found: Outcome, name: str) -> Verdict:
    return next(each.verdict for each in found.result.properties if each.name == name)


def proof_of(found: Outcome, name: str) -> ClaimProof:
    return next(each for each in found.result.proofs if each.name == name)


TWICE = "self.x, self.y = (self.x + 2) % 8, self.x % 2"


def test_a_claim_that_no_step_leads_from_is_proved_over_one_step(tmp_path: Path) -> None:
    found = proved(tmp_path, TWICE, claim("even", "self.x % 2 == 0"))
    assert isinstance(verdict_of(found, "even"), Holds)
    assert proof_of(found, "even").k == 1


LATER = "self.x = oneof((self.x, self.y))"
"""`y` never changes: `x` stays 0 in every run, and anything may follow where `y` is not 0."""


def test_a_claim_that_is_inductive_over_two_steps_is_no_proof_over_one(tmp_path: Path) -> None:
    go = "self.x, self.y = self.y, 0"
    low = claim("low", "self.x == 0")
    one = proved(tmp_path, go, low, k=1)
    assert verdict_of(one, "low") == Inconclusive(Reason.INDUCTION)
    two = proved(tmp_path, go, low, k=3)
    assert isinstance(verdict_of(two, "low"), Holds)
    assert proof_of(two, "low").k == 2


def test_a_counterexample_to_induction_is_one_step_that_no_run_reaches(tmp_path: Path) -> None:
    found = proved(tmp_path, LATER, claim("low", "self.x != 5"))
    assert verdict_of(found, "low") == Inconclusive(Reason.INDUCTION)
    obstacle = proof_of(found, "low").obstacle
    assert obstacle is not None
    assert obstacle.is_reachable is False
    before, after = obstacle.trace.steps
    assert before.action is None
    assert before.state is not None
    assert before.state[1] == 5
    assert after.state is not None
    assert after.state[0] == 5


def test_a_lemma_that_excludes_it_proves_the_claim(tmp_path: Path) -> None:
    lemma = claim("nothing", "self.y == 0", "invariant(lemma=True)")
    found = proved(tmp_path, LATER, claim("low", "self.x != 5") + lemma)
    assert found.exit_code == 0
    assert proof_of(found, "low").lemmas == ("nothing",)


def test_a_lemma_that_is_true_and_not_inductive_is_left_out(tmp_path: Path) -> None:
    lemma = claim("not_seven", "self.x != 7", "invariant(lemma=True)")
    found = proved(tmp_path, LATER, claim("same", "self.y < 10") + lemma)
    assert isinstance(verdict_of(found, "same"), Holds)
    assert verdict_of(found, "not_seven") == Inconclusive(Reason.INDUCTION)
    assert "not_seven" not in proof_of(found, "same").lemmas
    assert found.exit_code == 20


def test_lemmas_are_proved_together_where_none_is_inductive_by_itself(tmp_path: Path) -> None:
    lemmas = claim("first", "self.x == 0", "invariant(lemma=True)")
    lemmas += claim("second", "self.y == 0", "invariant(lemma=True)")
    go = "self.x, self.y = self.y, self.x"
    found = proved(tmp_path, go, claim("both", "self.x + self.y == 0") + lemmas, k=1)
    assert found.exit_code == 0
    assert proof_of(found, "first").lemmas == ("second",)


def test_a_lemma_that_is_false_is_violated_by_a_run_and_helps_nobody(tmp_path: Path) -> None:
    lemma = claim("few", "self.x < 3", "invariant(lemma=True)")
    go = "self.x = min(self.x + 1, 6)"
    found = proved(tmp_path, go, claim("low", "self.x <= 6") + lemma)
    broken = verdict_of(found, "few")
    assert isinstance(broken, Violated)
    assert broken.trace.depth == 3
    assert isinstance(verdict_of(found, "low"), Holds)
    assert proof_of(found, "low").lemmas == ()
    assert found.exit_code == 12


def test_what_is_claimed_of_steps_is_proved_and_refuted(tmp_path: Path) -> None:
    grows = claim("grows", "self.x >= old(self).x", "step_invariant")
    small = claim("small", "self.x <= old(self).x", "step_invariant")
    found = proved(tmp_path, "self.x = min(self.x + 1, 6)", grows + small)
    assert isinstance(verdict_of(found, "grows"), Holds)
    broken = verdict_of(found, "small")
    assert isinstance(broken, Violated)
    assert broken.trace.depth == 1


def test_a_claim_that_is_false_after_more_steps_than_the_induction_has_is_violated(
    tmp_path: Path,
) -> None:
    found = proved(tmp_path, "self.x = min(self.x + 1, 8)", claim("low", "self.x < 8"), k=1)
    broken = verdict_of(found, "low")
    assert isinstance(broken, Violated)
    assert broken.trace.depth == 8


def test_leaving_a_bound_is_a_violated_evaluation(tmp_path: Path) -> None:
    found = proved(tmp_path, "self.x += 1", claim("any", "True"))
    broken = verdict_of(found, "evaluation")
    assert isinstance(broken, Violated)
    assert broken.trace.depth == 10
    assert found.exit_code == 75


def test_a_constraint_hides_nothing_from_an_induction(tmp_path: Path) -> None:
    hides = claim("short", "self.x < 5", "constraint")
    found = proved(tmp_path, "self.x = min(self.x + 1, 9)", claim("low", "self.x < 7") + hides)
    assert isinstance(verdict_of(found, "low"), Inconclusive)
    true = proved(tmp_path, "self.x = min(self.x + 1, 6)", claim("low", "self.x < 7") + hides)
    assert isinstance(verdict_of(true, "low"), Holds)


def test_nothing_is_said_of_claims_where_there_is_no_state(tmp_path: Path) -> None:
    text = COUNTER.format(go="self.x = 0", claims=claim("low", "self.x < 3"))
    path = tmp_path / "spec.py"
    path.write_text(
        text.replace("self.y = 0", "self.y = 0\n        require(self.x > 0)", 1), encoding="utf-8"
    )
    (found,) = prove_all(ProveRequest(str(path)))
    assert isinstance(found, Outcome)
    assert verdict_of(found, "low") == Inconclusive(Reason.EVALUATION)


def test_of_one_property_nothing_else_is_shown(tmp_path: Path) -> None:
    claims = claim("low", "self.x <= 6") + claim("lower", "self.y == 0")
    found = proved(tmp_path, "self.x = min(self.x + 1, 6)", claims, properties=("low",))
    assert [each.name for each in found.result.properties] == ["low"]
    assert [each.name for each in found.result.proofs] == ["low"]


def test_what_is_not_asked_for_helps_where_it_must(tmp_path: Path) -> None:
    claims = claim("low", "self.x != 5") + claim("nothing", "self.y == 0")
    found = proved(tmp_path, LATER, claims, properties=("low",))
    assert isinstance(verdict_of(found, "low"), Holds)


def test_without_time_nothing_is_proved(tmp_path: Path) -> None:
    path = tmp_path / "spec.py"
    path.write_text(COUNTER.format(go=TWICE, claims=claim("low", "self.x < 9")), encoding="utf-8")
    (found,) = prove_all(ProveRequest(str(path), seconds=0.0))
    assert isinstance(found, Outcome)
    assert {each.verdict for each in found.result.properties} == {Inconclusive(Reason.TIME)}
    assert found.exit_code == 20


def test_ctrl_c_gives_what_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "spec.py"
    lemma = claim("nothing", "self.y == 0", "invariant(lemma=True)")
    text = COUNTER.format(go=LATER, claims=claim("low", "self.x != 5") + lemma)
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr("modelcheck.gate.proving.prove", interrupted)
    (found,) = prove_all(ProveRequest(str(path)))
    assert isinstance(found, Outcome)
    assert isinstance(verdict_of(found, "nothing"), Holds)
    assert verdict_of(found, "low") == Inconclusive(Reason.INTERRUPTED)
    assert found.exit_code == 20
