"""What a result means for whoever asked: the verdict of the whole run, and the exit code."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from modelcheck.report.outcome import Declared, RunVerdict
from modelcheck.semantics.verdict import Inconclusive, PropertyKind, Reason, Violated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from modelcheck.semantics.verdict import Result


class Exit(IntEnum):
    """The exit codes; TLC's numbers where the meaning is TLC's.  The worst comes first."""

    BUG = 255
    REJECTED = 150
    USAGE = 2
    EVALUATION = 75
    SAFETY = 12
    DEADLOCK = 11
    LIVENESS = 13
    UNREACHED = 14
    ASSUMPTION = 10
    INCONCLUSIVE = 20
    HOLDS = 0


_KINDS = {
    PropertyKind.INVARIANT: Exit.SAFETY,
    PropertyKind.STEP_INVARIANT: Exit.SAFETY,
    PropertyKind.REFINEMENT: Exit.SAFETY,
    PropertyKind.DEADLOCK: Exit.DEADLOCK,
    PropertyKind.EVALUATION: Exit.EVALUATION,
}


def worst(codes: Iterable[int]) -> Exit:
    """Give the exit code that wins among `codes`; of none, the one for success."""
    found = set(codes)
    return next((code for code in Exit if code in found), Exit.HOLDS)


class Judgement(NamedTuple):
    """The verdict of a run, why it is not simply that all is well, and the exit code."""

    verdict: RunVerdict
    reason: str | None
    exit_code: Exit


def judge(result: Result) -> Judgement:
    """Judge a spec as it stands: by its claims first, then by its covers, and what it refines."""
    broken = [each for each in result.properties if isinstance(each.verdict, Violated)]
    if broken:
        return Judgement(RunVerdict.VIOLATED, None, worst(_KINDS[each.kind] for each in broken))
    reason = _open_reason(result)
    if reason is not None:
        code = Exit.ASSUMPTION if reason is Reason.ASSUMPTION else Exit.INCONCLUSIVE
        return Judgement(RunVerdict.INCONCLUSIVE, reason.value, code)
    missed = [each.name for each in result.covers if each.witness is None]
    if missed:
        return Judgement(RunVerdict.HOLDS, f"unreached cover: {', '.join(missed)}", Exit.UNREACHED)
    matched = result.matched
    if matched is not None and matched.missed:
        why = f"never taken in {matched.abstract}: {', '.join(matched.missed)}"
        return Judgement(RunVerdict.HOLDS, why, Exit.UNREACHED)
    return Judgement(RunVerdict.HOLDS, None, Exit.HOLDS)


def judge_twin(result: Result, declared: Declared) -> Judgement:
    """Judge a broken twin, which must break what it declares and nothing else.

    The verdict and reason are those of the twin as it stands; its covers do not count.
    """
    verdict, reason, _ = judge(result)
    if not declared.found and not result.complete:
        return Judgement(verdict, reason, Exit.INCONCLUSIVE)
    if not set(declared.found) <= set(declared.breaks):
        why = _difference(declared.undeclared, declared.missing if result.complete else ())
        return Judgement(verdict, why, Exit.UNREACHED)
    if not result.complete:
        return Judgement(verdict, reason, Exit.INCONCLUSIVE)
    if not declared.as_declared:
        return Judgement(verdict, _difference((), declared.missing), Exit.UNREACHED)
    return Judgement(verdict, None, Exit.HOLDS)


def declared_and_found(
    breaks: tuple[str, ...], result: Result, excused: frozenset[str] = frozenset()
) -> Declared:
    """Give what a twin declares beside what it was found to break.

    Of the `excused`, which a twin may break, only those count that it names.
    """
    broken = [each.name for each in result.properties if isinstance(each.verdict, Violated)]
    return Declared(breaks, tuple(each for each in broken if each not in excused - {*breaks}))


def _open_reason(result: Result) -> Reason | None:
    if result.stopped is not None:
        return result.stopped
    reasons = (
        each.verdict.reason for each in result.properties if isinstance(each.verdict, Inconclusive)
    )
    return next(reasons, None)


def _difference(undeclared: tuple[str, ...], missing: tuple[str, ...]) -> str:
    """Say how a twin is not as declared."""
    besides = [f"breaks {', '.join(undeclared)}, undeclared"] if undeclared else []
    not_broken = [f"does not break {', '.join(missing)}"] if missing else []
    return "; ".join([*besides, *not_broken])
