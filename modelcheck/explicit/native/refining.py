"""The refinement of a spec that compiled code explores: looked at by its class, level by level.

Compiled code knows nothing of the abstract spec.  The steps from each state that it has expanded
are taken again, by the class, and mapped: abstract states are few, and known by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from modelcheck.explicit.native.fallback import Asymmetric, Reference
from modelcheck.explicit.reference.judge import Hit
from modelcheck.explicit.reference.refinement import Refined
from modelcheck.explicit.reference.running import Packed
from modelcheck.explicit.reference.steps import Raised
from modelcheck.semantics.verdict import PropertyKind


@dataclass(frozen=True, slots=True)
class Seen:
    """Where something was seen first: in a step from the state `parent`, or in a start.

    It was the step of this `number` from there; `after` is the state it leads to, as stored.
    """

    parent: int | None
    number: int
    after: int


class Refining:
    """What was seen of a refinement so far: of each kind, the first."""

    def __init__(
        self, reference: Reference, refined: Refined, canonical: Callable[[int], int]
    ) -> None:
        """Prepare to look at states; `canonical` gives a state as it is stored."""
        self.name = refined.name
        self.seen: dict[PropertyKind, Seen] = {}
        self._reference = reference
        self._judge = reference.judge_of
        self._canonical = canonical

    def begin(self, starts: Iterable[Packed]) -> None:
        """Look at the initial states."""
        for number, start in enumerate(starts):
            self._note(self._judge.of_start(start), None, number, start)

    def look(self, index: int, state: int) -> None:
        """Look at the steps from a state, packed.

        Raises: `Asymmetric` where the mapping raises, and not every state is looked at.
        """
        before = self._reference.known(state)
        for number, (_, _, _, after) in enumerate(self._reference.machine.steps(before)):
            if not isinstance(after, Raised):
                self._note(self._judge.of_mapped_step(before, after), index, number, after)

    @property
    def has_violation(self) -> bool:
        """Whether something is wrong."""
        return bool(self.seen)

    def _note(self, hits: list[Hit], parent: int | None, number: int, after: Packed) -> None:
        for hit in hits:
            if hit.kind is PropertyKind.EVALUATION:
                if self._reference.is_symmetric:
                    raise Asymmetric
                self._reference.raisers.add(self.name)
            if hit.kind is not None and hit.kind not in self.seen:
                stored = self._canonical(self._reference.packed(after))
                self.seen[hit.kind] = Seen(parent, number, stored)
