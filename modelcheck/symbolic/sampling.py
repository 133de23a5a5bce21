"""Some reachable states, found by taking random steps: what they differ in is not fixed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Final

from modelcheck.ir.module import Normal
from modelcheck.semantics.normal import normal_initial_states, normal_successors
from modelcheck.semantics.trace import State, Step

_WALKS: Final = 6
_LONGEST: Final = 24
_MOST_STEPS: Final = 100
"""How many steps out of a state are looked at: choices may make any number of them."""


def sampled_states(normal: Normal) -> Iterator[State]:
    """Give states of a few random runs, always the same ones; none twice in a row."""
    random = Random(0)  # noqa: S311  # no secret: it only saves work
    starts = _states(normal_initial_states(normal))
    for _ in range(_WALKS if starts else 0):
        state = random.choice(starts)
        for _ in range(_LONGEST):
            yield state
            after = [each for each in _states(normal_successors(normal, state)) if each != state]
            if not after:
                break
            state = random.choice(after)


def _states(steps: Iterator[Step]) -> list[State]:
    found = islice(steps, _MOST_STEPS)
    return [each.state for each in found if each.state is not None and each.error is None]
