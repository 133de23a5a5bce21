"""Random expressions, written twice: as IR and as Python; both must give the same value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple, TypeAlias, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    At,
    Attribute,
    BagBinary,
    BagOp,
    Compare,
    Concat,
    Conditional,
    Construct,
    Convert,
    CountOf,
    Expr,
    Extreme,
    Extremum,
    Generator,
    GetOr,
    Items,
    Keys,
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
    Negate,
    Not,
    Or,
    PositionOf,
    Quantified,
    Quantifier,
    Range,
    Relation,
    Reversed,
    SetBinary,
    SetDisplay,
    SetOf,
    SetOp,
    Size,
    Slice,
    Sorted,
    Sum,
    The,
    Total,
)
from modelcheck.ir.types import (
    BOOL,
    INT,
    BagType,
    ListType,
    MapType,
    RecordType,
    SetType,
    StreamType,
    TupleType,
    Type,
)
from modelcheck.ir.values import BagValue, MapValue, Record, Value
from modelcheck.lang import the
from modelcheck.semantics.env import Env, EvaluationError
from modelcheck.semantics.evaluate import evaluate

pytestmark = pytest.mark.no_cover  # it takes nearly twice the time


class Pair(NamedTuple):
    a: int
    b: int


class Kind(Enum):
    """The types of expressions that are made up."""

    INT, BOOL, PAIR, LIST, PAIRS, SET, MAP, BAG, RANGE = range(9)
    ORDERED, UNORDERED, ENTRIES = range(9, 12)


PAIR = RecordType("Pair", (("a", INT), ("b", INT)))
LIST, PAIRS, SET = ListType(INT), ListType(PAIR), SetType(INT)
MAP, BAG = MapType(INT, INT), BagType(INT)
ORDERED, UNORDERED = StreamType(INT, ordered=True), StreamType(INT, ordered=False)
ENTRIES = StreamType(TupleType((INT, INT)), ordered=False)

Scope: TypeAlias = tuple[str, ...]
"""The names of integers in sight."""

Both: TypeAlias = tuple[Expr, str]
"""An expression and its source text."""

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]  # Any: as Hypothesis types `draw`


@dataclass(frozen=True)
class Rule:
    """A way to make `node` of `before`, operands and `after`; `{}` in `text` stand for operands."""

    operands: tuple[Kind, ...]
    text: str
    node: Callable[..., Expr]
    before: tuple[object, ...] = ()
    after: tuple[object, ...] = ()


@dataclass(frozen=True)
class Comprehension:
    """A way to make `node` of `before`, parts under one or two `for`s, these, and `after`.

    Over sets and dicts the order decides which of two errors comes first, which value comes
    last, and whether `any` sees an error at all: there only what is `blind` to it is made.
    """

    parts: tuple[Kind, ...]
    text: str
    node: Callable[..., Expr]
    before: tuple[object, ...] = ()
    after: tuple[object, ...] = ()
    blind: bool = False


K = Kind
NUMBERS = (K.LIST, K.SET, K.RANGE, K.ORDERED, K.UNORDERED)
COMPARED = (K.INT, K.PAIR, K.LIST, K.PAIRS, K.SET, K.BAG)


def conditional(then: Expr, test: Expr, otherwise: Expr, type_: Type) -> Expr:
    return Conditional(test, then, otherwise, type_)


def sorted_down(operand: Expr) -> Expr:
    return Sorted(operand, descending=True, type=LIST)


def upto(operand: Expr, stop: Expr) -> Expr:
    return Slice(operand, None, stop, LIST)


def list_reversed(operand: Expr) -> Expr:
    return Convert(Reversed(operand, ORDERED), LIST)


def pair(a: Expr, b: Expr) -> Expr:
    return Construct((a, b), PAIR)


def integers(*elements: Expr) -> Expr:
    return ListDisplay(elements, LIST)


def listed_pairs(*elements: Expr) -> Expr:
    return ListDisplay(elements, PAIRS)


def members(*elements: Expr) -> Expr:
    return SetDisplay(elements, SET)


def mapping(key: Expr, value: Expr, other: Expr, another: Expr) -> Expr:
    return MapDisplay(((key, value), (other, another)), MAP)


def both(*operands: Expr) -> Expr:
    return And(operands)


def either(*operands: Expr) -> Expr:
    return Or(operands)


def rules(
    kinds: Iterable[tuple[Kind, ...]],
    text: str,
    node: Callable[..., Expr],
    *before: object,
    after: tuple[object, ...] = (),
) -> list[Rule | Comprehension]:
    """Give a rule per choice of the operands' kinds."""
    return [Rule(operands, text, node, before, after) for operands in kinds]


def infix(
    kinds: Iterable[Kind], node: Callable[..., Expr], ops: Iterable[Enum], *after: object
) -> list[Rule | Comprehension]:
    """Give a rule per operator, both operands of one of `kinds`."""
    return [
        Rule((kind, kind), f"({{}} {op.value} {{}})", node, (op,), after)
        for op in ops
        for kind in kinds
    ]


ONE = [(kind,) for kind in NUMBERS]

RULES: dict[Kind, list[Rule | Comprehension]] = {
    K.INT: [
        *infix((K.INT,), Arith, ArithOp),
        Rule((K.INT,), "(-{})", Negate),
        *rules(((K.LIST,), (K.SET,), (K.MAP,), (K.RANGE,)), "len({})", Size),
        Rule((K.BAG,), "{}.total()", Total),
        Rule((K.PAIR,), "{}.b", Attribute, after=("b", INT)),
        Rule((K.MAP, K.INT), "{}[{}]", Lookup, after=(INT,)),
        Rule((K.MAP, K.INT, K.INT), "{}.get({}, {})", GetOr, after=(INT,)),
        Rule((K.LIST, K.INT), "{}[{}]", At, after=(INT,)),
        Rule((K.LIST, K.INT), "{}.count({})", CountOf),
        Rule((K.BAG, K.INT), "{}[{}]", CountOf),
        Rule((K.LIST, K.INT), "{}.index({})", PositionOf),
        *rules(ONE, "sum({})", Sum),
        Rule((K.SET,), "the({})", The, after=(None, INT)),
        *rules(ONE, "min({})", Extreme, Extremum.MIN, after=(None, INT)),
        *rules(ONE, "max({})", Extreme, Extremum.MAX, after=(None, INT)),
        Rule((K.SET, K.INT), "the({}, default={})", The, after=(INT,)),
        Rule((K.SET, K.INT), "min({}, default={})", Extreme, (Extremum.MIN,), (INT,)),
        Rule((K.ORDERED, K.INT), "max({}, default={})", Extreme, (Extremum.MAX,), (INT,)),
        Rule((K.INT, K.BOOL, K.INT), "({} if {} else {})", conditional, after=(INT,)),
    ],
    K.BOOL: [
        Rule((K.BOOL,), "(not {})", Not),
        Rule((K.BOOL, K.BOOL, K.BOOL), "({} and {} and {})", both),
        Rule((K.BOOL, K.BOOL), "({} or {})", either),
        *infix(COMPARED, Compare, Relation),
        *infix((K.MAP,), Compare, (Relation.EQ, Relation.NE)),
        *rules([(K.INT, kind) for kind in (*NUMBERS, K.MAP, K.BAG)], "({} in {})", Membership),
        Rule((K.PAIR, K.PAIRS), "({} in {})", Membership),
        Comprehension((K.BOOL,), "all({} {})", Quantified, (Quantifier.ALL,)),
        Comprehension((K.BOOL,), "any({} {})", Quantified, (Quantifier.ANY,)),
        Rule((K.BOOL, K.BOOL, K.BOOL), "({} if {} else {})", conditional, after=(BOOL,)),
    ],
    K.PAIR: [Rule((K.INT, K.INT), "Pair({}, {})", pair)],
    K.LIST: [
        Rule((K.INT, K.INT), "[{}, {}]", integers),
        Rule((K.LIST, K.LIST), "({} + {})", Concat, after=(LIST,)),
        Rule((K.LIST, K.INT), "{}[{}:]", Slice, after=(None, LIST)),
        Rule((K.LIST, K.INT), "{}[:{}]", upto),
        Rule((K.LIST, K.INT, K.INT), "{}[{}:{}]", Slice, after=(LIST,)),
        *rules(ONE, "sorted({})", Sorted, after=(False, LIST)),
        Rule((K.SET,), "sorted({}, reverse=True)", sorted_down),
        Rule((K.LIST,), "list(reversed({}))", list_reversed),
        Rule((K.RANGE,), "list({})", Convert, after=(LIST,)),
        Comprehension((K.INT,), "[{} {}]", ListOf, after=(LIST,)),
    ],
    K.PAIRS: [
        Rule((), "[]", listed_pairs),
        Rule((K.PAIR, K.PAIR), "[{}, {}]", listed_pairs),
    ],
    K.SET: [
        Rule((K.INT, K.INT), "{{{}, {}}}", members),
        *infix((K.SET,), SetBinary, SetOp, SET),
        *rules(((K.LIST,), (K.ORDERED,)), "set({})", Convert, after=(SET,)),
        Comprehension((K.INT,), "{{{} {}}}", SetOf, after=(SET,), blind=True),
    ],
    K.MAP: [
        Rule((K.INT, K.INT, K.INT, K.INT), "{{{}: {}, {}: {}}}", mapping),
        Rule((K.MAP, K.MAP), "({} | {})", Merge, after=(MAP,)),
        Rule((K.PAIRS,), "dict({})", Convert, after=(MAP,)),
        Comprehension((K.INT, K.INT), "{{{}: {} {}}}", MapOf, after=(MAP,)),
    ],
    K.BAG: [
        *infix((K.BAG,), BagBinary, [op for op in BagOp if op is not BagOp.UPDATE], BAG),
        Rule((K.BAG, K.BAG), "updated({}, {})", BagBinary, (BagOp.UPDATE,), (BAG,)),
        Rule((K.LIST,), "Counter({})", Convert, after=(BAG,)),
    ],
    K.ORDERED: [Comprehension((K.INT,), "({} {})", ListOf, after=(ORDERED,))],
    K.UNORDERED: [
        Rule((K.MAP,), "{}.keys()", Keys, after=(UNORDERED,)),
        Rule((K.MAP,), "{}.values()", MapValues, after=(UNORDERED,)),
    ],
    K.ENTRIES: [Rule((K.MAP,), "{}.items()", Items, after=(ENTRIES,))],
}

NAMED: dict[Kind, Both] = {
    K.PAIR: (Local("pair", PAIR), "pair"),
    K.LIST: (Local("items", LIST), "items"),
    K.PAIRS: (Local("pairs", PAIRS), "pairs"),
    K.SET: (Local("members", SET), "members"),
    K.MAP: (Local("mapping", MAP), "mapping"),
    K.BAG: (Local("bag", BAG), "bag"),
    K.ORDERED: (Reversed(Local("items", LIST), ORDERED), "reversed(items)"),
    K.UNORDERED: (Keys(Local("mapping", MAP), UNORDERED), "mapping.keys()"),
    K.ENTRIES: (Items(Local("mapping", MAP), ENTRIES), "mapping.items()"),
}


def write(draw: Draw, kind: Kind, depth: int, scope: Scope) -> Both:
    """Draw an expression of at most some depth."""
    if kind is K.RANGE:
        # Short ones: what is in scope is small, unlike what arithmetic makes of it.
        (start, first), (stop, last), (step, by) = (_leaf(draw, K.INT, scope) for _ in range(3))
        return Range(start, stop, step, ORDERED), f"range({first}, {last}, {by})"
    if depth == 0:
        return _leaf(draw, kind, scope)
    rule = draw(st.sampled_from(RULES[kind]))
    if isinstance(rule, Comprehension):
        generators, text, inner = _generators(draw, depth - 1, scope, blind=rule.blind)
        parts = [write(draw, part, depth - 1, inner) for part in rule.parts]
        texts = [text for _, text in parts]
        built = rule.node(*rule.before, *(part for part, _ in parts), generators, *rule.after)
        return built, rule.text.format(*texts, text)
    parts = [write(draw, part, depth - 1, scope) for part in rule.operands]
    built = rule.node(*rule.before, *(part for part, _ in parts), *rule.after)
    return built, rule.text.format(*(text for _, text in parts))


def _leaf(draw: Draw, kind: Kind, scope: Scope) -> Both:
    if kind is K.BOOL:
        value: bool = draw(st.booleans())
        return Literal(value, BOOL), str(value)
    if kind is not K.INT:
        return NAMED[kind]
    if draw(st.booleans()):
        name: str = draw(st.sampled_from(scope))
        return Local(name, INT), name
    number: int = draw(st.integers(-2, 3))
    return Literal(number, INT), f"({number})"


def _generators(
    draw: Draw, depth: int, scope: Scope, *, blind: bool
) -> tuple[tuple[Generator, ...], str, Scope]:
    made: list[Generator] = []
    texts: list[str] = []
    sources = [K.LIST, K.PAIRS, K.RANGE, K.ORDERED, *([K.SET, K.ENTRIES] if blind else [])]
    for _ in range(draw(st.integers(1, 2))):
        kind = draw(st.sampled_from(sources))
        pairs = kind in (K.PAIRS, K.ENTRIES)
        names = tuple(f"{letter}{len(scope)}" for letter in ("vw" if pairs else "v"))
        iterable, source = write(draw, kind, depth, scope)
        scope = (*scope, *names)
        tests = [write(draw, K.BOOL, depth, scope)] if draw(st.booleans()) else []
        made.append(Generator(names, pairs, iterable, tuple(test for test, _ in tests)))
        conditions = "".join(f" if {test}" for _, test in tests)
        texts.append(f"for {', '.join(names)} in {source}{conditions}")
    return tuple(made), " ".join(texts), scope


@st.composite
def written_twice(draw: Draw) -> Both:
    kind = draw(st.sampled_from((K.INT, K.BOOL, K.LIST, K.SET, K.MAP, K.BAG)))
    return write(draw, kind, 3, ("x", "y"))


small = st.integers(-2, 3)
namespaces = st.fixed_dictionaries(
    {
        "x": small,
        "y": small,
        "pair": st.builds(Pair, small, small),
        "items": st.lists(small, max_size=4),
        "pairs": st.lists(st.builds(Pair, small, small), max_size=3),
        "members": st.sets(small, max_size=4),
        "mapping": st.dictionaries(small, small, max_size=4),
        "bag": st.dictionaries(small, small.filter(bool), max_size=4).map(Counter),
    }
)


def updated(bag: Counter[int], other: Counter[int]) -> Counter[int]:
    """Give `bag` after `bag.update(other)`, which is no expression in Python."""
    later = Counter(bag)
    later.update(other)
    return later


def value_of(thing: object) -> Value:
    """Give the IR's value of a CPython object."""
    match thing:
        case bool() | int():
            return thing
        case Pair(a, b):
            return Record("Pair", ("a", "b"), (a, b))
        case Counter():
            return BagValue(cast("Counter[int]", thing).items())
        case dict():
            return MapValue(cast("dict[int, int]", thing).items())
        case set():
            return frozenset(cast("set[int]", thing))
        case list():
            return tuple(map(value_of, cast("list[object]", thing)))
        case _:
            message = f"no value for {thing!r}"
            raise NotImplementedError(message)


@settings(max_examples=1000, deadline=None)
@given(written_twice(), namespaces)
def test_an_expression_gives_what_cpython_gives_or_both_raise(
    both: Both, namespace: dict[str, object]
) -> None:
    expr, text = both
    env = Env({}, {name: value_of(thing) for name, thing in namespace.items()})
    words = {"Pair": Pair, "Counter": Counter, "the": the, "updated": updated}
    try:
        expected = value_of(eval(text, {**words, **namespace}))  # noqa: S307  # our own text
    except (ArithmeticError, LookupError, ValueError):
        try:
            value = evaluate(expr, env)
        except EvaluationError:
            return
        message = f"CPython raises, the interpreter gives {value}: {text}"
        raise AssertionError(message) from None
    value = evaluate(expr, env)
    assert (value, type(value)) == (expected, type(expected)), text
