"""What ends work with z3 comes out of it as what it is."""

from __future__ import annotations

import time
from ctypes import ArgumentError
from threading import Event, Thread, current_thread, main_thread

import pytest

from modelcheck.semantics.verdict import Reason
from modelcheck.symbolic.pace import StoppedError, at_work, watched_memory
from modelcheck.symbolic.terms import z3


def test_ctrl_c_in_a_call_of_z3_is_told_from_an_error() -> None:
    message = "argument 1: KeyboardInterrupt: "  # as ctypes says it
    with pytest.raises(KeyboardInterrupt), at_work(lambda: False):
        raise ArgumentError(message)


def test_other_errors_of_arguments_stay_errors() -> None:
    message = "argument 1: wrong type"
    with pytest.raises(ArgumentError), at_work(lambda: False):
        raise ArgumentError(message)


def test_an_error_without_memory_is_the_want_of_memory() -> None:
    message = "canceled"
    with pytest.raises(StoppedError) as stopped, at_work(lambda: True):
        raise ArgumentError(message)
    assert stopped.value.reason is Reason.MEMORY


def test_z3_is_interrupted_until_it_heeds_that(monkeypatch: pytest.MonkeyPatch) -> None:
    often, calls = Event(), list[Thread]()

    def interrupt(_: object) -> None:
        calls.append(current_thread())
        if len(calls) > 1:
            often.set()
        message = "canceled"  # the last error of the other thread, as z3 gives it
        raise z3.Z3Exception(message)

    monkeypatch.setattr(z3.Context, "interrupt", interrupt)
    with watched_memory(0) as is_full:
        assert often.wait(30)
        assert is_full()
    assert main_thread() not in calls


def test_only_the_thread_that_makes_terms_asks_for_their_context(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Thread] = []
    context: object = z3.main_ctx()

    def main_ctx() -> object:
        asked.append(current_thread())
        return context

    monkeypatch.setattr(z3, "main_ctx", main_ctx)
    with watched_memory(0) as is_full:
        while not is_full():
            time.sleep(0.01)
    assert {*asked} == {main_thread()}
