"""Searches for invariants of a spec, without its lemmas, each claim within its time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from modelcheck.frontend.loading import LoadedFile
from modelcheck.gate.opening import Ready
from modelcheck.gate.searching_errors import NoInvariantOver
from modelcheck.gate.theories import theory_of
from modelcheck.semantics.verdict import Reason
from modelcheck.source.diagnostic import ConfigError
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.finding import Finder, Invariant, find, finder
from modelcheck.symbolic.induction import (
    EVALUATION,
    Goal,
    Proof,
    Proved,
    Theory,
    begins,
    evaluation,
    goals,
    lemmas,
    prove,
)
from modelcheck.symbolic.pace import at_work
from modelcheck.symbolic.solving import Clock, Unknown

_SECONDS_EACH: Final = 60.0
"""How long each claim is searched for, if nobody says how long all are."""
_NOTHING: Final = Unknown(Reason.EVALUATION, "")
_INTERRUPTED: Final = Unknown(Reason.INTERRUPTED, "")


@dataclass(frozen=True, eq=False)
class Searched:
    """What came of the search for each claim, and the invariants that were found."""

    theory: Theory
    proofs: tuple[tuple[Goal, Proof], ...]
    invariants: Mapping[str, Invariant]
    is_interrupted: bool = False

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
    clock: Clock,
) -> Searched:
    """Search for invariants that imply the claims named, or all without `names`.

    After Ctrl-C, what was found until then is given.
    Raises: `ConfigError` as `theory_of` does, and where a field is beyond invariants (MC364).
    """
    theory = theory_of(spec, file, for_all, clock, as_counters=True)
    wanted = _wanted(theory, names)
    proofs: dict[str, Proof] = {}
    invariants: dict[str, Invariant] = {}
    is_interrupted = False
    try:
        with at_work():
            if begins(theory) is False:
                # Of no state at all, nothing is claimed: what `evaluation` then shows is why.
                proofs = {each.name: _NOTHING for each in wanted}
                proofs[EVALUATION] = prove(theory, evaluation(theory.system), 1)
            else:
                begun = finder(theory)
                for at, goal in enumerate(wanted):
                    mine = _share(clock, len(wanted) - at)
                    proofs[goal.name] = _proof(begun, goal, mine, invariants)
    except BeyondError as error:
        raise ConfigError(NoInvariantOver(spec.spec, str(error))) from None
    except KeyboardInterrupt:
        is_interrupted = True
    found = tuple((each, proofs.get(each.name, _INTERRUPTED)) for each in wanted)
    return Searched(theory, found, invariants, is_interrupted)


def _wanted(theory: Theory, names: tuple[str, ...]) -> tuple[Goal, ...]:
    """Give what is to be proved: lemmas only if they are named."""
    system = theory.system
    marked = {each.claim.name for each in system.claims if each.claim.lemma}
    helping = [each for each in lemmas(system) if each.name in marked & {*names}]
    every = (*helping, *goals(system), evaluation(system))
    return tuple(each for each in every if not names or each.name in names)


def _share(clock: Clock, claims: int) -> Clock:
    """Give the time that one of so many claims has: its part of what is left."""
    seconds = _SECONDS_EACH if clock.deadline is None else clock.seconds / claims
    return Clock.of(seconds, clock.is_interrupted)


def _proof(begun: Finder, goal: Goal, clock: Clock, invariants: dict[str, Invariant]) -> Proof:
    """Search for one claim, and note the invariant that is found."""
    found = find(begun, goal, clock)
    if not isinstance(found, Invariant):
        return found
    invariants[goal.name] = found
    return Proved(1, tuple(each.name for each in found.implied))
