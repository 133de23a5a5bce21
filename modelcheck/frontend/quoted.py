"""Types that are written as texts, `"Count"`, as what they are: `Count`."""

from __future__ import annotations

import ast
from typing import cast


def unquoted(tree: ast.Module) -> ast.Module:
    """Give `tree`, which is changed, with the texts in its annotations and types parsed.

    Requires: nobody else has `tree`.
    """
    _Annotations().visit(tree)
    return tree


class _Annotations(ast.NodeTransformer):
    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = _type(node.annotation)
        if node.value is not None and "TypeAlias" in ast.unparse(node.annotation):
            node.value = _type(node.value)
        return self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        if isinstance(node.value, ast.Subscript):
            node.value = _type(node.value)
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        if node.annotation is not None:
            node.annotation = _type(node.annotation)
        return node


class _Texts(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if not isinstance(node.value, str):
            return node
        try:
            parsed = _type(ast.parse(node.value, mode="eval").body)
        except SyntaxError:
            return node
        for each in ast.walk(parsed):
            ast.copy_location(each, node)
        return parsed


def _type(node: ast.expr) -> ast.expr:
    return cast("ast.expr", _Texts().visit(node))  # an expression for an expression
