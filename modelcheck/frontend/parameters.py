"""The parameters of a spec's file: literal constants and literal sizes, found and replaced.

`F: Final[int] = 1`, `MODE: Final = Mode.FAST`, `K: Final = each(P, (2, 1))` and
`class P(Symmetric, size=3)` declare the parameters `F`, `MODE`, `K` and `P`.  What is computed,
as `QUORUM: Final = N // 2 + 1`, follows them and cannot be set.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

from modelcheck.frontend.words import Words, find_words
from modelcheck.source.span import SourceFile, Span


@dataclass(frozen=True)
class Member:
    """A member of an enum, before the enum exists."""

    enum: str
    name: str


LiteralValue: TypeAlias = int | bool | Member | tuple[int, ...]

Kind: TypeAlias = Literal["sort", "constant", "each"]


@dataclass(frozen=True)
class Declared:
    """A parameter as the file declares it: `node` is the literal that a value replaces.

    `sort` names the sort of an `each`; `line` is where it is called.
    """

    name: str
    default: LiteralValue
    of: Kind
    node: ast.expr
    span: Span
    sort: str | None = None
    line: int = 0


@dataclass(frozen=True)
class Computed:
    """A constant or a size that is no literal."""

    name: str
    expression: ast.expr
    span: Span


@dataclass(frozen=True)
class Declarations:
    """What `-p` can name in a file, and what a person may take for such a thing.

    `enums` has the members of the file's enums, `imported` the module of every imported name,
    `plain` the literals that are assigned without `Final`.
    """

    parameters: Mapping[str, Declared]
    computed: Mapping[str, Computed]
    enums: Mapping[str, tuple[str, ...]]
    imported: Mapping[str, str]
    plain: frozenset[str]


@dataclass(frozen=True)
class ParameterValue:
    """A parameter, its value now and its default; the span is that of the literal."""

    name: str
    value: int | bool | Enum | tuple[int, ...]
    default: int | bool | Enum | tuple[int, ...]
    of: Kind
    span: Span


def find_parameters(tree: ast.Module, source: SourceFile) -> Declarations:
    """Give the declarations at the top level of `tree`, in the order of the source."""
    words = find_words(tree)
    enums = {
        node.name: _members(node)
        for node in tree.body
        if isinstance(node, ast.ClassDef) and any(_is_enum(base) for base in node.bases)
    }
    parameters: dict[str, Declared] = {}
    computed: dict[str, Computed] = {}
    for node in tree.body:
        found = _declaration(node, words, enums, source)
        if isinstance(found, Declared):
            parameters[found.name] = found
        elif isinstance(found, Computed):
            computed[found.name] = found
    return Declarations(
        parameters,
        {name: each for name, each in computed.items() if name not in parameters},
        enums,
        _imports(tree),
        frozenset(_plain(tree)),
    )


def place(tree: ast.Module, source: SourceFile, values: Mapping[str, LiteralValue]) -> ast.Module:
    """Put `values` in the place of the literals of `tree`, which is changed; places stay.

    Requires: `tree` was parsed from `source`, and is nobody else's.
    """
    declared = find_parameters(tree, source).parameters
    put = _Put({id(declared[name].node): value for name, value in values.items()})
    for statement in tree.body:
        put.visit(statement)
    return tree


def place_known(
    tree: ast.Module, source: SourceFile, values: Mapping[str, LiteralValue]
) -> ast.Module:
    """Put those of `values` in place that `tree` has a parameter for, of that name and kind.

    Requires: as `place` does.
    """
    declared = find_parameters(tree, source).parameters
    fitting = {
        name: value
        for name, value in values.items()
        if name in declared and _kind(declared[name].default) == _kind(value)
    }
    return place(tree, source, fitting)


def _kind(value: LiteralValue) -> type | str:
    return value.enum if isinstance(value, Member) else type(value)


class _Put(ast.NodeTransformer):
    """Replaces expressions by literals, by the expressions' identity."""

    def __init__(self, values: Mapping[int, LiteralValue]) -> None:
        self.values = values

    def visit(self, node: ast.AST) -> ast.AST:
        if id(node) in self.values and isinstance(node, ast.expr):
            literal = _expression(self.values[id(node)])
            return ast.fix_missing_locations(ast.copy_location(literal, node))
        if isinstance(node, ast.AnnAssign | ast.ClassDef | ast.Call | ast.keyword):
            return self.generic_visit(node)
        return node  # nothing deeper declares a parameter


def _expression(value: LiteralValue) -> ast.expr:
    match value:
        case Member(enum, name):
            return ast.Attribute(ast.Name(enum, ast.Load()), name, ast.Load())
        case tuple():
            return ast.Tuple([ast.Constant(each) for each in value], ast.Load())
        case _:
            return ast.Constant(value)


def _declaration(
    node: ast.stmt, words: Words, enums: Mapping[str, tuple[str, ...]], source: SourceFile
) -> Declared | Computed | None:
    match node:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as it):
            return _constant(name, it, words, enums, source) if _is_final(annotation) else None
        case ast.ClassDef(name=name, bases=bases, keywords=keywords):
            sizes = [each.value for each in keywords if each.arg == "size"]
            if not sizes or all(words.word(base) not in ("Symmetric", "Ordered") for base in bases):
                return None
            size = _literal(sizes[0], {})
            if type(size) is int:
                return Declared(name, size, "sort", sizes[0], source.span(sizes[0]))
            return Computed(name, sizes[0], source.span(sizes[0]))
        case _:
            return None


def _constant(
    name: str,
    value: ast.expr,
    words: Words,
    enums: Mapping[str, tuple[str, ...]],
    source: SourceFile,
) -> Declared | Computed:
    literal = _literal(value, enums)
    if literal is not None:
        return Declared(name, literal, "constant", value, source.span(value))
    match value:
        case ast.Call(lineno=line, func=func, args=[ast.Name(id=sort), ast.expr() as values]) if (
            words.word(func) == "each"
        ):
            literal = _literal(values, {})
            if isinstance(literal, tuple):
                return Declared(name, literal, "each", values, source.span(values), sort, line)
        case _:
            pass
    return Computed(name, value, source.span(value))


def _literal(node: ast.expr, enums: Mapping[str, tuple[str, ...]]) -> LiteralValue | None:
    match node:
        case ast.Constant(value=bool() | int() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return None if isinstance(value, bool) else -value
        case ast.Attribute(value=ast.Name(id=enum), attr=name) if name in enums.get(enum, ()):
            return Member(enum, name)
        case ast.Tuple(elts=parts):
            numbers = [_literal(part, {}) for part in parts]
            return (
                tuple(each for each in numbers if type(each) is int)
                if numbers and all(type(each) is int for each in numbers)
                else None
            )
        case _:
            return None


def _is_final(annotation: ast.expr) -> bool:
    match annotation:
        case ast.Name(id="Final") | ast.Attribute(attr="Final"):
            return True
        case ast.Subscript(value=value):
            return _is_final(value)
        case _:
            return False


def _is_enum(base: ast.expr) -> bool:
    match base:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in ("Enum", "IntEnum", "StrEnum")
        case _:
            return False


def _members(node: ast.ClassDef) -> tuple[str, ...]:
    return tuple(
        target.id
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and not target.id.startswith("_")
    )


def _imports(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{'.' * node.level}{node.module or ''}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _plain(tree: ast.Module) -> list[str]:
    names: list[str] = []
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
            case _:
                pass
    return names
