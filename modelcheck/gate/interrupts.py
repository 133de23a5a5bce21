"""Ctrl-C while z3 is at work: raised while z3 frees a term, the exception for it is lost."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import current_thread, main_thread
from types import FrameType


@dataclass(eq=False)
class Interrupts:
    """Whether there was one."""

    noted: bool = False

    def are_noted(self) -> bool:
        """Tell whether there was one."""
        return self.noted


@contextmanager
def noting_interrupts() -> Generator[Interrupts]:
    """Note Ctrl-C besides what it does, where it does what it always does."""
    interrupts = Interrupts()
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler or current_thread() is not main_thread():
        yield interrupts
        return

    def note(number: int, frame: FrameType | None) -> None:
        interrupts.noted = True
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)
