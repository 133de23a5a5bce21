"""Work that can be stopped between its pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from modelcheck.semantics.verdict import Reason

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
