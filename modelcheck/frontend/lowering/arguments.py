"""Arguments of words, builtins and methods: how many, and by which names."""

from __future__ import annotations

import ast

from modelcheck.frontend.errors.calls import WrongWordArguments
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.scope import Scope


def arguments(
    node: ast.Call,
    scope: Scope,
    takes: str,
    *,
    least: int,
    most: int | None = None,
    named: tuple[str, ...] = (),
) -> tuple[list[ast.expr], dict[str, ast.expr]]:
    """Give the positional and the named arguments of a call.

    `takes` is how a right call reads, such as `len(x)`; `most` is `least` unless given.
    Raises: `Found` with MC159 when there are too few, too many, or ones of other names.
    """
    names = {each.arg: each.value for each in node.keywords if each.arg is not None}
    count = len(node.args)
    if not least <= count <= (least if most is None else most) or not names.keys() <= set(named):
        raise wrong(node, scope, takes)
    return node.args, names


def wrong(node: ast.Call, scope: Scope, takes: str) -> Found:
    """Give the finding that a call is not of the form `takes`.

    `takes` may have several forms, `a or b`, and say more after a comma: `a, with a list`.
    """
    forms, comma, more = takes.partition(", with")
    quoted = " or ".join(f"`{form}`" for form in forms.split(" or "))
    text = f"{quoted}{comma}{more}"
    return Found(WrongWordArguments(ast.unparse(node.func), text, span=scope.span(node)))
