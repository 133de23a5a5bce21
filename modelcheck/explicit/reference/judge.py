"""What the claims and covers of a spec say of a state, of a step, of a state without steps."""

from __future__ import annotations

from dataclasses import dataclass

from modelcheck.explicit.reference.claims import Answer, Asked, asked
from modelcheck.explicit.reference.mirror import Live
from modelcheck.explicit.reference.refinement import NoImage, Refined
from modelcheck.explicit.reference.running import Packed
from modelcheck.explicit.reference.steps import Machine
from modelcheck.ir.module import ClaimKind
from modelcheck.semantics.trace import Binding
from modelcheck.semantics.verdict import Matched, PropertyKind, Unmatched

_KINDS = {
    ClaimKind.INVARIANT: PropertyKind.INVARIANT,
    ClaimKind.STEP_INVARIANT: PropertyKind.STEP_INVARIANT,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A property is violated or, where `kind` is `None`, a cover reached, for this binding.

    Of `evaluation`, `message` says what was raised, and `raiser` is the claim that did, if it
    was not a step.  Of a refinement, `unmatched` is the step.
    """

    name: str
    kind: PropertyKind | None
    binding: Binding = ()
    message: str | None = None
    raiser: str | None = None
    unmatched: Unmatched | None = None


class Judge:
    """Asks the claims that were asked for by name, and the covers not reached yet."""

    def __init__(self, machine: Machine, names: frozenset[str] | None) -> None:
        """Prepare to ask the claims and covers in `names`, all if it is `None`."""
        self._machine = machine
        program = machine.program
        covers = asked(program, ClaimKind.COVER, names)
        self.invariants = asked(program, ClaimKind.INVARIANT, names)
        self.step_invariants = asked(program, ClaimKind.STEP_INVARIANT, names)
        self._state_covers = [each for each in covers if not each.claim.over_steps]
        self._step_covers = [each for each in covers if each.claim.over_steps]
        self._finals = asked(program, ClaimKind.FINAL)
        self._constraints = asked(program, ClaimKind.CONSTRAINT)
        self._names = names
        self.refined = _refined(machine, names)

    @property
    def looks_at_steps(self) -> bool:
        """Whether a claim or an open cover speaks of steps."""
        return bool(self.step_invariants or self._step_covers or self.refined is not None)

    def matched(self) -> Matched | None:
        """Give what was seen of the abstract spec, where a refinement was asked for."""
        return None if self.refined is None else self.refined.matched()

    def drop(self, cover: str) -> None:
        """Ask the cover no more: it was reached."""
        for covers in (self._state_covers, self._step_covers):
            covers[:] = (each for each in covers if each.name != cover)

    def of_state(self, packed: Packed) -> list[Hit]:
        """Give what the invariants and covers say of the state; mostly nothing.

        Requires: the machine's run is the current one, here and below.
        """
        view = self._machine.instances.over(packed)
        self._machine.run.previous = None
        return self._hits(view, self.invariants, self._state_covers)

    def of_start(self, packed: Packed) -> list[Hit]:
        """Give what a refinement says of an initial state."""
        return self._of_image(None, packed)

    def of_step(self, before: Packed, after: Packed) -> list[Hit]:
        """Give what the step invariants, a refinement and the covers of steps say of the step."""
        over = self._machine.instances.over
        self._machine.run.previous = over(before)
        hits = self._hits(over(after), self.step_invariants, self._step_covers)
        self._machine.run.previous = None
        return hits + self.of_mapped_step(before, after)

    def of_mapped_step(self, before: Packed, after: Packed) -> list[Hit]:
        """Give what a refinement says of the step."""
        if self.refined is None:
            return []
        image = self.refined.image(before)
        return [] if isinstance(image, NoImage) else self._of_image(image, after)

    def _of_image(self, image: Packed | None, after: Packed) -> list[Hit]:
        """Give what a refinement says of a step from a state with this image, `None` for a start.

        Of a state without one was said what there is to say, when it was reached.
        """
        refined = self.refined
        if refined is None:
            return []
        to = refined.image(after)
        if isinstance(to, NoImage):
            return [Hit("evaluation", PropertyKind.EVALUATION, (), to.message, refined.name)]
        if refined.allows(image, to):
            return []
        unmatched = refined.unmatched(image, to)
        return [Hit(refined.name, PropertyKind.REFINEMENT, unmatched=unmatched)]

    def of_stuck(self, packed: Packed) -> list[Hit]:
        """Give what is to be said of a state without a step: a deadlock, unless it is final."""
        view = self._machine.instances.over(packed)
        raised: list[Hit] = []
        for final in self._finals:
            answers = final.answers(view, truth=False)
            if not answers:
                return []
            raised += [self._hit(final, each) for each in answers if each.raised]
        asked_for = self._names is None or "deadlock" in self._names
        return raised or ([Hit("deadlock", PropertyKind.DEADLOCK)] if asked_for else [])

    def outside(self, packed: Packed) -> tuple[bool, list[Hit]]:
        """Tell whether the state is outside of a constraint, and what constraints raised."""
        if not self._constraints:
            return False, []
        view = self._machine.instances.over(packed)
        asked_of = [(each, each.answers(view, truth=False)) for each in self._constraints]
        raised = [self._hit(each, a) for each, answers in asked_of for a in answers if a.raised]
        return any(answers for _, answers in asked_of), raised

    def _hits(self, view: Live, claims: list[Asked], covers: list[Asked]) -> list[Hit]:
        hits: list[Hit] = []
        for claim in claims:
            hits += [self._hit(claim, each) for each in claim.answers(view, truth=False)]
        for cover in covers:
            hits += [self._hit(cover, each) for each in cover.answers(view, truth=True)]
        return hits

    def _hit(self, claim: Asked, answer: Answer) -> Hit:
        binding = self._machine.binding(claim.claim.function.parameters, answer.arguments)
        if answer.raised is not None:
            return Hit("evaluation", PropertyKind.EVALUATION, binding, answer.raised, claim.name)
        return Hit(claim.name, _KINDS.get(claim.claim.kind), binding)


def _refined(machine: Machine, names: frozenset[str] | None) -> Refined | None:
    refinement = machine.program.module.refinement
    if refinement is None or (names is not None and refinement.name not in names):
        return None
    return Refined(machine.program, machine.instances)
