"""Runs a module as `python file.py` would, and leaves the interpreter as it was."""

from __future__ import annotations

import importlib
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import CodeType, FrameType, ModuleType

_REPEAT_S = 0.1
"""How often an overdue module is interrupted again: a bare `except` may catch the first one."""


class Overdue(BaseException):
    """The time for a module is over; no `except Exception` of the module catches it."""


def run_module(
    code: CodeType, module: ModuleType, folder: Path, limit_s: float
) -> dict[str, ModuleType]:
    """Run `code` as `module`, whose folder is importable; give the local modules it imports.

    Local modules, those under `folder`, are executed anew, and afterwards neither they nor
    `module` are in `sys.modules`.  What the module prints goes to standard error.
    Raises: whatever the module raises; `Overdue` after `limit_s` seconds, in the main thread
    (elsewhere Python has no such limit, and there is none).
    """
    with _isolated(module, folder) as imported, _time_limit(limit_s):
        exec(code, vars(module))  # noqa: S102  # a spec is a program, run at its author's wish
    return imported


@contextmanager
def _isolated(module: ModuleType, folder: Path) -> Generator[dict[str, ModuleType]]:
    imported: dict[str, ModuleType] = {}
    path, writes_no_bytecode = list(sys.path), sys.dont_write_bytecode
    hidden = _local_modules(folder)
    if module.__name__ in sys.modules:
        hidden[module.__name__] = sys.modules[module.__name__]
    for name in hidden:
        del sys.modules[name]
    sys.modules[module.__name__] = module
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    try:
        with redirect_stdout(sys.stderr):
            yield imported
    finally:
        sys.dont_write_bytecode = writes_no_bytecode
        sys.path[:] = path
        sys.modules.pop(module.__name__, None)
        imported.update(_local_modules(folder))
        for name in imported:
            del sys.modules[name]
        sys.modules.update(hidden)


def _local_modules(folder: Path) -> dict[str, ModuleType]:
    """Give the loaded modules whose files are under `folder`; ours and installed ones stay."""
    return {
        name: module
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] not in ("modelcheck", "__main__") and _is_under(module, folder)
    }


def _is_under(module: ModuleType | None, folder: Path) -> bool:
    place: object = getattr(module, "__file__", None)
    if place is None:  # a folder without `__init__.py`
        place = next(iter(getattr(module, "__path__", ())), None)
    if not isinstance(place, str) or not place.startswith(str(folder / "_")[:-1]):
        return False
    return "site-packages" not in place


@contextmanager
def _time_limit(limit_s: float) -> Generator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    armed = True

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        if armed:
            raise Overdue

    handler = signal.signal(signal.SIGALRM, interrupt)
    timer = signal.setitimer(signal.ITIMER_REAL, limit_s, _REPEAT_S)
    try:
        try:
            yield
        finally:
            armed = False
    finally:  # again: the signal may come between the two
        armed = False
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, handler)
