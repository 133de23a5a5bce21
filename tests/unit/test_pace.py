"""What ends work with z3 comes out of it as what it is."""

from __future__ import annotations

from ctypes import ArgumentError

import pytest

from modelcheck.semantics.verdict import Reason
from modelcheck.symbolic.pace import StoppedError, at_work


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
