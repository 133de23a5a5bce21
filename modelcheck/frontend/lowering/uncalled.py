"""Plain methods that nothing calls: mostly claims or actions whose mark was forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from modelcheck.frontend.errors.classes import UncalledMethod
from modelcheck.frontend.lowering.context import Context
from modelcheck.frontend.lowering.members import Members, Method
from modelcheck.lang.marks import Role
from modelcheck.source.diagnostic import Diagnostic


def find_uncalled(members: Members, context: Context) -> list[Diagnostic]:
    """Find the plain methods of the spec class itself that no class calls (MC280).

    A call anywhere in the file, or in the author's modules that it imports, will do: a helper
    that only a variant, or only the spec of a variant, calls is called.
    """
    loaded = context.loaded
    trees = [loaded.tree, *(each.tree for each in loaded.imported.values())]
    called = {name for tree in trees for name in _called(tree)}
    # Without @init or without @action, a finding says so: a method that should be it is no news.
    is_whole = bool(members.marked(Role.INIT) and members.marked(Role.ACTION))
    findings: list[Diagnostic] = []
    for method in members.methods:
        own = method.owner is context.spec_class and method.mark is None
        returns = method.definition.returns
        gives_bool = isinstance(returns, ast.Name) and returns.id == "bool"
        if not own or method.name in called or not (gives_bool or is_whole):
            continue
        if not _has_finding(method, context):
            marks = "`@invariant`, `@cover`, `@final`, ..." if gives_bool else "`@action`"
            findings.append(UncalledMethod(method.name, marks, span=method.span))
    return findings


def _has_finding(method: Method, context: Context) -> bool:
    """Tell whether something in the method is wrong: that comes first."""
    first, last = method.definition.lineno, method.definition.end_lineno or 0
    path = method.span.path
    spans = [each.span for each in context.findings]
    return any(span.path == path and first <= span.line <= last for span in spans)


def _called(tree: ast.Module) -> Iterator[str]:
    """Give the names in `self.name`, whatever `self` is called, `super().name`, `old(...).name`."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or not function.args.args:
            continue
        first = function.args.args[0].arg
        for node in ast.walk(function):
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == first:
                    yield attribute
                case ast.Attribute(value=ast.Call(), attr=attribute):
                    yield attribute
                case _:
                    pass
