"""The modules whose specs a file refines: they are executed under the parameters of the file."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from modelcheck.frontend.parameters import Declarations
from modelcheck.frontend.words import find_words


def refined_modules(tree: ast.Module, declarations: Declarations) -> tuple[str, ...]:
    """Give the names of the modules from which `tree` imports what its `@refines` name."""
    found = (declarations.imported.get(name) for name in _refined(tree))
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _refined(tree: ast.Module) -> Iterator[str]:
    words = find_words(tree)
    methods = (
        method
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef)
    )
    for method in methods:
        for decorator in method.decorator_list:
            match decorator:
                case ast.Call(func=function, args=[ast.Name(id=name)]):
                    if words.word(function) == "refines":
                        yield name
                case _:
                    pass
