"""The code of a spec's modules, in which sets and dicts are iterated in canonical order.

    all(self.vote[q] for q in self.voted)
    all(self.vote[q] for q in __in_order__(self.voted))

`__in_order__` is a global of the module: see NOTE(order-of-sets).
"""

from __future__ import annotations

import ast
from typing import Final, TypeVar

from modelcheck.lang.order import in_order

_N = TypeVar("_N", bound=ast.AST)

_NAME: Final = "__in_order__"
_COPIES: Final = ("list", "tuple")
_ORDERED: Final = ("range", "sorted")


def iterate_in_order(tree: _N) -> _N:
    """Change `tree` so that no order of a set or dict shows; lines and columns stay.

    Requires: the code will find `GLOBALS` among its globals.
    """
    for node in ast.walk(tree):
        match node:
            case ast.comprehension(iter=iterable):
                node.iter = _wrapped(iterable)
            case ast.Call(func=ast.Name(id=name), args=[only]) if name in _COPIES:
                node.args = [_wrapped(only)]
            case _:
                pass
    return tree


GLOBALS: Final = {_NAME: in_order}
"""What the changed code needs."""


def _wrapped(iterable: ast.expr) -> ast.expr:
    match iterable:
        case ast.Call(func=ast.Name(id=name)) if name in _ORDERED:
            return iterable
        case ast.GeneratorExp() | ast.ListComp() | ast.List() | ast.Starred():
            return iterable
        case _:
            function = ast.copy_location(ast.Name(_NAME, ast.Load()), iterable)
            return ast.copy_location(ast.Call(function, [iterable], []), iterable)
