"""Steps and claims that raise, or are disabled, or not, depending on which element comes first."""

from __future__ import annotations

from typing import Annotated

from annotated_types import MaxLen

from modelcheck.lang import Spec, Symmetric, action, final, init, invariant, oneof, require


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


class Chosen(Spec):
    """One process is chosen, and then a step looks for it."""

    chosen: set[Process]
    others: set[Process]
    found: bool

    @init
    def start(self) -> None:
        """Nobody."""
        self.chosen = set()
        self.others = set()
        self.found = False

    @action
    def choose(self, p: Process) -> None:
        """Choose one."""
        require(len(self.chosen) == 0)
        self.chosen.add(p)

    @final
    def over(self) -> bool:
        """At any time."""
        return True


class Returning(Chosen):
    """A helper returns before it comes to the process at which it would raise."""

    def is_chosen(self) -> bool:
        """Look at one after the other."""
        for p in Process:
            if p in self.chosen:
                return True
            if 1 // len(self.others) > 1:
                return True
        return False

    @action
    def look(self) -> None:
        """Raises in one of the two states after the first step."""
        require(len(self.chosen) == 1 and not self.found)
        self.found = self.is_chosen()


class ReturningLast(Returning):
    """The same, of the process that is not chosen."""

    def is_chosen(self) -> bool:
        """Look at one after the other."""
        for p in Process:
            if p not in self.chosen:
                return True
            if 1 // len(self.others) > 1:
                return True
        return False


class Listed(Chosen):
    """A list of processes has no order either."""

    @action
    def look(self) -> None:
        """Raises in one of the two states after the first step."""
        require(len(self.chosen) == 1 and not self.found)
        self.found = any(
            p in self.chosen or 1 // len(self.others) > 1 for p in list(Process) + list(Process)
        )


class ListedLast(Chosen):
    """The same, of the process that is not chosen."""

    @action
    def look(self) -> None:
        """Raises in one of the two states after the first step."""
        require(len(self.chosen) == 1 and not self.found)
        self.found = any(
            p not in self.chosen or 1 // len(self.others) > 1 for p in list(Process) + list(Process)
        )


class Disabled(Chosen):
    """A choice without options is made before the one that raises, or after it."""

    picked: dict[Process, bool]

    @init
    def start(self) -> None:
        """Nobody."""
        self.chosen = set()
        self.others = set()
        self.found = False
        self.picked = {}

    @action
    def look(self) -> None:
        """Raises in one of the two states after the first step."""
        require(len(self.chosen) == 1 and not self.found)
        self.picked = {
            p: oneof(1 // len(self.others) > 1 for q in self.chosen if p == q) for p in Process
        }
        self.found = True


class DisabledLast(Disabled):
    """The same, of the process that is not chosen."""

    @action
    def look(self) -> None:
        """Raises in one of the two states after the first step."""
        require(len(self.chosen) == 1 and not self.found)
        self.picked = {
            p: oneof(1 // len(self.others) > 1 for q in self.chosen if p != q) for p in Process
        }
        self.found = True


class Stopping(Chosen):
    """`any` stops before it comes to a choice without options, or does not."""

    @action
    def look(self) -> None:
        """Possible in one of the two states after the first step."""
        require(len(self.chosen) == 1 and not self.found)
        self.found = any(p in self.chosen or oneof(p == q for q in self.others) for p in Process)

    @invariant
    def never(self) -> bool:
        """Violated."""
        return not self.found


class StoppingLast(Stopping):
    """The same, of the process that is not chosen, and with `in`."""

    @action
    def look(self) -> None:
        """Possible in one of the two states after the first step."""
        require(len(self.chosen) == 1 and not self.found)
        self.found = True in (
            p not in self.chosen or oneof(p == q for q in self.others) for p in Process
        )
