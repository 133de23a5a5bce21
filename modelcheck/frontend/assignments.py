"""From the texts of `-p NAME=VALUE` to values: literals, other parameters, arithmetic on them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from modelcheck.frontend.errors.loading import (
    ComputedConstant,
    CyclicParameters,
    ImportedParameter,
    ImpossibleSize,
    RepeatedParameter,
    UnknownParameter,
    WrongLength,
    WrongValue,
)
from modelcheck.frontend.parameters import Declarations, Declared, LiteralValue, Member
from modelcheck.frontend.text import did_you_mean
from modelcheck.lang.sorts import MAX_SIZE
from modelcheck.source.diagnostic import ConfigError, Diagnostic

_LONGEST: Final = 60
"""How much of a value a message shows."""

_WORD: Final = "an integer of at most 64 bits"


def given_once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the texts of the parameters by name.

    Raises: `ConfigError` (MC117) when one is given twice.
    """
    given: dict[str, str] = {}
    findings: list[Diagnostic] = []
    for name, text in pairs:
        if name in given:
            findings.append(RepeatedParameter(name, given[name], text))
        given[name] = text
    if findings:
        raise ConfigError(*findings)
    return given


def parameter_text(value: object) -> str:
    """Give the text with which `-p` sets a parameter to `value`: `3`, `true`, `FAST`, `1,2`."""
    match value:
        case bool():
            return "true" if value else "false"
        case Enum(name=name):
            return name
        case _:
            return str(value).strip("()").replace(" ", "")


def read_values(declarations: Declarations, given: Mapping[str, str]) -> dict[str, LiteralValue]:
    """Give the value of every parameter: as `given`, or its default.

    Raises: `ConfigError` (MC111 to MC118) with every finding there is.
    """
    reader = _Reader(declarations, given)
    findings: list[Diagnostic] = []
    values: dict[str, LiteralValue] = {}
    for name in [*declarations.parameters, *(n for n in given if n not in declarations.parameters)]:
        try:
            values[name] = reader.value(name, ())
        except _Found as found:
            if found.diagnostic not in findings:
                findings.append(found.diagnostic)
    findings = findings or _wrong_lengths(declarations, given, values)
    if findings:
        raise ConfigError(*findings)
    return values


def number_text(value: int) -> str:
    """Give `value` in digits, unless they would fill the screen."""
    return str(value) if abs(value) < 10**_LONGEST else "that many"


class _Found(Exception):  # noqa: N818  # carries a finding up to the parameter it is about
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


@dataclass
class _Reader:
    declarations: Declarations
    given: Mapping[str, str]
    done: dict[str, LiteralValue] = field(default_factory=dict[str, LiteralValue])

    def value(self, name: str, path: tuple[str, ...]) -> LiteralValue:
        """Give the value of `name`; `path` has the parameters that wait for it."""
        if name in path:
            raise _Found(_cycle(path[path.index(name) :]))
        if name not in self.done:
            self.done[name] = self._read(name, path)
        return self.done[name]

    def _read(self, name: str, path: tuple[str, ...]) -> LiteralValue:
        declared = self.declarations.parameters.get(name)
        if declared is None:
            raise _Found(_no_parameter(self.declarations, name))
        if name not in self.given:
            return declared.default
        text = self.given[name].strip()
        expression = _Expression(self, declared, text, (*path, name))
        value = expression.read()
        if not _fits(value):
            raise expression.wrong(_WORD)
        if declared.of == "sort" and isinstance(value, int) and not 1 <= value <= MAX_SIZE:
            raise _Found(ImpossibleSize(name, number_text(value), MAX_SIZE, span=declared.span))
        return value


@dataclass
class _Expression:
    """The text of one parameter, being evaluated to the kind of value that its default has."""

    reader: _Reader
    declared: Declared
    text: str
    path: tuple[str, ...]

    def read(self) -> LiteralValue:
        try:
            tree = ast.parse(self.text, mode="eval").body
            return self._value(tree)
        except (SyntaxError, ValueError, MemoryError, RecursionError, ZeroDivisionError):
            raise self.wrong() from None

    def _value(self, tree: ast.expr) -> LiteralValue:
        match self.declared.default:
            case bool():
                return self._boolean(tree)
            case int():
                return self._integer(tree)
            case Member(enum):
                return self._member(tree, enum)
            case tuple():
                return self._tuple(tree)

    def _integer(self, tree: ast.expr) -> int:
        match tree:
            case ast.Constant(value=int() as value) if type(value) is int:
                return value
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self._integer(operand)
            case ast.BinOp(left=left, op=operator, right=right):
                return self._operate(operator, self._integer(left), self._integer(right))
            case ast.Name(id=name):
                number = self._other(name)
                if isinstance(number, int) and not isinstance(number, bool):
                    return number
            case _:
                pass
        raise self.wrong()

    def _operate(self, operator: ast.operator, left: int, right: int) -> int:
        match operator:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.FloorDiv():
                return left // right
            case ast.Mod():
                return left % right
            case _:
                raise self.wrong()

    def _boolean(self, tree: ast.expr) -> bool:
        match tree:
            case ast.Constant(value=bool() as value):
                return value
            case ast.Name(id="true" | "false" as name):
                return name == "true"
            case ast.Name(id=name):
                truth = self._other(name)
                if isinstance(truth, bool):
                    return truth
            case _:
                pass
        raise self.wrong()

    def _member(self, tree: ast.expr, enum: str) -> Member:
        members = self.reader.declarations.enums[enum]
        match tree:
            case ast.Name(id=name) if name in members:
                return Member(enum, name)
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if (
                owner == enum and name in members
            ):
                return Member(enum, name)
            case ast.Name(id=name):
                value = self._other(name)
                if isinstance(value, Member) and value.enum == enum:
                    return value
            case _:
                pass
        raise self.wrong()

    def _tuple(self, tree: ast.expr) -> tuple[int, ...]:
        match tree:
            case ast.Tuple(elts=parts):
                return tuple(self._integer(part) for part in parts)
            case ast.Name(id=name):
                value = self._other(name)
                return value if isinstance(value, tuple) else (self._integer(tree),)
            case _:
                return (self._integer(tree),)

    def _other(self, name: str) -> LiteralValue:
        """Give the value of the parameter `name`, of which this one's text speaks."""
        if name not in self.reader.declarations.parameters:
            raise self.wrong()
        return self.reader.value(name, self.path)

    def wrong(self, wanted: str | None = None) -> _Found:
        """Say that the text is no value of the right kind, or not what is `wanted`."""
        name, default = self.declared.name, self.declared.default
        match default:
            case bool():
                expected, advice = "a bool", f"write `-p {name}=true` or `-p {name}=false`"
            case int():
                expected = "an integer" if self.declared.of == "constant" else "the size of a sort"
                advice = (
                    f"write a number, as in `-p {name}={default}`, or + - * // % "
                    "over numbers and integer parameters"
                )
            case Member(enum):
                members = self.reader.declarations.enums[enum]
                expected = f"a member of `{enum}`"
                advice = did_you_mean(self.text, list(members)) or f"write {_listed(members)}"
            case tuple():
                expected = "a tuple of integers"
                advice = f"write `-p {name}={parameter_text(default)}`"
        advice = did_you_mean(self.text, list(self.reader.declarations.parameters)) or advice
        shown = self.text if len(self.text) <= _LONGEST else f"{self.text[:_LONGEST]}..."
        text = f"`{shown}`" if shown else "nothing"
        expected = wanted or expected
        return _Found(WrongValue(name, text, expected, advice, span=self.declared.span))


def _fits(value: LiteralValue) -> bool:
    match value:
        case int():
            return -(2**63) <= value < 2**63
        case tuple():
            return all(_fits(each) for each in value)
        case _:
            return True


def _cycle(names: tuple[str, ...]) -> CyclicParameters:
    first = names.index(min(names))
    around = (*names[first:], *names[:first])
    return CyclicParameters(around[0], " = ".join((*around, around[0])))


def _no_parameter(declarations: Declarations, name: str) -> Diagnostic:
    computed = declarations.computed.get(name)
    if computed is not None:
        sources = _sources(declarations, name, set())
        advice = (
            f"set {' or '.join(f'`{each}`' for each in sources)} instead"
            if sources
            else "what can be set are literals: integers, bools, tuples of integers, "
            "and members of an enum of the same file"
        )
        return ComputedConstant(name, ast.unparse(computed.expression), advice, span=computed.span)
    if name in declarations.imported:
        return ImportedParameter(name, declarations.imported[name])
    known = list(declarations.parameters)
    present = _listed(known) or "none"
    if name in declarations.plain:
        advice = f"declare it as `{name}: Final = ...` at the top of the file, with a literal"
        return UnknownParameter(name, present, advice)
    advice = did_you_mean(name, known) or (
        "parameters are the sizes of sorts and the literal constants declared `Final`"
    )
    return UnknownParameter(name, present, advice)


def _sources(declarations: Declarations, name: str, seen: set[str]) -> list[str]:
    """Give the parameters of which the constant `name` is computed, in the file's order."""
    used = {
        node.id
        for node in ast.walk(declarations.computed[name].expression)
        if isinstance(node, ast.Name)
    }
    seen.add(name)
    for other in sorted(used - seen):
        if other in declarations.computed:
            used |= set(_sources(declarations, other, seen))
    return [each for each in declarations.parameters if each in used]


def _wrong_lengths(
    declarations: Declarations, given: Mapping[str, str], values: Mapping[str, LiteralValue]
) -> list[Diagnostic]:
    """Find the constants per element that the call made too long or too short."""
    findings: list[Diagnostic] = []
    for name, declared in declarations.parameters.items():
        sort, value = declared.sort, values[name]
        size = values.get(sort) if sort is not None else None
        if sort is None or not isinstance(size, int) or not isinstance(value, tuple):
            continue
        if len(value) != size and not given.keys().isdisjoint((name, sort)):
            findings.append(wrong_length(declared, len(value), size))
    return findings


def wrong_length(declared: Declared, count: int, size: int) -> WrongLength:
    """Give the finding that the `each` of `declared` has `count` values for `size` elements."""
    default = declared.default if isinstance(declared.default, tuple) else ()
    example = (*default, *[default[-1] if default else 0] * size)[:size]
    return WrongLength(
        declared.name,
        _counted(count, "value"),
        _counted(size, "element"),
        declared.sort or "",
        parameter_text(example),
        span=declared.span,
    )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
