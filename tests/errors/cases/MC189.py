from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init


class Process(Symmetric, size=2):
    """Processes."""


class Tickets(Spec):
    """Somebody without a ticket gets one."""

    served: dict[Process, bool]

    @init
    def start(self) -> None:
        self.served = {p: False for p in Process}

    @action
    def serve(self) -> None:
        for p in Process:
            if not self.served[p]:
                self.served[p] = True
                break  # error: MC189
