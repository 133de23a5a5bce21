"""Arithmetic on constants, as it stands in a file: `(N + T) // 2 + 1` as an IR expression."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from modelcheck.ir.expr import Arith, ArithOp, Constant, Expr, Literal, Negate
from modelcheck.ir.types import INT, IntType
from modelcheck.source.span import SourceFile

_OPERATORS: Final[Mapping[type[ast.operator], ArithOp]] = {
    ast.Add: ArithOp.ADD,
    ast.Sub: ArithOp.SUB,
    ast.Mult: ArithOp.MUL,
    ast.FloorDiv: ArithOp.FLOORDIV,
    ast.Mod: ArithOp.MOD,
}


def literal(value: int) -> Literal:
    """Give the literal that stands for `value`, which nobody wrote."""
    return Literal(value, IntType(value, value))


@dataclass(frozen=True)
class Arithmetic:
    """Reads the expressions of a file, whose `integers` are given by name and value.

    `unknown` has those by which nothing may be divided, since they may be 0.
    """

    source: SourceFile
    integers: Mapping[str, int]
    unknown: AbstractSet[str]

    def read(self, node: ast.expr) -> Expr | None:
        """Give the integer that `node` computes; `None` where it is more than arithmetic."""
        span = self.source.span(node)
        match node:
            case ast.Constant(value=int(value)) if not isinstance(value, bool):
                return Literal(value, IntType(value, value), span=span)
            case ast.Name(id=name) if name in self.integers:
                return Constant(name, self.integers[name], INT, span=span)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                operand = self.read(inner)
                return None if operand is None else Negate(operand, span=span)
            case ast.BinOp(left=before, op=operator, right=after) if type(operator) in _OPERATORS:
                op = _OPERATORS[type(operator)]
                left, right = self.read(before), self.read(after)
                if left is None or right is None or not self._is_defined(op, right):
                    return None
                return Arith(op, left, right, span=span)
            case _:
                return None

    def _is_defined(self, op: ArithOp, right: Expr) -> bool:
        if op not in {ArithOp.FLOORDIV, ArithOp.MOD}:
            return True
        match right:
            case Literal(value=value):
                return value != 0
            case Constant(name, value):
                return name not in self.unknown and value != 0
            case _:
                return False
