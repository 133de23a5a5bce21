from __future__ import annotations

from modelcheck.lang import Spec, init, invariant


class Light(Spec):  # error: MC168
    """A traffic light."""

    green: bool

    @init
    def start(self) -> None:
        self.green = False

    def switch(self) -> None:
        self.green = not self.gren  # error: MC146

    @invariant
    def lit(self) -> bool:
        return self.lamp  # error: MC146
