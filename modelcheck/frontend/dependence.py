"""What of a file depends on constants whose values are not known, and how.

Whatever may depend on one is found, by name; what is found and not understood is a finding.
Bodies of methods and functions are left out: in the IR, constants keep their names there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from modelcheck.frontend.arithmetic import Arithmetic
from modelcheck.frontend.errors.unknowns import NotFollowed, UnknownSize
from modelcheck.frontend.quoted import unquoted
from modelcheck.frontend.text import parse
from modelcheck.frontend.words import Words, find_words
from modelcheck.ir.expr import Expr
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import SourceFile

Roots: TypeAlias = Mapping[str, frozenset[str]]
"""The unknowns that what has a name may depend on, by name."""

_Part: TypeAlias = ast.expr | ast.stmt | ast.keyword

_REFLECTION: Final = ("eval", "exec", "globals", "importlib", "inspect", "locals", "sys", "vars")
"""Names through which a file may read any constant."""

_LONGEST: Final = 60


@dataclass(frozen=True)
class Dependence:
    """How the constants, types and classes of a file depend on unknowns.

    `definitions` are the constants that do, in the order of the source; `arithmetic` reads what
    is computed from them; `aliases` are the names of types, `classes` those at the top level.
    """

    roots: Roots
    definitions: tuple[tuple[str, Expr], ...]
    arithmetic: Arithmetic
    aliases: Mapping[str, ast.expr]
    classes: Mapping[str, ast.ClassDef]
    findings: tuple[Diagnostic, ...]

    def of(self, node: ast.AST) -> frozenset[str]:
        """Give the unknowns that `node` may depend on; none if it does not."""
        return depends(node, self.roots)


def depends(node: ast.AST, roots: Roots) -> frozenset[str]:
    """Give the unknowns that `node` may depend on, by the names that it reads."""
    names = [each for each in ast.walk(node) if isinstance(each, ast.Name)]
    read = (each.id for each in names if isinstance(each.ctx, ast.Load))
    return frozenset[str]().union(*(roots.get(name, frozenset()) for name in read))


def find_dependence(
    source: SourceFile,
    unknowns: tuple[str, ...],
    integers: Mapping[str, int],
    modules: Mapping[str, Mapping[str, object]],
) -> Dependence:
    """Give what depends on `unknowns` in the file `source`.

    `integers` are the module's names of integers with their values, `modules` the namespaces of
    the author's modules.
    """
    tree = unquoted(parse(source))
    roots = _roots(tree, unknowns)
    return _Finder(source, tree, roots, unknowns, modules).find(integers)


def _roots(tree: ast.Module, unknowns: tuple[str, ...]) -> Roots:
    everything = frozenset(unknowns)
    roots = {name: frozenset({name}) for name in unknowns} | dict.fromkeys(_REFLECTION, everything)
    before: dict[str, frozenset[str]] = {}
    while before != roots:
        before = dict(roots)
        for statement in tree.body:
            for name in _bound(statement):
                what = statement.value if isinstance(statement, ast.AnnAssign) else statement
                found = frozenset[str]() if what is None else depends(what, roots)
                if found:
                    roots[name] = roots.get(name, frozenset()) | found
    return roots


def _bound(statement: ast.stmt) -> list[str]:
    """Give the names that a statement at the top level gives a meaning to, or takes it from."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return [each.asname or each.name.partition(".")[0] for each in aliases]
        case _:
            return [
                each.id
                for each in ast.walk(statement)
                if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)
            ]


@dataclass(frozen=True)
class _Finder:
    source: SourceFile
    tree: ast.Module
    roots: Roots
    unknowns: tuple[str, ...]
    modules: Mapping[str, Mapping[str, object]]

    def find(self, integers: Mapping[str, int]) -> Dependence:
        words = find_words(self.tree)
        known = {n: v for n, v in integers.items() if n not in self.roots or n in self.unknowns}
        arithmetic = Arithmetic(self.source, known, self.roots.keys())
        findings = [*self._bound_twice()]
        definitions: list[tuple[str, Expr]] = []
        aliases: dict[str, ast.expr] = {}
        for statement in self.tree.body:
            match statement:
                case (
                    ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                    | ast.Assign(targets=[ast.Name(id=name)], value=value)
                ):
                    if name in self.unknowns or not depends(value, self.roots):
                        continue
                    expression = arithmetic.read(value)
                    if _is_alias(statement) and name not in integers:
                        aliases[name] = value
                    elif expression is None or name not in integers:
                        findings.append(self._unfollowed(f"`{name}`", value))
                    else:
                        definitions.append((name, expression))
                        known[name] = integers[name]
                case ast.ClassDef():
                    findings += self._class(statement, words)
                case ast.FunctionDef():
                    findings += self._executed("a default or decorator", [*_head(statement)])
                case _ if depends(statement, self.roots):
                    findings.append(self._unfollowed("this statement", statement))
                case _:
                    pass
        classes = {each.name: each for each in self.tree.body if isinstance(each, ast.ClassDef)}
        return Dependence(
            self.roots, tuple(definitions), arithmetic, aliases, classes, tuple(findings)
        )

    def _bound_twice(self) -> Iterator[Diagnostic]:
        """Find names that depend on unknowns and have several meanings, one after the other."""
        seen: set[str] = set()
        for statement in self.tree.body:
            names = _bound(statement)
            if isinstance(statement, ast.ImportFrom) and names == ["*"]:
                names = [*self.modules.get(statement.module or "", {})]
            for name in names:
                if name in seen and name in self.roots and name not in _REFLECTION:
                    yield self._unfollowed(f"`{name}`", statement, self.roots[name])
            seen |= {*names}

    def _class(self, node: ast.ClassDef, words: Words) -> Iterator[Diagnostic]:
        if any(words.word(base) in {"Symmetric", "Ordered"} for base in node.bases):
            for keyword in node.keywords:
                if depends(keyword, self.roots):
                    text, span = ast.unparse(keyword.value), self.source.span(keyword.value)
                    yield UnknownSize(node.name, text, span=span)
        else:
            yield from self._executed(f"the class `{node.name}`", [*node.bases, *node.keywords])
        yield from self._executed(f"the class `{node.name}`", [*node.decorator_list])
        for statement in node.body:
            match statement:
                case ast.FunctionDef(name=name):
                    what = f"a default or decorator of `{name}`"
                    yield from self._executed(what, [*_head(statement)])
                case ast.AnnAssign(target=target, value=value):
                    if value is not None:
                        yield from self._executed(
                            f"the default of `{ast.unparse(target)}`", [value]
                        )
                case _:
                    yield from self._executed(f"the class `{node.name}`", [statement])

    def _executed(self, what: str, parts: Sequence[_Part]) -> Iterator[Diagnostic]:
        """Find what depends on unknowns among what runs when the file is read.

        A class or function that does may be named here, but not called.
        """
        code = {
            each.name for each in self.tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef)
        }
        values = {name: each for name, each in self.roots.items() if name not in code}
        for part in parts:
            calls = [each.func for each in ast.walk(part) if isinstance(each, ast.Call)]
            found = depends(part, values).union(*(depends(each, self.roots) for each in calls))
            if found:
                yield self._unfollowed(what, part, found)

    def _unfollowed(
        self, what: str, node: _Part, roots: frozenset[str] | None = None
    ) -> NotFollowed:
        text = ast.unparse(node).partition("\n")[0]
        shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
        names = listed(depends(node, self.roots) if roots is None else roots)
        return NotFollowed(what, names, shown, span=self.source.span(node))


def listed(names: frozenset[str]) -> str:
    """Give the names as a sentence has them, in alphabetical order."""
    return ", ".join(f"`{each}`" for each in sorted(names))


def _is_alias(statement: ast.AnnAssign | ast.Assign) -> bool:
    """Tell whether a name is given to a type."""
    if isinstance(statement, ast.AnnAssign):
        return "TypeAlias" in ast.unparse(statement.annotation)
    return isinstance(statement.value, ast.Subscript)


def _head(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Give what of a function runs when it is defined."""
    yield from function.decorator_list
    yield from function.args.defaults
    yield from (each for each in function.args.kw_defaults if each is not None)
