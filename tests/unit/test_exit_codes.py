"""What a result means: its verdict, the reason, the exit code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from modelcheck.gate.exit_codes import Exit, declared_and_found, judge, judge_twin, worst
from modelcheck.report.outcome import RunVerdict
from modelcheck.semantics.trace import Step, Trace
from modelcheck.semantics.verdict import (
    CoverResult,
    Figures,
    Holds,
    Inconclusive,
    Method,
    PropertyKind,
    PropertyResult,
    Reason,
    Result,
    Violated,
)

RUN = Trace((Step(None, (), (), ()),))
FINE = Result(
    method=Method.EXHAUSTIVE,
    figures=Figures(1, 1, 0),
    complete=True,
    stopped=None,
    properties=(PropertyResult("safe", PropertyKind.INVARIANT, Holds(Method.EXHAUSTIVE)),),
    covers=(CoverResult("seen", RUN, ()),),
    actions=(),
    assumptions=(),
)


def broken(*found: tuple[str, PropertyKind]) -> Result:
    properties = (PropertyResult(name, kind, Violated(RUN, ())) for name, kind in found)
    return replace(FINE, properties=tuple(properties))


def ended_early(reason: Reason, result: Result = FINE) -> Result:
    return replace(result, complete=False, stopped=reason)


SAFE = ("safe", PropertyKind.INVARIANT)
STEP = ("step", PropertyKind.STEP_INVARIANT)
STUCK = ("deadlock", PropertyKind.DEADLOCK)
RAISED = ("evaluation", PropertyKind.EVALUATION)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ((SAFE,), 12),
        ((STEP,), 12),
        ((STUCK,), 11),
        ((RAISED,), 75),
        ((STUCK, SAFE), 12),
        ((SAFE, STUCK, RAISED), 75),
    ],
)
def test_of_several_violations_the_worst_gives_the_code(
    found: tuple[tuple[str, PropertyKind], ...], code: int
) -> None:
    assert judge(broken(*found)) == (RunVerdict.VIOLATED, None, code)


def test_all_well_is_zero() -> None:
    assert judge(FINE) == (RunVerdict.HOLDS, None, 0)


def test_an_unreached_cover_is_named_and_the_claims_still_hold() -> None:
    result = replace(FINE, covers=(CoverResult("seen", None, ()), CoverResult("met", None, ())))
    assert judge(result) == (RunVerdict.HOLDS, "unreached cover: seen, met", 14)


def test_a_search_that_ended_early_is_inconclusive_whatever_was_covered() -> None:
    result = replace(ended_early(Reason.TIME), covers=(CoverResult("seen", None, ()),))
    assert judge(result) == (RunVerdict.INCONCLUSIVE, "time", 20)


def test_a_false_assumption_has_a_code_of_its_own() -> None:
    assert judge(ended_early(Reason.ASSUMPTION)) == (RunVerdict.INCONCLUSIVE, "assumption", 10)


def test_a_claim_without_a_verdict_makes_the_run_inconclusive() -> None:
    open_ = PropertyResult("safe", PropertyKind.INVARIANT, Inconclusive(Reason.CONSTRAINT))
    assert judge(replace(FINE, properties=(open_,))).reason == "constraint"


@pytest.mark.parametrize(
    ("breaks", "result", "code"),
    [
        (("safe",), broken(SAFE), 0),
        (("deadlock",), broken(STUCK), 0),
        (("safe",), FINE, 14),
        (("safe",), broken(SAFE, STUCK), 14),
        (("safe", "step"), broken(SAFE), 14),
        (("safe",), ended_early(Reason.TIME), 20),
        (("safe", "step"), ended_early(Reason.TIME, broken(SAFE)), 20),
        (("safe",), ended_early(Reason.TIME, broken(STUCK)), 14),
        (("safe",), replace(broken(SAFE), covers=(CoverResult("seen", None, ()),)), 0),
    ],
)
def test_a_twin_must_break_what_it_declares_and_nothing_else(
    breaks: tuple[str, ...], result: Result, code: int
) -> None:
    assert judge_twin(result, declared_and_found(breaks, result)).exit_code == code


@pytest.mark.parametrize(
    ("breaks", "result", "code"),
    [
        (("safe",), broken(SAFE, STEP), 0),
        (("safe",), broken(STEP), 14),
        (("step",), broken(STEP), 0),
        (("safe", "step"), broken(SAFE), 14),
    ],
)
def test_a_twin_may_break_a_lemma_and_must_if_it_says_so(
    breaks: tuple[str, ...], result: Result, code: int
) -> None:
    declared = declared_and_found(breaks, result, frozenset({"step"}))
    assert judge_twin(result, declared).exit_code == code


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (FINE, "does not break safe, step"),
        (broken(SAFE), "does not break step"),
        (broken(SAFE, STUCK), "breaks deadlock, undeclared; does not break step"),
        (ended_early(Reason.TIME, broken(STUCK)), "breaks deadlock, undeclared"),
    ],
)
def test_of_a_twin_only_what_is_not_as_declared_is_named(result: Result, reason: str) -> None:
    assert judge_twin(result, declared_and_found(("safe", "step"), result)).reason == reason


def test_the_order_of_severity_is_that_of_the_contract() -> None:
    order = [255, 150, 2, 75, 12, 11, 13, 14, 10, 20, 0]
    assert [int(code) for code in Exit] == order
    assert worst([0, 20, 14, 75]) == 75
    assert worst([]) == 0
