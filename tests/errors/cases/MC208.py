from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from modelcheck.lang import Spec, action, init


if TYPE_CHECKING:
    from collections import OrderedDict


class Entry(NamedTuple):
    """A record."""

    level: Levle  # error: MC208


class Tank(Spec):
    """A tank is filled."""

    level: Level  # error: MC208
    levels: set[Level]  # error: MC208
    text: "Missing | None"  # error: MC208
    checked: OrderedDict[bool, bool]  # error: MC208
    entry: Entry
    division: Annotated[int, 1 / 0]  # error: MC208
    inner: list["Nothing"]  # error: MC208
    typo: set[Entyr]  # error: MC208
    builtin: boool  # error: MC208
    fine: bool

    @init
    def start(self) -> None:
        self.fine = True
        self.level = 1

    @action
    def fill(self, level: Level) -> None:  # error: MC208
        self.fine = False

    @action
    def drain(self) -> None:
        local: Level = 3  # error: MC208
        self.fine = self.helper(True)

    def helper(self, level: Level) -> bool:  # error: MC208
        return True
