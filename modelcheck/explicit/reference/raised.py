"""What was raised out of a body, in words that depend on nothing but the run."""

from __future__ import annotations

from inspect import unwrap
from types import CodeType

from modelcheck.explicit.reference.mirror import Live, shown
from modelcheck.lang import Disabled
from modelcheck.lang.running import Failure


def describe(error: Exception, body: Live) -> str:
    """Give what `error`, raised out of the author's function `body`, says, and the line."""
    line = _line(error, unwrap(body).__code__)
    return f"{_words(error)} (line {line})" if line else _words(error)


def _words(error: Exception) -> str:
    match error:
        case Failure():
            return str(error)
        case KeyError(args=(key,)):
            return f"KeyError: there is no key {shown(key)}"
        case Disabled():
            return "Disabled: only steps have guards"
        case _:
            said = ", ".join(each if isinstance(each, str) else shown(each) for each in error.args)
            return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _line(error: Exception, code: CodeType) -> int | None:
    """Give the line of the author's file in which the error arose, as far in as it is there."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == code.co_filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
