"""Python's builtins: those of the language, and what to write instead of the others."""

from __future__ import annotations

import ast
from collections import Counter
from typing import Final

from modelcheck.frontend.errors.typing import BoolAsInt, Mismatch, NotACondition
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.arguments import arguments, wrong
from modelcheck.frontend.lowering.comprehensions import is_ordered, lower_generators, lower_iterable
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import assignable, element_of, join, options_of
from modelcheck.frontend.lowering.displays import (
    expected_list,
    expected_map,
    expected_set,
    hashable,
)
from modelcheck.frontend.lowering.names import named_type
from modelcheck.frontend.lowering.operators import ordered
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import mismatch, told
from modelcheck.frontend.lowering.words import Lower
from modelcheck.ir.expr import (
    Convert,
    Expr,
    Extreme,
    Extremum,
    Generator,
    IsInstance,
    ListDisplay,
    Literal,
    Local,
    MapDisplay,
    Quantified,
    Quantifier,
    Range,
    Reversed,
    SetDisplay,
    Size,
    Sorted,
    Sum,
)
from modelcheck.ir.types import (
    NEVER,
    BagType,
    BoolType,
    IntType,
    ListType,
    MapType,
    SetType,
    StreamType,
    Type,
)


def _element(iterable: Expr) -> Type:
    return element_of(iterable.type) or NEVER


def _len(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    del expected
    (operand,), _ = arguments(node, scope, "len(x)", least=1)
    return Size(lower_iterable(operand, scope), span=scope.span(node))


def _quantified(quantifier: Quantifier) -> Lower:
    def lower(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
        del expected
        takes = f"{quantifier.value}(... for x in xs)"
        (operand,), _ = arguments(node, scope, takes, least=1)
        span = scope.span(node)
        if isinstance(operand, ast.GeneratorExp):
            generators, body = lower_generators(
                operand.generators, scope, lambda: expressions.lower_condition(operand.elt, scope)
            )
            return Quantified(quantifier, body, generators, span=span)
        iterable = lower_iterable(operand, scope)
        if not isinstance(_element(iterable), BoolType):
            type_ = told(_element(iterable))
            raise Found(NotACondition(type_, f"{takes}", span=iterable.span))
        generator = Generator(("each",), False, iterable, (), span=iterable.span)  # noqa: FBT003
        body = Local("each", _element(iterable), span=iterable.span)
        return Quantified(quantifier, body, (generator,), span=span)

    return lower


def _sum(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    del expected
    (operand,), _ = arguments(node, scope, "sum(n for x in xs)", least=1)
    items = lower_iterable(operand, scope)
    if not assignable(_element(items), IntType()):
        if isinstance(_element(items), BoolType):
            raise Found(BoolAsInt(span=items.span))
        raise Found(mismatch(IntType(), _element(items), items.span))
    return Sum(items, span=scope.span(node))


def _extreme(extremum: Extremum) -> Lower:
    def lower(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
        takes = f"{extremum.value}(xs, default=) or {extremum.value}(a, b)"
        operands, named = arguments(node, scope, takes, least=1, most=99, named=("default",))
        if len(operands) > 1 and named:
            raise wrong(node, scope, takes)
        span = scope.span(node)
        default: Expr | None = None
        if len(operands) == 1:
            operand = lower_iterable(operands[0], scope)
            if named:
                default = expressions.lower_expr(named["default"], scope, _element(operand))
        else:
            items = tuple(expressions.lower_expr(each, scope, expected) for each in operands)
            joined: Type = NEVER
            for item in items:
                if not (assignable(item.type, joined) or assignable(joined, item.type)):
                    raise Found(mismatch(joined, item.type, item.span))
                joined = join(joined, item.type)
            operand = ListDisplay(items, ListType(joined), span=span)
        ordered(_element(operand), operand)
        type_ = _element(operand) if default is None else join(_element(operand), default.type)
        return Extreme(extremum, operand, default, type_, span=span)

    return lower


def _set(frozen: bool) -> Lower:  # noqa: FBT001  # the two constructors differ in nothing else
    def lower(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
        takes = f"{'frozenset' if frozen else 'set'}(xs)"
        operands, _ = arguments(node, scope, takes, least=0, most=1)
        span = scope.span(node)
        if not operands:
            hint = expected_set(expected)
            return SetDisplay(
                (), SetType(hint.element if hint else NEVER, frozen=frozen), span=span
            )
        items = lower_iterable(operands[0], scope)
        hashable(_element(items), "a member of a set", items)
        return Convert(items, SetType(_element(items), frozen=frozen), span=span)

    return lower


def _list(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    operands, _ = arguments(node, scope, "list(xs)", least=0, most=1)
    span = scope.span(node)
    if not operands:
        hint = expected_list(expected)
        return ListDisplay((), ListType(hint.element if hint else NEVER), span=span)
    items = lower_iterable(operands[0], scope)
    return Convert(items, ListType(_element(items)), span=span)


def _dict(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    operands, _ = arguments(node, scope, "dict(x)", least=0, most=1)
    span = scope.span(node)
    hint = expected_map(expected)
    if not operands:
        return MapDisplay(
            (), MapType(hint.key, hint.value) if hint else MapType(NEVER, NEVER), span=span
        )
    items = expressions.lower_expr(operands[0], scope, hint)
    if not isinstance(items.type, MapType):
        raise wrong(node, scope, "dict(x), with a dict or Map")
    return Convert(items, MapType(items.type.key, items.type.value), span=span)


def _counter(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    operands, _ = arguments(node, scope, "Counter(xs)", least=0, most=1)
    span = scope.span(node)
    if not operands:
        element = expected.element if isinstance(expected, BagType) else NEVER
        return Convert(SetDisplay((), SetType(element), span=span), BagType(element), span=span)
    if isinstance(operands[0], ast.Dict | ast.DictComp):
        raise wrong(node, scope, "Counter(xs), with the elements one by one")
    operand = expressions.lower_expr(operands[0], scope)
    if isinstance(operand.type, BagType):
        return Convert(operand, operand.type, span=span)
    items = lower_iterable(operands[0], scope)
    hashable(_element(items), "an element of a Counter", items)
    return Convert(items, BagType(_element(items)), span=span)


def _sorted(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    del expected
    takes = "sorted(xs, reverse=True)"
    (operand,), named = arguments(node, scope, takes, least=1, named=("reverse",))
    descending = False
    if named:
        reverse = expressions.lower_condition(named["reverse"], scope)
        if not (isinstance(reverse, Literal) and isinstance(reverse.value, bool)):
            raise wrong(node, scope, takes)
        descending = reverse.value
    items = lower_iterable(operand, scope)
    ordered(_element(items), items)
    return Sorted(items, descending, ListType(_element(items)), span=scope.span(node))


def _reversed(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    del expected
    (operand,), _ = arguments(node, scope, "reversed(items)", least=1)
    items = expressions.lower_expr(operand, scope)
    if not isinstance(items.type, ListType) and not (
        isinstance(items.type, StreamType) and is_ordered(items)
    ):
        raise wrong(node, scope, "reversed(items), with a list")
    return Reversed(items, StreamType(_element(items), ordered=True), span=scope.span(node))


def _range(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    del expected
    operands, _ = arguments(node, scope, "range(start, stop, step)", least=1, most=3)
    span = scope.span(node)
    numbers = [expressions.lower_int(each, scope) for each in operands]
    zero, unit = Literal(0, IntType(0, 0), span=span), Literal(1, IntType(1, 1), span=span)
    start = numbers[0] if len(numbers) > 1 else zero
    stop = numbers[1] if len(numbers) > 1 else numbers[0]
    step = numbers[2] if len(numbers) > 2 else unit  # noqa: PLR2004  # the third argument
    return Range(start, stop, step, StreamType(IntType(), ordered=True), span=span)


def _isinstance(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    del expected
    takes = "isinstance(x, Class) or isinstance(x, A | B)"
    (operand, classes), _ = arguments(node, scope, takes, least=2)
    value = expressions.lower_expr(operand, scope)
    named = _classes(classes)
    options = tuple(named_type(each, scope) for each in named)
    have = options_of(value.type)
    kept = tuple(each for each in have if any(assignable(each, option) for option in options))
    if not kept:
        names = " | ".join(told(option) for option in options)
        instead = f"its options are {told(value.type)}: name one or more of these"
        raise Found(Mismatch(names, told(value.type), instead, span=value.span))
    return IsInstance(value, kept, span=scope.span(node))


def _classes(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.Tuple(elts=elements):
            return [each for element in elements for each in _classes(element)]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return [*_classes(left), *_classes(right)]
        case _:
            return [node]


BUILTINS: Final[tuple[tuple[object, Lower], ...]] = (
    (len, _len),
    (all, _quantified(Quantifier.ALL)),
    (any, _quantified(Quantifier.ANY)),
    (sum, _sum),
    (min, _extreme(Extremum.MIN)),
    (max, _extreme(Extremum.MAX)),
    (set, _set(frozen=False)),
    (frozenset, _set(frozen=True)),
    (list, _list),
    (dict, _dict),
    (Counter, _counter),
    (sorted, _sorted),
    (reversed, _reversed),
    (range, _range),
    (isinstance, _isinstance),
)
"""The builtins of the language, and how each is lowered."""

REFUSED: Final[tuple[tuple[object, str], ...]] = (
    (abs, "write `max(x, -x)`"),
    (bool, "write the comparison, as in `x != 0`"),
    (int, "write `1 if ... else 0` for a condition; other values are integers already"),
    (str, "text is no value: use an `Enum`"),
    (float, "use integers with bounds"),
    (tuple, "write a list, or name the parts in a `NamedTuple`"),
    (print, "read the run that `mc check` shows, or step through it with `mc debug`"),
    (enumerate, "loop over `range(len(items))`"),
    (zip, "loop over `range(len(items))`"),
    (map, "write a comprehension"),
    (filter, "write a comprehension with `if`"),
    (iter, "write `the(...)` for the only element, `oneof(...)` for any"),
    (next, "write `the(...)` for the only element, `oneof(...)` for any"),
    (type, "write `isinstance(...)` or `match`"),
    (hash, "compare the values themselves"),
    (id, "values have no identity: compare with `==`"),
    (divmod, "write `//` and `%`"),
    (pow, "write the product"),
    (round, "integers need no rounding"),
    (repr, "text is no value: use an `Enum`"),
    (input, "make it a parameter of an action: every value is explored"),
    (open, "a step has nothing to read: make it a parameter of an action"),
    (getattr, "name the field: `self.field`"),
    (setattr, "name the field: `self.field = ...`"),
    (hasattr, "declare the field as `T | None` and compare with `None`"),
    (callable, "functions are no values"),
    (eval, "write the expression itself"),
    (exec, "write the statements themselves"),
    (vars, "name the field: `self.field`"),
    (dir, "name the field: `self.field`"),
)
"""Builtins that are outside of the language, and what to write instead."""
