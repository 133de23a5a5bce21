"""Documents that know where their lines may break, and their layout within a width.

After Wadler's "A prettier printer" (2003): a group stands on one line if it fits, and
otherwise breaks at every one of its own line ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Line:
    """A place where a line may end; `flat` stands there if it does not."""

    flat: str = " "


@dataclass(frozen=True, slots=True)
class Nest:
    """Lines that end inside of `inner` go on `by` columns further in."""

    by: int
    inner: Doc


@dataclass(frozen=True, slots=True)
class Group:
    """On one line if that fits, else with all of its own line ends taken."""

    inner: Doc


Doc: TypeAlias = str | Line | Nest | Group | tuple["Doc", ...]

SPACE = Line()
CUT = Line("")


def joined(parts: list[Doc], separator: Doc) -> Doc:
    """Give the parts with `separator` between them."""
    docs: list[Doc] = []
    for index, part in enumerate(parts):
        docs += [separator, part] if index else [part]
    return tuple(docs)


def enclosed(left: str, inner: Doc, right: str) -> Doc:
    """Give `inner` in brackets, on lines of its own and further in where it does not fit."""
    return Group((left, Nest(4, (CUT, inner)), CUT, right))


def lay_out(doc: Doc, width: int, column: int = 0) -> list[str]:
    """Give the lines of `doc`, none wider than `width` where that is possible.

    `column` is where the first line begins; the others are indented relative to it.
    """
    lines = [""]
    used = column
    pending: list[tuple[int, bool, Doc]] = [(0, True, doc)]
    while pending:
        indent, broken, current = pending.pop()
        match current:
            case str():
                lines[-1] += current
                used += len(current)
            case Line(flat):
                if broken:
                    lines.append(" " * indent)
                    used = column + indent
                else:
                    lines[-1] += flat
                    used += len(flat)
            case Nest(by, inner):
                pending.append((indent + by, broken, inner))
            case Group(inner):
                fits = not broken or used + _flat_width(inner) + _tail(pending) <= width
                pending.append((indent, not fits, inner))
            case tuple():
                pending.extend((indent, broken, part) for part in reversed(current))
    return [line.rstrip() for line in lines]


def flat_text(doc: Doc) -> str:
    """Give `doc` on one line."""
    match doc:
        case str():
            return doc
        case Line(flat):
            return flat
        case Nest(_, inner) | Group(inner):
            return flat_text(inner)
        case tuple():
            return "".join(map(flat_text, doc))


def _flat_width(doc: Doc) -> int:
    return len(flat_text(doc))


def _tail(pending: list[tuple[int, bool, Doc]]) -> int:
    """Give the width of what must follow on the same line: closing brackets and commas."""
    width = 0
    for _, broken, doc in reversed(pending):
        part, ended = _until_line(doc, broken=broken)
        width += part
        if ended:
            break
    return width


def _until_line(doc: Doc, *, broken: bool) -> tuple[int, bool]:
    match doc:
        case str():
            return len(doc), False
        case Line(flat):
            return (0, True) if broken else (len(flat), False)
        case Nest(_, inner):
            return _until_line(inner, broken=broken)
        case Group(inner):
            return _until_line(inner, broken=True)
        case tuple():
            width = 0
            for part in doc:
                more, ended = _until_line(part, broken=broken)
                width += more
                if ended:
                    return width, True
            return width, False
