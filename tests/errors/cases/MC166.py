from __future__ import annotations

from modelcheck.lang import Spec, action


class Light(Spec):  # error: MC166
    """A traffic light."""

    green: bool

    def start(self) -> None:
        self.green = False

    @action
    def switch(self) -> None:
        self.green = self.red  # error: MC146
