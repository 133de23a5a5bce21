from __future__ import annotations

from modelcheck.lang import Spec, action, init, oneof


class Lamp(Spec):
    """A lamp that may be broken."""

    on: bool
    broken: bool

    @init
    def start(self) -> None:
        self.on = not self.broken  # error: MC195
        self.broken = oneof([True, False])

    @action
    def switch(self) -> None:
        self.on = not self.on and not self.broken
