"""From a path to text and syntax tree, as CPython reads them, with findings for what fails."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from difflib import get_close_matches
from types import CodeType
from typing import TYPE_CHECKING

from modelcheck.frontend.errors.loading import BrokenSyntax, UnreadableFile
from modelcheck.source.diagnostic import ConfigError, SpecError
from modelcheck.source.span import SourceFile, Span, char_column

if TYPE_CHECKING:
    from pathlib import Path

_TOO_DEEP = "it is nested too deeply"
_FLATTER = "write it in several statements"


def read_source(path: Path, shown: str) -> SourceFile:
    """Read a Python file: UTF-8, or what its first lines declare (PEP 263); `shown` names it.

    Raises: `ConfigError` (MC101) when there is no such file, `SpecError` (MC104) when its
    bytes are no text.
    """
    data = _read_bytes(path, shown)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return SourceFile(shown, data.decode(encoding))
    except (SyntaxError, LookupError, UnicodeError) as error:
        why = _undecodable(error, data)
        raise SpecError(
            BrokenSyntax(why, "save the file as UTF-8 text", span=Span(shown, 0, 0, 0, 0))
        ) from None


def parse(source: SourceFile) -> ast.Module:
    """Give the syntax tree of `source`.

    Raises: `SpecError` (MC104) with the place when it is no Python.
    """
    before, null, _ = source.text.partition("\0")
    if null:
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        span = Span(source.path, line, column, line, column + 1)
        raise SpecError(BrokenSyntax("it has a null character", span=span))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            return ast.parse(source.text)
    except SyntaxError as error:
        raise SpecError(syntax_finding(error, source)) from None
    except (RecursionError, MemoryError):
        raise SpecError(_too_deep(source)) from None


def compile_tree(tree: ast.Module, filename: str, source: SourceFile) -> CodeType:
    """Give the code of `tree`, made from `source`; `filename` is what debuggers will read.

    Raises: `SpecError` (MC104) for what only the compiler refuses, as `return` in a class.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return compile(tree, filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise SpecError(syntax_finding(error, source, in_bytes=True)) from None
    except (RecursionError, MemoryError):
        raise SpecError(_too_deep(source)) from None


# NOTE(syntax-offsets): CPython's parser counts the columns of a `SyntaxError` in characters,
# its compiler in UTF-8 bytes; both from 1.  After a continued line (a backslash, a long string)
# the parser counts in the wrong line: it takes as many characters of `error.text`, which then
# has both lines, as there are bytes.  The end may be missing, 0, -1 or before the start.
def syntax_finding(
    error: SyntaxError, source: SourceFile, *, in_bytes: bool = False
) -> BrokenSyntax:
    """Give the finding for a syntax error in `source`; `in_bytes` if the compiler found it."""
    if error.lineno is None:
        return BrokenSyntax(error.msg, span=Span(source.path, 0, 0, 0, 0))
    line = source.line(error.lineno)
    indent = len(line) - len(line.lstrip()) + 1
    start, end = error.offset or 0, error.end_offset or 0
    text = error.text or ""
    if in_bytes or "\n" in text.rstrip("\n"):
        start, end = (_column(line, each, "" if in_bytes else text) for each in (start, end))
    if start < 1 or isinstance(error, IndentationError):
        start, end = indent, 0
    if error.end_lineno != error.lineno or end <= start:
        end = start + 1
    span = Span(source.path, error.lineno, start, error.lineno, end)
    if error.msg.startswith("name capture"):
        advice = "name the value with its class, as `Phase.IDLE`: a bare name takes every value"
        return BrokenSyntax(error.msg, advice, span=span)
    return BrokenSyntax(error.msg, span=span)


def _column(line: str, offset: int, text: str) -> int:
    """Give the column of the byte `offset` of `line`; see NOTE(syntax-offsets) for `text`."""
    if offset < 1:
        return 0
    return char_column(line, len(text[: offset - 1].encode()) if text else offset - 1)


def did_you_mean(word: str, known: list[str]) -> str | None:
    """Give the advice to write the closest of `known`, or `None` if none is close."""
    close = get_close_matches(word, known, n=1) or [
        each for each in known if each.lower() == word.lower()
    ]
    return f"did you mean `{close[0]}`?" if close else None


def _read_bytes(path: Path, shown: str) -> bytes:
    try:
        if path.is_dir():
            raise ConfigError(
                UnreadableFile(shown, "is a folder", "name one of its files, `path.py`")
            )
        if path.suffix != ".py" and path.exists():
            raise ConfigError(
                UnreadableFile(shown, "is not a Python file", "name a file that ends in `.py`")
            )
        if path.exists() and not path.is_file():
            raise ConfigError(UnreadableFile(shown, "is no regular file", "name a file of text"))
        return path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(UnreadableFile(shown, "does not exist", _nearby(path))) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ConfigError(
            UnreadableFile(shown, f"cannot be read: {why.lower()}", "name a file you may read")
        ) from None


def _nearby(path: Path) -> str:
    try:
        names = sorted(each.name for each in path.parent.iterdir() if each.suffix == ".py")
    except OSError:
        return f"there is no folder `{path.parent}` either"
    return did_you_mean(path.name, names) or "check the path; it is looked up from where you are"


def _undecodable(error: Exception, data: bytes) -> str:
    match error:
        case UnicodeDecodeError(start=start, encoding=encoding):
            line = data.count(b"\n", 0, start) + 1
            return f"line {line} is no {encoding} text"
        case SyntaxError(msg=message):
            return message
        case _:
            return str(error)


def _too_deep(source: SourceFile) -> BrokenSyntax:
    return BrokenSyntax(_TOO_DEEP, _FLATTER, span=Span(source.path, 0, 0, 0, 0))
