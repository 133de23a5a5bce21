"""Plain methods that nothing calls: mostly claims or actions whose mark was forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from modelcheck.frontend.errors.classes import UncalledMethod
from modelcheck.frontend.lowering.context import Context
from modelcheck.frontend.lowering.members import Members, Method
from modelcheck.lang.marks import Role


def find_uncalled(members: Members, context: Context) -> list[UncalledMethod]:
    """Find the plain methods of the spec class itself that no class calls (MC280).

    A call anywhere in the file, or in the author's modules that it imports, will do: a helper
    that only a variant, or only the spec of a variant, calls is called.
    """
    # Without @init or without @action, a finding says so: a method that should be it is no news.
    is_whole = bool(members.marked(Role.INIT) and members.marked(Role.ACTION))
    plain = [
        method
        for method in members.methods
        if method.owner is context.spec_class
        and method.mark is None
        and (is_whole or _gives_bool(method))
        and not _has_finding(method, context)
    ]
    if not plain:
        return []
    loaded = context.loaded
    trees = [loaded.tree, *(each.tree for each in loaded.imported.values())]
    called = {name for tree in trees for name in _called(tree)}
    return [_uncalled(method) for method in plain if method.name not in called]


def _uncalled(method: Method) -> UncalledMethod:
    marks = "`@invariant`, `@cover`, `@final`, ..." if _gives_bool(method) else "`@action`"
    return UncalledMethod(method.name, marks, span=method.span)


def _gives_bool(method: Method) -> bool:
    returns = method.definition.returns
    return isinstance(returns, ast.Name) and returns.id == "bool"


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
