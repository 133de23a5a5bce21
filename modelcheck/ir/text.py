"""Expressions as text: Python-like, with no parentheses that precedence makes needless.

Fields print bare (`holdback[r][m].agreed`), the state before a step as `old(self).view`.
What only passes make reads so: `let n = len(a) in n + 1` is a `Let`; `{**f, k: v}` and
`updated(f, i, v)` are an `Updated`, `removed(f, k)` a `Removed`; and

    fold n = 0 over p in Process until n == 2 with n + 1

is a `Fold`.  Spans are never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    At,
    Attribute,
    BagBinary,
    BagOp,
    Call,
    Compare,
    Component,
    Concat,
    Conditional,
    Constant,
    Construct,
    Convert,
    CountOf,
    Domain,
    Expr,
    Extreme,
    Fold,
    GetOr,
    IsInstance,
    Items,
    Keys,
    Let,
    ListDisplay,
    ListOf,
    Literal,
    Local,
    Lookup,
    MapDisplay,
    MapOf,
    MapValues,
    Membership,
    Merge,
    Narrow,
    Negate,
    Not,
    OneOf,
    Or,
    PositionOf,
    Quantified,
    Range,
    Read,
    Relation,
    Removed,
    Reversed,
    SetBinary,
    SetDisplay,
    SetOf,
    SetOp,
    Size,
    Slice,
    Sorted,
    Subsets,
    Sum,
    The,
    Total,
    TupleOf,
    Updated,
)
from modelcheck.ir.layout import SPACE, Doc, Group, Nest, enclosed, flat_text, joined
from modelcheck.ir.types import BagType, ListType, MapType, SetType, StreamType, show_type
from modelcheck.ir.values import show

if TYPE_CHECKING:
    from modelcheck.ir.expr import Generator


class Level(IntEnum):
    """How tightly an expression holds together; Python's table of precedence."""

    LET = 0
    CONDITIONAL = 1
    OR = 2
    AND = 3
    NOT = 4
    COMPARE = 5
    UNION = 6
    SYMMETRIC = 7
    INTERSECTION = 8
    SUM = 9
    PRODUCT = 10
    NEGATE = 11
    ATOM = 12


@dataclass(frozen=True, slots=True)
class Naming:
    """What the printer knows of the names around: which loop a local holds the results of."""

    loops: Mapping[str, tuple[str, ...]]

    def within(self, name: str, value: Expr) -> Naming:
        """Give what is known where `name` stands for `value`."""
        names = loop_names(value)
        return self if names is None else Naming({**self.loops, name: names})

    def item(self, operand: Expr, index: int) -> str:
        """Give the author's name of the item, or its index."""
        while isinstance(operand, Narrow):
            operand = operand.operand
        names = self.loops.get(operand.name) if isinstance(operand, Local) else None
        return f".{names[index]}" if names else f"[{index}]"


PLAIN = Naming({})


def loop_names(value: Expr) -> tuple[str, ...] | None:
    """Give the names of a loop's results, if `value` is one, perhaps under a condition."""
    while isinstance(value, Conditional):
        value = value.then
    return value.names if isinstance(value, Fold) else None


_SET_LEVELS = {
    SetOp.UNION: Level.UNION,
    SetOp.INTERSECTION: Level.INTERSECTION,
    SetOp.DIFFERENCE: Level.SUM,
    SetOp.SYMMETRIC: Level.SYMMETRIC,
}
_BAG_LEVELS = {
    BagOp.SUM: Level.SUM,
    BagOp.UPDATE: Level.SUM,
    BagOp.DIFFERENCE: Level.SUM,
    BagOp.MAXIMUM: Level.UNION,
    BagOp.MINIMUM: Level.INTERSECTION,
}


def show_expr(expr: Expr) -> str:
    """Give `expr` on one line."""
    return flat_text(expr_doc(expr))


def expr_doc(expr: Expr, naming: Naming = PLAIN) -> Doc:
    """Give `expr` as a document that a printer may break."""
    return _Printer(naming).at(expr, Level.LET)


@dataclass(frozen=True, slots=True)
class _Printer:
    naming: Naming

    def at(self, expr: Expr, level: Level) -> Doc:
        """Give `expr`, in parentheses where it is looser than `level`."""
        own, doc = self.leveled(expr)
        return enclosed("(", doc, ")") if own < level else doc

    def leveled(self, expr: Expr) -> tuple[Level, Doc]:
        """Give `expr` without parentheses around it, and how tightly it holds together."""
        match expr:
            case Narrow(operand):
                return self.leveled(operand)
            case Let(name, value, body):
                head = (f"let {name} = ", Nest(4, self.at(value, Level.CONDITIONAL)))
                inside = _Printer(self.naming.within(name, value))
                return Level.LET, Group((head, SPACE, "in ", inside.at(body, Level.LET)))
            case (Fold() as loop) | Component(Fold(names=(_,)) as loop):
                return Level.LET, self.fold(loop)
            case Conditional(test, then, otherwise):
                parts = (
                    self.at(then, Level.OR),
                    Nest(4, (SPACE, "if ", self.at(test, Level.OR))),
                    Nest(4, (SPACE, "else ", self.at(otherwise, Level.CONDITIONAL))),
                )
                return Level.CONDITIONAL, Group(parts)
            case Or(operands):
                return Level.OR, self.chain(operands, "or", Level.AND)
            case And(operands):
                return Level.AND, self.chain(operands, "and", Level.NOT)
            case Not(Membership(element, container)):
                return Level.COMPARE, self.infix(element, "not in", container, Level.COMPARE)
            case Not(operand):
                return Level.NOT, ("not ", self.at(operand, Level.NOT))
            case Compare(op, left, right):
                return Level.COMPARE, self.infix(left, _relation(expr, op), right, Level.COMPARE)
            case Membership(element, container):
                return Level.COMPARE, self.infix(element, "in", container, Level.COMPARE)
            case SetBinary(op, left, right):
                level = _SET_LEVELS[op]
                return level, self.infix(left, op.value, right, level)
            case BagBinary(op, left, right):
                level = _BAG_LEVELS[op]
                sign = "+" if op is BagOp.UPDATE else op.value
                return level, self.infix(left, sign, right, level)
            case Merge(left, right):
                return Level.UNION, self.infix(left, "|", right, Level.UNION)
            case Concat(left, right):
                return Level.SUM, self.infix(left, "+", right, Level.SUM)
            case Arith(op, left, right):
                level = Level.SUM if op in {ArithOp.ADD, ArithOp.SUB} else Level.PRODUCT
                return level, self.infix(left, op.value, right, level)
            case Negate(operand):
                return Level.NEGATE, ("-", self.at(operand, Level.NEGATE))
            case Literal(value=int(value)) if value < 0:
                return Level.NEGATE, show(value)
            case _:
                return Level.ATOM, self.atom(expr)

    def atom(self, expr: Expr) -> Doc:
        """Give an expression that needs no parentheses anywhere."""
        match expr:
            case Literal():
                return _literal(expr)
            case Constant(name) | Local(name):
                return name
            case Read(name, old):
                return f"old(self).{name}" if old else name
            case Domain(of):
                return of.name
            case Construct(values, type_):
                return self.call(type_.name, values)
            case Attribute(operand, name):
                return (self.at(operand, Level.ATOM), f".{name}")
            case Component(operand, index):
                return (self.at(operand, Level.ATOM), self.naming.item(operand, index))
            case IsInstance(operand, options):
                names = ", ".join(map(show_type, options))
                classes = names if len(options) == 1 else f"({names})"
                return ("isinstance(", self.at(operand, Level.CONDITIONAL), f", {classes})")
            case Total(operand):
                return (self.at(operand, Level.ATOM), ".total()")
            case Lookup(operand, key) | At(operand, key):
                return (self.at(operand, Level.ATOM), "[", self.at(key, Level.CONDITIONAL), "]")
            case GetOr(operand, key, default):
                return self.method(operand, "get", key, default)
            case CountOf(operand, element):
                if isinstance(operand.type, BagType):
                    inner = self.at(element, Level.CONDITIONAL)
                    return (self.at(operand, Level.ATOM), "[", inner, "]")
                return self.method(operand, "count", element)
            case PositionOf(operand, element):
                return self.method(operand, "index", element)
            case Slice(operand, start, stop):
                low = "" if start is None else self.at(start, Level.CONDITIONAL)
                high = "" if stop is None else (" ", self.at(stop, Level.CONDITIONAL))
                return (self.at(operand, Level.ATOM), "[", low, ":", high, "]")
            case Keys(operand):
                return self.at(operand, Level.ATOM)
            case MapValues(operand):
                return self.method(operand, "values")
            case Items(operand):
                return self.method(operand, "items")
            case _:
                return self.collection(expr)

    def collection(self, expr: Expr) -> Doc:
        """Give a display, a comprehension or a call."""
        match expr:
            case SetDisplay(elements, type_):
                return _set_text(self.listed(elements), type_, empty=not elements)
            case ListDisplay(elements):
                return enclosed("[", self.listed(elements), "]")
            case TupleOf(items):
                comma = "," if len(items) == 1 else ""
                return enclosed("(", (self.listed(items), comma), ")")
            case MapDisplay(items, type_):
                pairs = joined([self.pair(key, value) for key, value in items], (",", SPACE))
                return _map_text("{}" if not items else enclosed("{", pairs, "}"), type_)
            case SetOf(element, generators, type_):
                return _set_text(self.comprehension(element, generators), type_, empty=False)
            case ListOf(element, generators, type_):
                inner = self.comprehension(element, generators)
                stream = isinstance(type_, StreamType)
                return enclosed("(", inner, ")") if stream else enclosed("[", inner, "]")
            case MapOf(key, value, generators, type_):
                inner = self.clauses(self.pair(key, value), generators)
                return _map_text(enclosed("{", inner, "}"), type_)
            case Quantified(quantifier, body, generators):
                return enclosed(f"{quantifier.value}(", self.comprehension(body, generators), ")")
            case Updated(operand, key, value, type_):
                if not isinstance(type_, MapType):
                    return self.call("updated", (operand, key, value))
                inner = ("**", self.at(operand, Level.UNION), ",", SPACE, self.pair(key, value))
                return _map_text(enclosed("{", inner, "}"), type_)
            case _:
                return self.function(expr)

    def function(self, expr: Expr) -> Doc:
        """Give what reads as the call of a function."""
        match expr:
            case Size(operand):
                return self.call("len", (operand,))
            case Sum(operand):
                return self.over("sum", operand)
            case Extreme(extremum, operand, default):
                return self.over(extremum.value, operand, default=default)
            case The(operand, default):
                return self.over("the", operand, default=default)
            case OneOf(options):
                return self.over("oneof", options)
            case Reversed(operand):
                return self.call("reversed", (operand,))
            case Sorted(operand, descending):
                flag = ", reverse=True" if descending else ""
                return ("sorted(", self.argument(operand, alone=not flag), flag, ")")
            case Range(start, stop, step):
                if not _is_integer(step, 1):
                    return self.call("range", (start, stop, step))
                return self.call("range", (stop,) if _is_integer(start, 0) else (start, stop))
            case Convert(operand, type_):
                return self.over(_constructor(type_), operand)
            case Removed(operand, key):
                return self.call("removed", (operand, key))
            case Call(function, arguments, old):
                return self.call(f"old(self).{function.name}" if old else function.name, arguments)
            case Subsets(operand, minimum, maximum):
                if minimum == maximum:
                    return self.over("subsets", operand, size=minimum)
                least = None if _is_integer(minimum, 0) else minimum
                return self.over("subsets", operand, min=least, max=maximum)
            case _:
                # Everything else has been printed by the callers of this method.
                message = f"no text for {type(expr).__name__}"
                raise NotImplementedError(message)

    def fold(self, expr: Fold) -> Doc:
        """Give a loop as a value."""
        pairs = zip(expr.names, expr.initial, strict=True)
        start = [(f"{name} = ", self.at(value, Level.CONDITIONAL)) for name, value in pairs]
        until = expr.until
        end: Doc = () if until is None else (SPACE, "until ", self.at(until, Level.OR))
        return Group(
            (
                ("fold ", Nest(5, joined(list(start), (",", SPACE)))),
                Nest(
                    4,
                    (
                        (SPACE, "over ", targets_text(expr.targets, unpack=expr.unpack), " in "),
                        self.at(expr.iterable, Level.OR),
                        end,
                        (SPACE, "with ", self.step(expr.step)),
                    ),
                ),
            )
        )

    def step(self, step: Expr) -> Doc:
        """Give what the carried names become, without the brackets of the tuple."""
        if isinstance(step, TupleOf):
            return Nest(5, self.listed(step.items))
        return Nest(5, self.at(step, Level.LET))

    def chain(self, operands: tuple[Expr, ...], word: str, level: Level) -> Doc:
        """Give operands with a word between them, at the start of a line where it breaks."""
        parts = [self.at(operand, level) for operand in operands]
        return Group(joined(parts, (SPACE, f"{word} ")))

    def infix(self, left: Expr, word: str, right: Expr, level: Level) -> Doc:
        """Give a binary operation that associates to the left; comparisons do not at all."""
        first = Level(level + 1) if level is Level.COMPARE else level
        parts = (self.at(left, first), SPACE, f"{word} ", self.at(right, Level(level + 1)))
        return Group(parts)

    def call(self, name: str, arguments: Iterable[Expr]) -> Doc:
        """Give a call with positional arguments."""
        listed = list(arguments)
        return enclosed(f"{name}(", self.listed(listed), ")") if listed else f"{name}()"

    def method(self, operand: Expr, name: str, *arguments: Expr) -> Doc:
        """Give the call of a method."""
        return (self.at(operand, Level.ATOM), f".{name}(", self.listed(arguments), ")")

    def over(self, name: str, operand: Expr, **named: Expr | None) -> Doc:
        """Give a call over something iterated; a generator alone needs no brackets of its own."""
        given = [(key, value) for key, value in named.items() if value is not None]
        words = [(f"{key}=", self.at(value, Level.CONDITIONAL)) for key, value in given]
        first = self.argument(operand, alone=not words)
        return enclosed(f"{name}(", joined([first, *words], (",", SPACE)), ")")

    def argument(self, operand: Expr, *, alone: bool) -> Doc:
        """Give an argument, a generator without its brackets if it is the only one."""
        match operand:
            case ListOf(element, generators, StreamType()) if alone:
                return self.comprehension(element, generators)
            case _:
                return self.at(operand, Level.CONDITIONAL)

    def listed(self, exprs: Iterable[Expr]) -> Doc:
        """Give expressions with commas between them."""
        return joined([self.at(expr, Level.CONDITIONAL) for expr in exprs], (",", SPACE))

    def pair(self, key: Expr, value: Expr) -> Doc:
        """Give `key: value`."""
        return (self.at(key, Level.CONDITIONAL), ": ", self.at(value, Level.CONDITIONAL))

    def comprehension(self, element: Expr, generators: tuple[Generator, ...]) -> Doc:
        """Give `element for ... if ...`."""
        return self.clauses(self.at(element, Level.CONDITIONAL), generators)

    def clauses(self, element: Doc, generators: tuple[Generator, ...]) -> Doc:
        """Give `element for ... if ...` of a printed element."""
        parts: list[Doc] = [element]
        for each in generators:
            names = f"for {targets_text(each.targets, unpack=each.unpack)} in "
            parts += [SPACE, (names, self.at(each.iterable, Level.OR))]
            for condition in each.conditions:
                parts += [SPACE, ("if ", self.at(condition, Level.OR))]
        return Group(tuple(parts))


def _is_integer(expr: Expr, value: int) -> bool:
    return isinstance(expr, Literal) and expr.value == value


def _relation(expr: Compare, op: Relation) -> str:
    """Give the operator; comparisons with `None` read `is None`, as people write them."""
    if isinstance(expr.right, Literal) and expr.right.value is None:
        return {Relation.EQ: "is", Relation.NE: "is not"}.get(op, op.value)
    return op.value


def targets_text(targets: tuple[str, ...], *, unpack: bool) -> str:
    """Give the variables of a loop; one that takes a value apart has a comma: `for x, in`."""
    return f"{targets[0]}," if unpack and len(targets) == 1 else ", ".join(targets)


def _literal(expr: Literal) -> str:
    if expr.value == frozenset() and isinstance(expr.type, SetType):
        return "set()"
    return show(expr.value)


def _set_text(inner: Doc, type_: SetType, *, empty: bool) -> Doc:
    name = "frozenset" if type_.frozen else "set"
    if empty:
        return f"{name}()"
    braces = enclosed("{", inner, "}")
    return ("frozenset(", braces, ")") if type_.frozen else braces


def _map_text(inner: Doc, type_: MapType) -> Doc:
    return ("Map(", inner, ")") if type_.frozen else inner


def _constructor(type_: SetType | ListType | MapType | BagType) -> str:
    match type_:
        case SetType(frozen=frozen):
            return "frozenset" if frozen else "set"
        case MapType(frozen=frozen):
            return "Map" if frozen else "dict"
        case ListType():
            return "list"
        case BagType():
            return "Counter"
        case _:
            assert_never(type_)
