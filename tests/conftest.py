"""What all tests share: reviewed text, the option that writes it anew, and how cases are drawn.

Made-up cases are the same in every run, so that a change is what turns a test red.
`pytest --hypothesis-profile=search` draws others.
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings
from reviewed import Golden

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As of a shell's job in the background, which hands it on: Ctrl-C is tested all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)

_ROOM: Final = 33_000
"""How many values the stack of the frame around a test may have: a little over 256 KiB, for which
the next piece has 512 KiB."""

_GARBAGE: Final = 100_000
"""After how many new objects there is a search for garbage among them."""

settings.register_profile("fixed", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what is printed now into the golden files; then read the diff",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage where two ways to one answer are compared: it takes twice the time."""
    differential = Path(__file__).parent / "differential"
    for each in items:
        if differential in each.path.parents:
            each.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """Search for garbage seldom, and not in what stays: it takes a fifth of the time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)


def _roomy(test: Callable[..., object]) -> Callable[..., object]:
    """Give a test that is called with room for deep calls.

    CPython keeps frames in pieces of memory of 16 KiB, and takes and frees one in each call that
    crosses their border: deep in pytest that can be most calls of an interpreter that calls
    itself, and takes a fifth of the time.  A frame with a large stack gets a large piece.
    """

    def call(**arguments: object) -> object:
        return test(**arguments)

    call.__code__ = call.__code__.replace(co_stacksize=_ROOM)
    return call


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Run a test that is marked `no_cover` without tracing, in a worker of pytest-xdist as well.

    pytest-cov starts coverage twice in a worker, one inside the other, and pauses the inner one.
    """
    pyfuncitem.obj = _roomy(pyfuncitem.obj)
    if pyfuncitem.get_closest_marker("no_cover") is None:
        return (yield)
    here, in_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(here)
        threading.settrace(in_threads)


@pytest.fixture(autouse=True)
def _no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reports be as wide as they are where nothing says how wide."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Give the comparison of text with a reviewed file of `tests/golden`."""
    return Golden(update=bool(request.config.getoption("--update-golden")))
