"""Runs a module as `python file.py` would, and leaves the interpreter as it was."""

from __future__ import annotations

import ast
import importlib
import signal
import sys
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import decode_source
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Final, TypeAlias

from modelcheck import lang
from modelcheck.frontend.iteration import GLOBALS, iterate_in_order
from modelcheck.frontend.parameters import LiteralValue, place_known
from modelcheck.source.span import SourceFile

_LIBRARY: Final = "modelcheck.components"
LIBRARY: Final = Path(lang.__file__).parents[1] / "components"
"""The components that come with the checker: read and run as the author's own modules are."""

_REPEAT_S = 0.1
"""How often an overdue module is interrupted again: a bare `except` may catch the first one."""


class Overdue(BaseException):
    """The time for a module is over; no `except Exception` of the module catches it."""


Given: TypeAlias = Mapping[str, Mapping[str, LiteralValue]]
"""By the name of a module, the values that its parameters have."""


def run_module(
    code: CodeType, module: ModuleType, folder: Path, given: Given, limit_s: float
) -> dict[str, ModuleType]:
    """Run `code` as `module`, whose folder is importable; give the local modules it imports.

    Those that `given` names have their parameters from there, as far as they have such.

    Local modules, those under `folder`, are executed anew, and so are the components that come
    with the checker; afterwards neither they nor `module` are in `sys.modules`.  What the module
    prints goes to standard error.
    Raises: whatever the module raises; `Overdue` after `limit_s` seconds, in the main thread
    (elsewhere Python has no such limit, and there is none).
    """
    with _isolated(module, folder, given) as imported, _time_limit(limit_s):
        exec(code, vars(module))  # noqa: S102  # a spec is a program, run at its author's wish
    return imported


@contextmanager
def _isolated(module: ModuleType, folder: Path, given: Given) -> Generator[dict[str, ModuleType]]:
    imported: dict[str, ModuleType] = {}
    path, writes_no_bytecode = list(sys.path), sys.dont_write_bytecode
    finders = list(sys.meta_path)
    hidden = _local_modules(folder)
    package = sys.modules[_LIBRARY.rpartition(".")[0]]
    if module.__name__ in sys.modules:
        hidden[module.__name__] = sys.modules[module.__name__]
    for name in hidden:
        del sys.modules[name]
    sys.modules[module.__name__] = module
    sys.path.insert(0, str(folder))
    sys.meta_path.insert(0, _LocalFinder(folder, given))
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    try:
        with redirect_stdout(sys.stderr):
            yield imported
    finally:
        sys.dont_write_bytecode = writes_no_bytecode
        sys.path[:] = path
        sys.meta_path[:] = finders
        sys.modules.pop(module.__name__, None)
        imported.update(_local_modules(folder))
        for name in imported:
            del sys.modules[name]
        sys.modules.update(hidden)
        vars(package).pop(LIBRARY.name, None)
        if _LIBRARY in hidden:
            setattr(package, LIBRARY.name, hidden[_LIBRARY])


class _LocalFinder(MetaPathFinder):
    """Finds modules of source under a folder, to be read as the spec itself is."""

    def __init__(self, folder: Path, given: Given) -> None:
        self._beginning = _beginning(folder)
        self._given = given

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find what Python would find; where it is no source under the folder, find nothing."""
        found = PathFinder.find_spec(fullname, path, target)
        if found is None or not (is_library(fullname) or _is_local(found.origin, self._beginning)):
            return None
        if isinstance(found.loader, SourceFileLoader):
            given = self._given.get(fullname, {})
            found.loader = _LocalLoader(found.loader.name, found.loader.path, given)
        return found


class _LocalLoader(SourceFileLoader):
    """Loads a module from its source, with what `iterate_in_order` changes in it."""

    def __init__(self, fullname: str, path: str, given: Mapping[str, LiteralValue]) -> None:
        super().__init__(fullname, path)
        self._given = given

    def get_code(self, fullname: str) -> CodeType:
        """Compile the source; compiled files are not looked at."""
        filename = self.get_filename(fullname)
        data = self.get_data(filename)
        tree = ast.parse(data, filename)
        if self._given:
            tree = place_known(tree, SourceFile(filename, decode_source(data)), self._given)
        return compile(iterate_in_order(tree), filename, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        """Execute the module."""
        vars(module).update(GLOBALS)
        super().exec_module(module)


def _local_modules(folder: Path) -> dict[str, ModuleType]:
    """Give the loaded modules whose files are under `folder`; ours and installed ones stay."""
    beginning = _beginning(folder)
    return {
        name: module
        for name, module in list(sys.modules.items())
        if is_library(name)
        or (
            name.partition(".")[0] not in ("modelcheck", "__main__")
            and _is_local(_place(module), beginning)
        )
    }


def is_library(name: str) -> bool:
    """Tell whether a module is one of the components that come with the checker."""
    return name == _LIBRARY or name.startswith(f"{_LIBRARY}.")


def _place(module: ModuleType | None) -> object:
    place: object = getattr(module, "__file__", None)
    if place is None:  # a folder without `__init__.py`
        place = next(iter(getattr(module, "__path__", ())), None)
    return place


def _beginning(folder: Path) -> str:
    """Give how the paths of all that is in a folder begin."""
    return str(folder / "_")[:-1]


def _is_local(place: object, beginning: str) -> bool:
    return isinstance(place, str) and place.startswith(beginning) and "site-packages" not in place


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
