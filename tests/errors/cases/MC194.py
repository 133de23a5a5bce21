from __future__ import annotations

from modelcheck.lang import Spec, action, init, oneof


class Lamp(Spec):
    """A lamp that may be broken."""

    on: bool
    broken: bool

    @init
    def start(self) -> None:  # error: MC194
        self.on = False
        if oneof([True, False]):
            self.broken = True

    @action
    def switch(self) -> None:
        self.on = not self.on and not self.broken
