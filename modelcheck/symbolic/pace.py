"""Work that can be stopped between its pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from modelcheck.semantics.verdict import Reason
from modelcheck.symbolic.terms import z3

Tick: TypeAlias = Callable[[], None]
"""Called between pieces of work; raises `StoppedError` where there is to be no more of them."""


class StoppedError(Exception):
    """The work is not finished, for this reason."""

    def __init__(self, reason: Reason) -> None:
        """Take the reason."""
        super().__init__(reason)
        self.reason = reason


def no_hurry() -> None:
    """Let the work go on."""


def limit_memory(most_bytes: int) -> None:
    """Let z3 take no more than this, for the rest of the process: it then cannot tell."""
    z3.set_param("memory_max_size", max(1, most_bytes >> 20))
