"""Certificates of real protocols, answered by z3 and by cvc5: they agree on every obligation."""

from __future__ import annotations

from pathlib import Path

import pytest
from proofs import certificate_of, obligations_of
from smt_solvers import answer_of_cvc5, read_by_cvc5

from modelcheck.gate.certificates import certificate_text
from modelcheck.gate.rechecking import recheck
from modelcheck.semantics.certificate import Induction
from modelcheck.symbolic.smtlib import decide
from modelcheck.symbolic.solving import Clock, Satisfied, Unsatisfiable

SPECS = Path(__file__).parents[2] / "specs"


@pytest.mark.parametrize(
    ("spec", "for_all", "logic"),
    [
        ("all_n/srikanth_toueg", ("N", "T", "F"), "QF_LIA"),
        ("all_n/bracha", ("N", "T", "F"), "QF_LIA"),
        ("all_n/majority_vote", ("N", "F"), "QF_LIA"),
        ("two_phase_commit", (), "QF_BV"),
    ],
)
def test_another_solver_accepts_every_obligation(
    spec: str, for_all: tuple[str, ...], logic: str, tmp_path: Path
) -> None:
    path = str(SPECS / f"{spec}.py")
    certificate = certificate_of(path, *for_all)
    assert certificate.not_proved == ()
    every = obligations_of(certificate)
    for each in every:
        assert f"(set-logic {logic})" in each.smtlib
        assert answer_of_cvc5(each.smtlib) == each.answer.value, each.name
    saved = tmp_path / "proof.json"
    saved.write_text(certificate_text(certificate), encoding="utf-8")
    rechecked = recheck(saved, path, None)
    assert rechecked.open is None
    assert rechecked.answered == len(every)


EVALUATION = [Induction(("evaluation",), 1)]


@pytest.mark.parametrize("spec", ["g_set", "perfect_links", "two_phase_set", "two_phase_commit"])
def test_both_solvers_give_the_same_answers_whatever_these_are(spec: str) -> None:
    certificate = certificate_of(str(SPECS / f"{spec}.py"), made=EVALUATION)
    for each in obligations_of(certificate):
        found = decide(each.smtlib, Clock(None))
        answer = "sat" if isinstance(found, Satisfied) else "unsat"
        assert isinstance(found, Satisfied | Unsatisfiable)
        assert answer_of_cvc5(each.smtlib) == answer, each.name


@pytest.mark.parametrize("spec", ["byzantine_generals_signed", "g_counter", "isis", "paxos"])
def test_states_of_every_type_are_written_in_words_of_the_standard(spec: str) -> None:
    certificate = certificate_of(str(SPECS / f"{spec}.py"), made=EVALUATION)
    for each in obligations_of(certificate):
        read_by_cvc5(each.smtlib)
