# for all: N, F
from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval
from modelcheck.lang import Spec, action, init, invariant

N: Final[int] = 4
F: Final[int] = 1
MOST: Final[int] = max(N, 3)  # error: MC343
SHARE: Final[int] = N // F  # error: MC343
ENOUGH: Final = N > 3 * F  # error: MC343
GOOD: Final[int] = (N + F) // 2 % 7 - -F * (3 + N)


def quorum() -> int:
    """Count what is enough."""
    return N - F


QUORUM: Final[int] = quorum()  # error: MC343

if N > 3:  # error: MC343
    BIG = 1


class Poll(Spec):
    """Votes are counted."""

    votes: Annotated[int, Interval(ge=0, le=MOST)]  # error: MC344

    @init
    def start(self) -> None:
        self.votes = 0

    @action
    def vote(self) -> None:
        self.votes += self.step()

    def step(self, most: int = N) -> int:  # error: MC343
        return 1 if ENOUGH and self.votes < min(MOST, SHARE, QUORUM, GOOD, most) else 0

    @invariant
    def few(self) -> bool:
        return self.votes <= N
