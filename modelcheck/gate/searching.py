"""Searches for invariants of a spec, without its lemmas, each claim within its time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from modelcheck.frontend.loading import LoadedFile
from modelcheck.gate.opening import Ready
from modelcheck.gate.searching_errors import NoInvariantOver
from modelcheck.gate.theories import theory_of
from modelcheck.source.diagnostic import ConfigError
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.finding import Finder, Invariant, find, finder
from modelcheck.symbolic.induction import (
    EVALUATION,
    Goal,
    Proof,
    Proved,
    Theory,
    evaluation,
    goals,
)
from modelcheck.symbolic.solving import Clock

_SECONDS_EACH: Final = 60.0
"""How long each claim is searched for, if nobody says how long all are."""


@dataclass(frozen=True, eq=False)
class Searched:
    """What came of the search for each claim, and the invariants that were found."""

    theory: Theory
    proofs: tuple[tuple[Goal, Proof], ...]
    invariants: Mapping[str, Invariant]

    @property
    def conjuncts(self) -> tuple[Goal, ...]:
        """What all invariants are made of, each once."""
        found = self.invariants.values()
        every = (goal for each in found for goal in (*each.implied, *each.conjuncts))
        return tuple({each.name: each for each in every}.values())


def searched(
    spec: Ready,
    file: LoadedFile,
    for_all: tuple[str, ...],
    names: tuple[str, ...],
    seconds: float | None,
) -> Searched:
    """Search for invariants that imply the claims named, or all without `names`.

    Raises: `ConfigError` as `theory_of` does, and where a field is beyond invariants (MC364).
    """
    clock = Clock.of(seconds)
    theory = theory_of(spec, file, for_all, clock, as_counters=True)
    try:
        begun = finder(theory)
    except BeyondError as error:
        raise ConfigError(NoInvariantOver(spec.spec, str(error))) from None
    wanted = list(goals(theory.system, names or None))
    if not names or EVALUATION in names:
        wanted.append(evaluation(theory.system))
    proofs: list[tuple[Goal, Proof]] = []
    invariants: dict[str, Invariant] = {}
    for at, goal in enumerate(wanted):
        mine = Clock.of(_SECONDS_EACH) if seconds is None else _share(clock, len(wanted) - at)
        proofs.append((goal, _proof(begun, goal, mine, invariants)))
    return Searched(theory, tuple(proofs), invariants)


def _share(clock: Clock, claims: int) -> Clock:
    """Give the part of the time left that one of so many claims has."""
    if clock.deadline is None:
        return clock
    return Clock.of(max(0.0, clock.deadline - time.monotonic()) / claims)


def _proof(begun: Finder, goal: Goal, clock: Clock, invariants: dict[str, Invariant]) -> Proof:
    """Search for one claim, and note the invariant that is found."""
    found = find(begun, goal, clock)
    if not isinstance(found, Invariant):
        return found
    invariants[goal.name] = found
    return Proved(1, tuple(each.name for each in found.implied))
