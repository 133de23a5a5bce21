from __future__ import annotations

from typing import Annotated, NamedTuple

from annotated_types import Interval, Ge

from modelcheck.lang import Ghost, Spec, action, init


class Stamp(NamedTuple):
    """A record with a number."""

    number: int  # error: MC201
    fine: Annotated[int, Interval(ge=0, le=2)]


class Clock(Spec):
    """A clock."""

    count: int  # error: MC201
    seen: set[int]  # error: MC201
    table: dict[bool, int]  # error: MC201
    stamp: Stamp | None
    half: Annotated[int, Ge(0)]  # error: MC201
    note: Annotated[int, "hours"]  # error: MC201
    ghost: Ghost[int]  # error: MC201
    maybe: int | None  # error: MC201
    fine: Annotated[int, Interval(ge=-1, lt=2)]

    @init
    def start(self) -> None:
        self.count = 0
        self.fine = 0

    @action
    def tick(self, by: int) -> None:  # error: MC201
        self.fine = by

    @action
    def tock(self) -> None:
        local: int = 3
        self.fine = self.helper(local)

    def helper(self, n: int) -> int:
        return n
