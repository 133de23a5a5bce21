"""Where functions and classes stand in their source: from a Python object to its AST."""

from __future__ import annotations

import ast
from types import FunctionType

from modelcheck.frontend.errors.calls import NotAFunction
from modelcheck.frontend.errors.classes import SourceNotFound, WrongSignature
from modelcheck.frontend.lowering.context import Context, Found, Unit
from modelcheck.source.span import SourceFile, Span


def unit_of(module: str, context: Context, name: str, span: Span) -> Unit:
    """Give the source file of a module that bodies come from.

    Raises: `Found` with MC173, at `span`, when it is no module of the author's.
    """
    found = context.loaded.source_of(module)
    if found is None:
        raise Found(SourceNotFound(name, span=span))
    return Unit(found.source, found.tree, found.namespace)


def definition_of(
    function: object, context: Context, span: Span, name: str
) -> tuple[Unit, ast.FunctionDef]:
    """Give the file and the `def` statement of a function, which is called by `name`.

    Raises: `Found`, at `span`, when it is no plain function, or its source cannot be found.
    """
    if not isinstance(function, FunctionType) or function.__name__ == "<lambda>":
        raise Found(NotAFunction(name, span=span))
    unit = unit_of(function.__module__, context, name, span)
    body: list[ast.stmt] = unit.tree.body
    *owners, last = function.__qualname__.split(".")
    for owner in owners:
        found = [each for each in body if isinstance(each, ast.ClassDef) and each.name == owner]
        body = list(found[-1].body) if found else []
    functions = [each for each in body if isinstance(each, ast.FunctionDef) and each.name == last]
    if not functions or not _is_at(functions[-1], function.__code__.co_firstlineno):
        raise Found(SourceNotFound(name, span=span))
    return unit, functions[-1]


def word_span(decorators: list[ast.expr], word: str, source: SourceFile) -> Span | None:
    """Give where a text stands in the arguments of decorators; `None` if it does not."""
    for decorator in decorators:
        for each in ast.walk(decorator):
            if isinstance(each, ast.Constant) and each.value == word:
                return source.span(each)
    return None


def annotation_spans(definition: ast.FunctionDef, unit: Unit) -> dict[str, Span]:
    """Give where the annotations of a function's parameters and of its result stand, by name."""
    annotations = {each.arg: each.annotation for each in definition.args.args}
    annotations["return"] = definition.returns
    return {name: unit.span(each) for name, each in annotations.items() if each is not None}


def check_plain(definition: ast.FunctionDef, unit: Unit, *, is_method: bool) -> ast.arguments:
    """Give the parameters of a function, which must be plain names, with `self` for a method.

    `self` may have another name, but then no annotation: with one it is some other parameter.

    Raises: `Found` with MC170 when they are not.
    """
    given = definition.args
    name = definition.name
    special = [each for each in (given.vararg, given.kwarg) if each is not None]
    special += [*given.kwonlyargs, *given.posonlyargs]
    if special:
        problem = f"`{name}` has a parameter after `*`, `**` or before `/`"
        instead = "write plain parameters: `name: Type`"
        raise Found(WrongSignature(problem, instead, span=unit.span(special[0])))
    if is_method and not _takes_self(given.args):
        problem = f"`{name}` does not take `self`"
        instead = f"write `def {name}({', '.join(['self', *map(ast.unparse, given.args)])})`"
        raise Found(WrongSignature(problem, instead, span=unit.source.name_span(definition)))
    return given


def _takes_self(parameters: list[ast.arg]) -> bool:
    return any(each.arg == "self" or each.annotation is None for each in parameters[:1])


def _is_at(node: ast.FunctionDef, line: int) -> bool:
    return line in {node.lineno, *(decorator.lineno for decorator in node.decorator_list)}


def doc_of(node: ast.FunctionDef | ast.ClassDef | ast.Module) -> str:
    """Give the docstring, without its indentation; empty if there is none."""
    return ast.get_docstring(node) or ""


def qualified(function: object) -> str:
    """Give the name of a function with those of its class and module."""
    return f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '')}"
