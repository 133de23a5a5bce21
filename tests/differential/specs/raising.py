"""A claim that raises or not, depending on which element comes first."""

from __future__ import annotations

from typing import Annotated

from annotated_types import MaxLen

from modelcheck.lang import Spec, Symmetric, action, init, invariant, require


class Process(Symmetric, size=2):
    """A process."""


class Raising(Spec):
    """Logs."""

    log: dict[Process, Annotated[list[bool], MaxLen(1)]]
    done: bool

    @init
    def start(self) -> None:
        """Empty."""
        self.log = {p: [] for p in Process}
        self.done = False

    @action
    def write(self, p: Process) -> None:
        """Write, once."""
        require(not self.done)
        self.done = True
        self.log[p].append(True)

    @action
    def rest(self) -> None:
        """Nothing."""
        require(self.done)
        self.done = True

    @invariant
    def someone(self) -> bool:
        """Raises in one of the two states after the first step."""
        return not self.done or any(self.log[p][0] for p in Process)
