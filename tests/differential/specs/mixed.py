"""Values of unions: elements of two sorts, members of two enums, none equal to one of the other."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from annotated_types import MaxLen

from modelcheck.lang import Spec, Symmetric, action, cover, final, init, invariant, require


class Process(Symmetric, size=3):
    """A process."""


class Message(Symmetric, size=2):
    """A message."""


class Mode(Enum):
    """How it goes."""

    SLOW = "slow"
    FAST = "fast"


class Phase(Enum):
    """How far it is."""

    BEFORE = "before"
    AFTER = "after"


class Mixed(Spec):
    """Something is kept for each message: a message or a process."""

    kept: dict[Message, Process | Message]
    line: Annotated[list[Process | Message], MaxLen(2)]
    now: Mode | Phase

    @init
    def start(self) -> None:
        """Each for itself."""
        self.kept = {m: m for m in Message}
        self.line = []
        self.now = Mode.SLOW

    @action
    def keep(self, m: Message, other: Process | Message) -> None:
        """Keep another one, while it is the message itself that is kept."""
        require(self.kept[m] == m)
        self.kept[m] = other

    @action
    def wait(self, m: Message) -> None:
        """Wait in line, where nobody does."""
        require(len(self.line) < 2 and self.kept[m] not in self.line)
        self.line.append(self.kept[m])

    @action
    def turn(self, now: Mode | Phase) -> None:
        """Go on, to what is no first member."""
        require(now not in (self.now, Mode.SLOW, Phase.BEFORE))
        self.now = now

    @final
    def over(self) -> bool:
        """At any time."""
        return True

    @invariant
    def nothing_is_of_two_sorts(self, m: Message, p: Process) -> bool:
        """No process is a message."""
        return self.kept[m] != p or all(self.kept[m] != other for other in Message)

    @cover
    def both(self, m: Message, p: Process) -> bool:
        """A process waits behind a message."""
        return self.line == [m, p] and self.now == Phase.AFTER
