"""Why a module could not be executed: from an exception to a finding in the author's line."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING

from modelcheck.frontend.errors.loading import (
    EndlessExecution,
    FailedExecution,
    FailedImport,
    ImpossibleSize,
    LaterWord,
)
from modelcheck.frontend.isolation import Overdue
from modelcheck.frontend.text import parse, syntax_finding
from modelcheck.frontend.words import LATER, check_words
from modelcheck.lang.sorts import MAX_SIZE, SizeError
from modelcheck.source.diagnostic import Diagnostic, SpecError
from modelcheck.source.span import NOWHERE, SourceFile, Span, char_column

if TYPE_CHECKING:
    from traceback import FrameSummary

_LONGEST = 200

SourceOf = Callable[[str], SourceFile | None]
"""Gives the author's source under a real path, or `None` for the files of others."""


def blame(error: BaseException, source_of: SourceOf, limit_s: float) -> list[Diagnostic]:
    """Give what to say about `error`, which came out of the execution of a module.

    The place is the innermost one in a file that `source_of` knows; of what took too long,
    it is the outermost statement, which does not depend on the moment.
    """
    source, span = _place(error, source_of)
    match error:
        case Overdue():
            return [EndlessExecution(f"{limit_s:g}", span=_statement(error, source_of))]
        case SizeError(args=(str() as name, size)):
            return [ImpossibleSize(name, _shortened(str(size)), MAX_SIZE, span=span)]
        case NameError(name=str() as name) if name in LATER:
            return [LaterWord(name, span=span)]
        case SyntaxError(filename=str() as filename) if (broken := source_of(filename)) is not None:
            return _broken(error, broken)
        case ImportError():
            words = _words_of(source) if source is not None else []
            return words or [FailedImport(_shortened(_text(error)), _advice(error), span=span)]
        case SystemExit():
            return [FailedExecution("ends the program", span=span)]
        case _:
            return [FailedExecution(f"raises {_described(error)}", span=span)]


def last_line(error: BaseException, filename: str) -> int | None:
    """Give the innermost line of the file `filename` that `error` passed, if it did."""
    lines = [each.lineno for each in _frames(error) if each.filename == filename]
    return lines[-1] if lines else None


def _place(error: BaseException, source_of: SourceOf) -> tuple[SourceFile | None, Span]:
    for frame in reversed(_frames(error)):
        source = source_of(frame.filename)
        if source is not None and frame.lineno is not None:
            return source, _span(frame, frame.lineno, source)
    return None, NOWHERE


def _statement(error: BaseException, source_of: SourceOf) -> Span:
    """Give the place of the top-level statement in which `error` came up."""
    for frame in _frames(error):
        source = source_of(frame.filename)
        if source is None or frame.lineno is None:
            continue
        for statement in parse(source).body:
            if frame.lineno <= (statement.end_lineno or statement.lineno):
                return source.span(statement)
    return NOWHERE


def _frames(error: BaseException) -> traceback.StackSummary:
    return traceback.extract_tb(error.__traceback__)


def _span(frame: FrameSummary, number: int, source: SourceFile) -> Span:
    line = source.line(number)
    if frame.colno is None or frame.end_colno is None:
        indent = len(line) - len(line.lstrip())
        return Span(source.path, number, indent + 1, number, len(line) + 1)
    end_line = frame.end_lineno or number
    return Span(
        source.path,
        number,
        char_column(line, frame.colno),
        end_line,
        char_column(source.line(end_line), frame.end_colno),
    )


def _broken(error: SyntaxError, source: SourceFile) -> list[Diagnostic]:
    """Parse again: what the parser accepts, the compiler has refused."""
    try:
        parse(source)
    except SpecError as found:
        return list(found.diagnostics)
    return [syntax_finding(error, source, in_bytes=True)]


def _advice(error: ImportError) -> str:
    if isinstance(error, ModuleNotFoundError):
        return "install the package where `mc` runs, or put the module into the spec's own folder"
    if "relative import" in error.msg:
        return "leave the dots out: modules are looked for in the spec's own folder"
    return "look the name up in the module that it is imported from"


def _words_of(source: SourceFile) -> list[Diagnostic]:
    """Find the unknown words of a local module: they are why its import of the language failed."""
    try:
        return check_words(parse(source), source)
    except SpecError:
        return []


def _described(error: BaseException) -> str:
    text = _text(error)
    return f"{type(error).__name__}: {_shortened(text)}" if text else type(error).__name__


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001  # the author's exception may not even have a text
        return ""


def _shortened(text: str) -> str:
    first = text.strip().partition("\n")[0]
    return first if len(first) <= _LONGEST else f"{first[:_LONGEST]}..."
