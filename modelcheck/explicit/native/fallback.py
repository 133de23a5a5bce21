"""Answers from the reference engine for the states that compiled code leaves alone."""

from __future__ import annotations

from modelcheck.explicit.native.breadth_first import Expansion
from modelcheck.explicit.native.kernel.fields import DEADLOCK, RAISED
from modelcheck.explicit.native.layout import Layout
from modelcheck.explicit.native.meaning import Bits
from modelcheck.explicit.native.packing import pack_state, unpack_state
from modelcheck.explicit.reference.claims import Asked
from modelcheck.explicit.reference.judge import Hit, Judge
from modelcheck.explicit.reference.running import Packed
from modelcheck.explicit.reference.steps import Machine, Raised
from modelcheck.ir.module import Claim, ClaimKind
from modelcheck.semantics.verdict import PropertyKind

_SPEAKS_WHEN_TRUE = {ClaimKind.COVER, ClaimKind.FINAL}


class Asymmetric(Exception):  # noqa: N818  # a fact about a spec, no error of it
    """A state is left to the class, where what raises first may depend on names."""


class Reference:
    """The reference engine, asked of packed states.

    Requires: the machine's run is the current one while it is asked.  One that `is_symmetric`
    is not to be asked: it raises `Asymmetric`.
    """

    def __init__(
        self,
        machine: Machine,
        layout: Layout,
        bits: Bits,
        names: frozenset[str] | None,
        *,
        is_symmetric: bool = False,
    ) -> None:
        """Prepare to answer for the claims in `names`, all if it is `None`."""
        self.is_symmetric = is_symmetric
        self.machine = machine
        self.layout = layout
        self.judge_of = Judge(machine, names)
        self.raisers: set[str] = set()
        """The claims that raised somewhere."""
        self._states = [self._asked(each, names) for each in bits.states]
        self._steps = [self._asked(each, names) for each in bits.steps]

    def _asked(self, claim: Claim, names: frozenset[str] | None) -> Asked | None:
        implied = claim.kind in {ClaimKind.FINAL, ClaimKind.CONSTRAINT}
        wanted = names is None or claim.name in names or implied
        return Asked(claim, self.machine.program) if wanted else None

    def known(self, state: int) -> Packed:
        """Give a state of the layout as one of the machine."""
        return self.machine.instances.packed(unpack_state(state, self.layout))

    def packed(self, state: Packed) -> int:
        """Give a state of the machine as one of the layout."""
        return pack_state(self.machine.instances.state(state), self.layout)

    def expand(self, state: int) -> Expansion:
        """Give the steps from a state, in order."""
        self._refuse_symmetry()
        steps: list[tuple[int, int]] = []
        raised: int | None = None
        for action, _, _, after in self.machine.steps(self.known(state)):
            if isinstance(after, Raised):
                raised = len(steps) if raised is None else raised
            else:
                steps.append((action, self.packed(after)))
        return Expansion(steps, raised)

    def judge(self, state: int, seen: int) -> int:
        """Give the bits of `judge`; a cover that was `seen` is not asked any more."""
        self._refuse_symmetry()
        self.machine.run.previous = None
        return self._bits(self._states, self.known(state), seen)

    def judge_step(self, before: int, after: int, seen: int) -> int:
        """Give the bits of `judge_step`; a cover that was `seen` is not asked any more."""
        self._refuse_symmetry()
        run = self.machine.run
        run.previous = self.machine.instances.over(self.known(before))
        said = self._bits(self._steps, self.known(after), seen)
        run.previous = None
        return said

    def _refuse_symmetry(self) -> None:
        if self.is_symmetric:
            raise Asymmetric

    def _bits(self, claims: list[Asked | None], state: Packed, seen: int) -> int:
        view = self.machine.instances.over(state)
        said = 0
        for number, asked in enumerate(claims):
            if asked is None or (asked.claim.kind is ClaimKind.COVER and seen >> number & 1):
                continue
            truth = asked.claim.kind in _SPEAKS_WHEN_TRUE
            for answer in asked.answers(view, truth=truth):
                if answer.raised is None or asked.claim.kind is ClaimKind.CONSTRAINT:
                    said |= 1 << number  # a state in which a constraint raises is outside of it
                if answer.raised is not None and asked.claim.kind is not ClaimKind.FINAL:
                    said |= 1 << RAISED
                    self.raisers.add(asked.name)
        return said

    def stuck(self, state: int) -> int:
        """Give what is to be said of a state without a step."""
        hits = self.judge_of.of_stuck(self.known(state))
        self.raisers.update(hit.raiser for hit in hits if hit.raiser is not None)
        return sum({_bit_of(hit) for hit in hits})


def _bit_of(hit: Hit) -> int:
    return 1 << (DEADLOCK if hit.kind is PropertyKind.DEADLOCK else RAISED)
