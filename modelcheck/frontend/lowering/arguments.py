"""Arguments of words, builtins and methods: how many, and by which names."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from modelcheck.frontend.errors.calls import WrongWordArguments
from modelcheck.frontend.errors.typing import WrongArguments
from modelcheck.frontend.lowering.choices import has_choice
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.ir.expr import Expr


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


def check_order(
    node: ast.Call, scope: Scope, written: Mapping[str, ast.expr], lowered: Mapping[str, Expr]
) -> None:
    """Make sure that choices are made in the order in which CPython makes them: as written.

    `written` has the arguments as they are given, `lowered` those and others as they are taken.
    Raises: `Found` with MC219 when one of them chooses, and the two orders differ.
    """
    taken = [name for name in lowered if name in written]
    if list(written) != taken and any(has_choice(lowered[name]) for name in taken):
        problem = "`oneof` stands in arguments that are not in their order"
        raise Found(WrongArguments(problem, ", ".join(lowered), span=scope.span(node)))


def wrong(node: ast.Call, scope: Scope, takes: str) -> Found:
    """Give the finding that a call is not of the form `takes`.

    `takes` may have several forms, `a or b`, and say more after a comma: `a, with a list`.
    """
    forms, comma, more = takes.partition(", with")
    quoted = " or ".join(f"`{form}`" for form in forms.split(" or "))
    text = f"{quoted}{comma}{more}"
    return Found(WrongWordArguments(ast.unparse(node.func), text, span=scope.span(node)))
