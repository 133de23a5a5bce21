from __future__ import annotations

from collections import Counter
from typing import Annotated, Final

from annotated_types import Interval, MaxLen

from modelcheck.lang import Spec, action, init


HALF: Final = 3 / 2


class Tank(Spec):
    """A tank is filled."""

    level: Annotated[int, Interval(ge=3, le=0)]  # error: MC207
    half: Annotated[int, Interval(ge=0, le=HALF)]  # error: MC207
    between: Annotated[int, Interval(gt=0, lt=1)]  # error: MC207
    text: Annotated[int, Interval(ge="a", le="b")]  # error: MC207
    log: Annotated[list[bool], MaxLen(-1)]  # error: MC207
    bag: Annotated[Counter[bool], Interval(le=0)]  # error: MC207
    open: Annotated[int, Interval(gt="a", le=3)]  # error: MC207
    deep: dict[bool, Annotated[list[bool], MaxLen(1.5)]]  # error: MC207
    fine: Annotated[int, Interval(ge=0, lt=1)]

    @init
    def start(self) -> None:
        self.fine = 0

    @action
    def fill(self) -> None:
        self.fine = 0
