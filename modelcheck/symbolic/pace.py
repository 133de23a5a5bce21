"""Work that can be stopped between its pieces."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from ctypes import ArgumentError
from threading import Event, Thread
from typing import Final, TypeAlias

import psutil

from modelcheck.semantics.verdict import Reason
from modelcheck.symbolic.terms import z3

_EVERY_S: Final = 0.02
"""How often the memory of the process is looked at."""

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


def never() -> bool:
    """Tell that something has not come."""
    return False


@contextmanager
def watched_memory(most_bytes: int | None) -> Generator[Callable[[], bool]]:
    """Interrupt z3 once the process has more than this; tell whether it was.  `None` is no limit.

    z3 has a limit of its own, but ends the process where it reaches that while it cleans up.
    """
    full, over = Event(), Event()
    if most_bytes is None:
        yield full.is_set
        return
    # Here, since two threads that ask for it first may be given one each.
    process, context = psutil.Process(), z3.main_ctx()

    def watch() -> None:
        while not over.wait(_EVERY_S):
            if process.memory_info().rss > most_bytes:
                full.set()
                with suppress(z3.Z3Exception):  # the last error of the thread that is interrupted
                    context.interrupt()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield full.is_set
    finally:
        over.set()
        watcher.join()


@contextmanager
def at_work(is_full: Callable[[], bool] = never) -> Generator[None]:
    """Tell want of memory and Ctrl-C from errors, as which they come out of z3.

    Raises: `StoppedError` where z3 was interrupted for want of memory while it made a term;
    `KeyboardInterrupt`, which is an error of an argument where it comes as z3 is called.
    """
    try:
        yield
    except (z3.Z3Exception, ArgumentError) as error:
        if is_full():
            raise StoppedError(Reason.MEMORY) from None
        if KeyboardInterrupt.__name__ in str(error):
            raise KeyboardInterrupt from None
        raise
