"""Certificates of real protocols, answered by z3 and by cvc5: they agree on every obligation."""

from __future__ import annotations

from pathlib import Path

import pytest
from smt_solvers import answer_of_cvc5

from modelcheck.gate.certificates import certificate_text
from modelcheck.gate.opening import Rejected
from modelcheck.gate.proving import ProveRequest, prove_all
from modelcheck.gate.rechecking import recheck

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
    asked = ("evaluation",)  # so that nothing is said of which assumption carries which claim
    path = str(SPECS / f"{spec}.py")
    (found,) = prove_all(ProveRequest(path, (), asked, for_all=for_all, certified=True))
    assert not isinstance(found, Rejected), found.error
    certificate = found.result.certificate
    assert certificate is not None
    assert certificate.not_proved == ()
    every = [*certificate.sizes, *(o for each in certificate.inductions for o in each.obligations)]
    for each in every:
        assert f"(set-logic {logic})" in each.smtlib
        assert answer_of_cvc5(each.smtlib) == each.answer.value, each.name
    saved = tmp_path / "proof.json"
    saved.write_text(certificate_text(certificate), encoding="utf-8")
    rechecked = recheck(saved, path, None)
    assert rechecked.open is None
    assert rechecked.answered == len(every)
