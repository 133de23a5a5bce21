"""`match` on enums, records and unions."""

from __future__ import annotations

from dataclasses import replace

from made_up import expressions, statements
from made_up.pen import Lines, Pen, indented
from made_up.scope import Scope
from made_up.world import Var
from modelcheck.ir.types import (
    BOOL,
    NONE,
    BoolType,
    EnumType,
    IntType,
    RecordType,
    SortType,
    Type,
    UnionType,
)


def matched(pen: Pen, scope: Scope) -> tuple[Lines, Scope]:
    """Give a `match` on something that is in sight."""
    options = [
        each for each in scope.vars if isinstance(each.type, EnumType | UnionType | RecordType)
    ]
    if not options:
        return statements.branch(pen, scope)
    var = pen.pick(options)
    lines: Lines = [f"match {var.text}:"]
    afters: list[Scope] = []
    inside = scope.without([var.root]) if var.root else scope.dropping(var.text)
    for pattern, new in _cases(pen, var.type):
        inner = inside.with_vars(*new)
        guard = ""
        if pattern != "_" and pen.one_in(4):
            guard = f" if {expressions.expr(pen, inner.without_choices(), BOOL)}"
        lines.append(f"    case {pattern}{guard}:")
        body, after = statements.block(pen, inner, pen.number(1, 2))
        lines += indented(indented(body))
        afters.append(after)
    gone = statements.kept(scope, [scope if not var.root else after for after in afters])
    return lines, replace(statements.kept(inside, afters), vars=_with(var, inside, afters, gone))


def _with(var: Var, inside: Scope, afters: list[Scope], gone: Scope) -> tuple[Var, ...]:
    """Give what is in sight after the cases: the subject again, if it is a local."""
    rest = statements.kept(inside, afters).vars
    return rest if var.root or var not in gone.vars else (var, *rest)


def _cases(pen: Pen, type_: Type) -> list[tuple[str, list[Var]]]:
    match type_:
        case EnumType(name, members):
            return _members(pen, name, members)
        case UnionType(options):
            cases = [_option(pen, each) for each in sorted(options, key=_is_open)]
            return [*cases[:-1], ("_", [])] if pen.one_in(3) else cases
        case RecordType():
            first = _record(pen, type_, inner=True)
            return [first, ("_", [])]
        case _:
            message = f"{type_} is not matched"
            raise AssertionError(message)


def _is_open(option: Type) -> bool:
    """Tell whether there is no pattern for the values of a type."""
    return option != NONE and not isinstance(option, RecordType | SortType | EnumType)


def _members(pen: Pen, name: str, members: tuple[str, ...]) -> list[tuple[str, list[Var]]]:
    first, *rest = (f"{name}.{member}" for member in members)
    if len(rest) == 1 or pen.one_in(3):
        return [(first, []), (pen.pick(("_", " | ".join(rest))), [])]
    return [(first, []), (rest[0], []), (pen.pick(("_", " | ".join(rest[1:]))), [])]


def _option(pen: Pen, option: Type) -> tuple[str, list[Var]]:
    if option == NONE:
        return "None", []
    match option:
        case RecordType():
            return _record(pen, option, inner=False)
        case EnumType(name, members) if pen.one_in(3):
            return f"{name}.{pen.pick(members)}", []
        case SortType(name) | EnumType(name):
            captured = pen.fresh("v")
            return f"{name}() as {captured}", [Var(captured, option)]
        case _:
            return "_", []


def _record(pen: Pen, record: RecordType, *, inner: bool) -> tuple[str, list[Var]]:
    """Give a pattern for a record that captures its parts, or asks for their values."""
    parts: list[str] = []
    new: list[Var] = []
    by_name = pen.one_in(2)
    for name, type_ in record.fields:
        prefix = f"{name}=" if by_name else ""
        value = _value(pen, type_) if inner or pen.one_in(4) else None
        if value is not None:
            parts.append(f"{prefix}{value}")
        elif by_name and pen.one_in(2):
            continue
        else:
            captured = pen.fresh("v")
            parts.append(f"{prefix}{captured}")
            new.append(Var(captured, statements.unbounded(type_)))
    if inner and not any("=" not in part for part in parts) and not parts:
        return f"{record.name}()", new
    return f"{record.name}({', '.join(parts)})", new


def _value(pen: Pen, type_: Type) -> str | None:
    match type_:
        case EnumType(name, members):
            return f"{name}.{pen.pick(members)}"
        case BoolType():
            return pen.pick(("True", "False"))
        case IntType(int(low), int(high)):
            return str(pen.number(low, high))
        case _:
            return None
