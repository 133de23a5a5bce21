"""Invariants that are found without the lemmas of a spec.

What the Horn engine finds, and when, depends on the machine: of a search that needs it, only the
claims that it answers at once are held to their answer, and that is not confused with a proof.
"""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest

from modelcheck.cli.main import run
from modelcheck.frontend.loading import LoadedFile
from modelcheck.gate.exit_codes import Exit
from modelcheck.gate.opening import Ready, Rejected, Target, opened, ready
from modelcheck.gate.proving import ProveRequest, prove_all
from modelcheck.gate.searching import searched
from modelcheck.gate.theories import theory_of
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.proof import ClaimProof
from modelcheck.semantics.verdict import Holds, Inconclusive, Verdict, Violated
from modelcheck.symbolic import finding
from modelcheck.symbolic.horn import Found, Query
from modelcheck.symbolic.induction import Proved, goals, inductive_lemmas, lemmas, prove
from modelcheck.symbolic.solving import Clock
from modelcheck.symbolic.terms import z3

ALL_N = Path(__file__).parents[2] / "specs" / "all_n"
NTF = ("N", "T", "F")
GENEROUS_S = 300.0


def outcome(request: ProveRequest) -> Outcome:
    (found,) = prove_all(request)
    assert not isinstance(found, Rejected), found.error
    return found


def found_for(spec: str, *claims: str) -> tuple[dict[str, Verdict], dict[str, ClaimProof]]:
    """Search for invariants of a spec of `all_n` for every N, T and F."""
    path = str(ALL_N / spec)
    request = ProveRequest(path, properties=claims, for_all=NTF, find=True, seconds=GENEROUS_S)
    result = outcome(request).result
    return {each.name: each.verdict for each in result.properties}, {
        each.name: each for each in result.proofs
    }


def spec_of(path: Path, name: str) -> tuple[Ready, LoadedFile]:
    target = Target(path, name)
    file, (cls,) = opened(target, ())
    return ready(target, (), file, cls), file


def lines_for(spec: str, name: str, claim: str) -> tuple[str, ...]:
    """Give the conjuncts that are found for a claim."""
    found = searched(*spec_of(ALL_N / spec, name), NTF, (claim,), Clock.of(GENEROUS_S))
    return tuple(each.name for each in found.invariants[claim].conjuncts)


def is_proved(path: Path, name: str, claim: str) -> bool:
    """Tell whether one step of induction proves the claim, with the lemmas of the spec."""
    theory = theory_of(*spec_of(path, name), NTF, Clock.of(None))
    known, _ = inductive_lemmas(theory, lemmas(theory.system))
    (goal,) = goals(theory.system, [claim])
    return isinstance(prove(replace(theory, known=known), goal, 1), Proved)


def without_lemmas(spec: str, name: str, lines: tuple[str, ...]) -> str:
    """Give a spec whose lemmas are gone, and these lines are one lemma instead."""
    tree = ast.parse((ALL_N / spec).read_text(encoding="utf-8"))
    (cls,) = [each for each in tree.body if isinstance(each, ast.ClassDef) and each.name == name]
    cls.body = [each for each in cls.body if "lemma=True" not in ast.unparse(each)]
    tree.body = tree.body[: tree.body.index(cls) + 1]
    said = "".join(f"            and ({line})\n" for line in lines)
    pasted = f"""
    @invariant(lemma=True)
    def pasted(self) -> bool:
        return (
            True
{said}        )
"""
    return ast.unparse(tree) + (pasted if lines else "")


@pytest.mark.parametrize(
    ("spec", "name", "claim"),
    [
        ("bracha.py", "BrachaCounters", "agreement"),
        ("bracha.py", "BrachaCounters", "totality_when_quiet"),
        ("bracha.py", "BrachaCounters", "validity_when_quiet"),
        ("bracha.py", "BrachaCounters", "integrity"),
        ("srikanth_toueg.py", "SrikanthTouegCounters", "relay_when_quiet"),
        ("srikanth_toueg.py", "SrikanthTouegCounters", "unforgeability"),
    ],
)
def test_what_is_found_can_be_pasted_into_the_spec_and_proves_the_claim(
    spec: str, name: str, claim: str, tmp_path: Path
) -> None:
    lines = lines_for(spec, name, claim)
    path = tmp_path / "spec.py"
    path.write_text(without_lemmas(spec, name, ()), encoding="utf-8")
    assert not is_proved(path, name, claim), "nothing had to be found"
    path.write_text(without_lemmas(spec, name, lines), encoding="utf-8")
    assert is_proved(path, name, claim)


def test_the_lemmas_of_bracha_are_found_again() -> None:
    assert lines_for("bracha.py", "BrachaCounters", "agreement") == (
        "sum(self.echoed.values()) + F <= N",
        "self.ready[Value.ZERO] == 0 or 2 * (self.echoed[Value.ZERO] + F) > N + T",
        "self.ready[Value.ONE] == 0 or 2 * (self.echoed[Value.ONE] + F) > N + T",
        "self.delivered[Value.ZERO] == 0 or self.ready[Value.ZERO] + F > 2 * T",
        "self.delivered[Value.ONE] == 0 or self.ready[Value.ONE] + F > 2 * T",
    )


def test_the_balance_of_processes_is_found() -> None:
    lines = lines_for("srikanth_toueg.py", "SrikanthTouegCounters", "relay_when_quiet")
    assert "sum(self.processes.values()) + F == N" in lines


def test_what_is_found_is_told_with_the_assumptions_that_it_needs() -> None:
    verdicts, proofs = found_for("srikanth_toueg.py", "relay_when_quiet")
    assert isinstance(verdicts["relay_when_quiet"], Holds)
    needed = [each.text for each in proofs["relay_when_quiet"].needs if each.is_needed]
    assert "N > 3 * T" in needed
    assert proofs["relay_when_quiet"].found


@pytest.mark.parametrize(
    ("twin", "claims"),
    [
        ("srikanth_toueg.py::EchoOfOne", ("unforgeability",)),
        ("srikanth_toueg.py::AcceptanceOfTwo", ("relay_when_quiet",)),
        ("bracha.py::DeliveryOfTwo", ("totality_when_quiet",)),
        ("bracha.py::AmplificationOfOne", ("integrity", "totality_when_quiet")),
    ],
)
def test_of_a_twin_a_run_is_found_that_the_class_takes(twin: str, claims: tuple[str, ...]) -> None:
    verdicts, _ = found_for(twin, *claims)
    assert [type(each) for each in verdicts.values()] == [Violated] * len(claims)


@pytest.mark.parametrize(
    "wrong",
    [
        z3.Int("processes[ECHOED]") <= 0,  # no invariant
        z3.Int("processes[ECHOED]") >= 0,  # one that says too little
        z3.Exists([z3.Int("x")], z3.Int("x") > z3.Int("processes[ECHOED]")),  # no Python
    ],
)
def test_a_wrong_invariant_of_the_horn_engine_proves_nothing(
    wrong: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made_up(_query: Query, _clock: Clock) -> Found:
        return Found(wrong, "made up")

    monkeypatch.setattr(finding, "search", made_up)
    verdicts, proofs = found_for("srikanth_toueg.py", "unforgeability")
    assert isinstance(verdicts["unforgeability"], Inconclusive)
    assert proofs["unforgeability"].found == ()
    assert proofs["unforgeability"].says


def test_a_search_without_time_claims_nothing() -> None:
    path = str(ALL_N / "bracha.py")
    request = ProveRequest(path, for_all=NTF, find=True, seconds=0.0)
    result = outcome(request).result
    assert {type(each.verdict) for each in result.properties} == {Inconclusive}


COUNTS = """\
from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Spec, action, init, invariant, require


class Stairs(Spec):
    up: Annotated[int, Interval(ge=0, le=40)]
    down: Annotated[int, Interval(ge=0, le=40)]

    @init
    def start(self) -> None:
        self.up = 0
        self.down = 40

    @action
    def climb(self) -> None:
        require(self.down > 1)
        self.up += 2
        self.down -= 2

    @invariant
    def even(self) -> bool:
        return self.up + self.down == 40

    @invariant
    def not_three(self) -> bool:
        return self.up != {never}
"""


def test_a_bounded_spec_has_invariants_too(tmp_path: Path) -> None:
    path = tmp_path / "spec.py"
    path.write_text(COUNTS.format(never=41), encoding="utf-8")
    result = outcome(ProveRequest(str(path), find=True, seconds=GENEROUS_S)).result
    assert {type(each.verdict) for each in result.properties} == {Holds}


def test_a_bounded_spec_has_runs_too(tmp_path: Path) -> None:
    path = tmp_path / "spec.py"
    path.write_text(COUNTS.format(never=6), encoding="utf-8")
    request = ProveRequest(str(path), properties=("not_three",), find=True)
    (found,) = outcome(request).result.properties
    assert isinstance(found.verdict, Violated)
    assert found.verdict.trace.depth == 3


def test_the_report_has_a_conjunct_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    spec = str(ALL_N / "majority_vote.py")
    call = ["prove", spec, "--for-all", "N,F", "--find", "--property", "evaluation"]
    assert run(call) == Exit.HOLDS
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert any(line.startswith("proved") for line in lines)
    assert run([*call, "--json"]) == Exit.HOLDS
    (claim,) = json.loads(capsys.readouterr().out)["properties"]
    assert claim["proof"]["invariant"]
    for each in claim["proof"]["invariant"]:
        assert any(line.endswith(each) for line in lines)


def test_no_certificate_is_written_of_what_is_not_in_the_spec(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "proof.json"
    call = ["prove", str(ALL_N / "bracha.py"), "--for-all", "N,T,F", "--find"]
    assert run([*call, "--certificate", str(path)]) == Exit.USAGE
    assert "paste" in capsys.readouterr().err
    assert not path.exists()


STUCK = """\
from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Spec, action, init, invariant, require


class Nowhere(Spec):
    at: Annotated[int, Interval(ge=0, le=9)]

    @init
    def start(self) -> None:
        self.at = 3
        require(self.at > 5)

    @action
    def go(self) -> None:
        self.at = 4

    @invariant
    def impossible(self) -> bool:
        return self.at > 9
"""


def test_of_a_spec_without_a_state_nothing_is_claimed(tmp_path: Path) -> None:
    path = tmp_path / "spec.py"
    path.write_text(STUCK, encoding="utf-8")
    result = outcome(ProveRequest(str(path), find=True)).result
    assert not any(isinstance(each.verdict, Holds) for each in result.properties)


def test_a_lemma_that_is_named_is_searched_for() -> None:
    verdicts, _ = found_for("srikanth_toueg.py", "every_process_is_somewhere")
    assert [type(each) for each in verdicts.values()] == [Holds]
