"""One order for steps that do not depend on each other: of two runs to a state, one is enough.

Where neither of two steps in a row reads or changes what the other changes, they may be taken
the other way round: both ways are runs of the same length to the same state.  Looking only at
runs in which such steps follow the order of their transitions leaves, for every state, a run of
each length that there was.

Source: C. Wang, Z. Yang, V. Kahlon and A. Gupta, "Peephole partial order reduction", TACAS 2008.
"""

from __future__ import annotations

from dataclasses import dataclass

from modelcheck.symbolic.exists import constants_in
from modelcheck.symbolic.system import System, Transition
from modelcheck.symbolic.terms import Formula, conj, conj_all, disj_all, neg


@dataclass(frozen=True, slots=True)
class _Footprint:
    """The places of the leaves that a step reads, and that it changes."""

    reads: frozenset[int]
    writes: frozenset[int]

    def is_independent(self, other: _Footprint) -> bool:
        """Tell whether the steps may be taken the other way round."""
        mine, theirs = self.reads | self.writes, other.reads | other.writes
        return not (self.writes & theirs or other.writes & mine)


def in_order(system: System) -> Formula:
    """Give that a step and the next one are not independent in the wrong order.

    Requires: every state is explored further, or what is outside depends on the order.
    """
    places = {each.now.get_id(): at for at, each in enumerate(system.variables)}
    prints = [_footprint(each, places) for each in system.transitions]
    wrong: list[Formula] = []
    for second, mine in enumerate(prints):
        ahead = [
            system.chosen == first
            for first, other in enumerate(prints)
            if first > second and mine.is_independent(other)
        ]
        wrong.append(conj(system.chosen_next == second, disj_all(ahead)))
    return conj_all(map(neg, wrong))


def _footprint(transition: Transition, places: dict[int, int]) -> _Footprint:
    changed = [term for term in transition.after if term is not None]
    used = constants_in(transition.enabled, *changed)
    reads = frozenset(places[each] for each in used if each in places)
    return _Footprint(reads, transition.writes)
