"""Whether the steps of a spec are steps of the abstract spec that it refines.

A state is mapped by running the author's method on it.  Abstract states are few, mostly, and
what leads from one is computed once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from modelcheck.explicit.reference.mirror import Live
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.raised import describe
from modelcheck.explicit.reference.running import Instances, LeftBound, Packed, running
from modelcheck.explicit.reference.steps import INIT, Machine, Raised, Taken
from modelcheck.semantics.verdict import Matched, Unmatched
from modelcheck.source.diagnostic import InternalError

_MOST_IMAGES: Final = 1 << 17
"""Of how many states it is kept what they are mapped to: mostly they are met again soon."""


@dataclass(frozen=True, slots=True)
class NoImage:
    """A state to which the mapping gives no abstract state, since it raises."""

    message: str


_Ways: TypeAlias = dict[Packed, list[int]]
"""The abstract states after, and the places of the actions that lead to each; `INIT` of starts."""


class Refined:
    """The mapping of a program, and what of the abstract spec was seen through it.

    The abstract spec's constraints, claims and fairness are not looked at, and a step of it that
    is an evaluation error is none.
    """

    def __init__(self, program: Program, instances: Instances) -> None:
        """Prepare to map the states of `instances`, which are those of `program`.

        Requires: `program` refines a spec.
        """
        refinement, abstract = program.module.refinement, program.abstract
        if refinement is None or abstract is None:
            message = f"{program.module.name} refines a spec that is not there"
            raise InternalError(message)
        self.name = refinement.name
        self._method: Live = program.method(refinement.name)
        self._over = instances.over
        self._abstract = Machine(abstract)
        self._images: dict[Packed, Packed | NoImage] = {}
        self._ways: dict[Packed | None, _Ways] = {}
        self._taken: set[int] = set()

    def image(self, packed: Packed) -> Packed | NoImage:
        """Give the abstract state that a state is mapped to."""
        found = self._images.get(packed)
        if found is None:
            if len(self._images) == _MOST_IMAGES:
                self._images.clear()
            found = self._images[packed] = self._mapped(packed)
        return found

    def _mapped(self, packed: Packed) -> Packed | NoImage:
        instances = self._abstract.instances
        blank = instances.blank()
        try:
            self._method(self._over(packed), blank)
            return instances.begun(blank)
        except MemoryError:
            raise
        except LeftBound as error:
            return NoImage(f"{self.name} gives no abstract state: {error}")
        except Exception as error:  # noqa: BLE001  # whatever a mapping raises is a finding
            return NoImage(f"{self.name} raises {describe(error, self._method)}")

    def allows(self, before: Packed | None, after: Packed) -> bool:
        """Tell whether an abstract state may follow `before`, or where that is `None` begin a run.

        Notes which actions lead there.
        """
        if before == after:
            return True
        actions = self._from(before).get(after)
        if actions is None:
            return False
        self._taken.update(actions)
        return True

    def _from(self, before: Packed | None) -> _Ways:
        known = self._ways.get(before)
        if known is not None:
            return known
        ways: _Ways = {}
        with running(self._abstract.run):
            for place, _, _, after in self._taken_from(before):
                if not isinstance(after, Raised):
                    actions = ways.setdefault(after, [])
                    if place not in actions:
                        actions.append(place)
        self._ways[before] = ways  # complete: Ctrl-C may have come before
        return ways

    def _taken_from(self, before: Packed | None) -> Iterator[Taken]:
        return self._abstract.initial() if before is None else self._abstract.steps(before)

    def unmatched(self, before: Packed | None, after: Packed) -> Unmatched:
        """Tell what the abstract spec does instead of leading from `before` to `after`."""
        state = self._abstract.instances.state
        module = self._abstract.program.module
        names = {INIT: module.init.name} if before is None else dict(self._names())
        ways = self._from(before)
        return Unmatched(
            None if before is None else state(before),
            state(after),
            tuple(
                (name, tuple(state(each) for each, actions in ways.items() if place in actions))
                for place, name in names.items()
            ),
        )

    def _names(self) -> Iterator[tuple[int, str]]:
        for place, action in enumerate(self._abstract.program.module.actions):
            yield place, action.name

    def matched(self) -> Matched:
        """Tell which actions of the abstract spec were seen, in the order of its source."""
        return Matched(
            self.name,
            self._abstract.program.module.name,
            tuple(name for place, name in self._names() if place in self._taken),
            tuple(name for place, name in self._names() if place not in self._taken),
        )
