"""The numbers of whole state spaces, as each engine finds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from modelcheck.gate.engines import DEFAULT_MEANS, Engine, Means
from modelcheck.gate.pipeline import CheckRequest, check
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import Violated

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Numbers:
    """Counts of the whole state space; how many steps each violation and each cover takes.

    Lemmas, which are there for proofs, are left aside.
    """

    distinct: int
    generated: int
    depth: int
    violated: dict[str, int] = field(default_factory=dict[str, int])
    covers: dict[str, int | None] = field(default_factory=dict[str, int | None])


EVERY_STATE = Means(Engine.NATIVE, is_symmetric=False)
ORBITS = Means(Engine.NATIVE)
BY_CLASS = Means(Engine.PYTHON)


def outcomes(
    spec: str, given: str = "", variant: str | None = None, means: Means = DEFAULT_MEANS
) -> list[Outcome]:
    """Check a spec, and with `variant` its twins, to the end; `given` is as in `N=3 F=1`."""
    pairs = tuple((name, value) for name, _, value in (p.partition("=") for p in given.split()))
    request = CheckRequest(str(ROOT / spec), pairs, keep_going=True, variant=variant, means=means)
    found = list(check(request))
    return [each for each in found if isinstance(each, Outcome)]


def numbers(spec: str, given: str) -> Numbers:
    """Give the numbers that both engines find."""
    native = numbers_by(spec, given, EVERY_STATE)
    assert numbers_by(spec, given, BY_CLASS) == native
    return native


def numbers_by(spec: str, given: str, means: Means) -> Numbers:
    """Give the numbers that one engine finds."""
    (outcome,) = outcomes(spec, given, means=means)
    result = outcome.result
    assert result.complete
    assert outcome.engine == means.engine.value
    lemmas = {each.name for each in outcome.module.claims if each.lemma}
    return Numbers(
        result.figures.distinct,
        result.figures.generated,
        result.figures.depth,
        {
            each.name: each.verdict.trace.depth
            for each in result.properties
            if isinstance(each.verdict, Violated) and each.name not in lemmas
        },
        {each.name: each.witness.depth if each.witness else None for each in result.covers},
    )
