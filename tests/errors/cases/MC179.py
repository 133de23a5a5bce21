from __future__ import annotations

from modelcheck.lang import Spec, action, init


class Switch:
    """Something that is on or off."""


class Named:
    """Something with a name."""


class Lamp(Switch, Spec, Named):  # error: MC179, MC179
    """A lamp is switched on and off."""

    on: bool

    @init
    def start(self) -> None:
        self.on = False

    @action
    def press(self) -> None:
        self.on = not self.on
