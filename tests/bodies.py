"""Hypothesis makes up bodies: well typed, definitely assigned, over the fields of `builder`.

Everything a body may do is in them: guards between assignments, choices, failures, helpers
that change the state and return early, loops that are left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from builder import (
    FIELDS,
    SMALL,
    P,
    at,
    call,
    element,
    equals,
    every,
    every_one,
    function,
    less,
    local,
    minus,
    num,
    over,
    parameter,
    plus,
    read,
    set_of,
    some,
    stream,
    to_field,
    to_key,
    to_local,
    union,
    within,
    without,
)
from hypothesis import strategies as st

from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    At,
    Concat,
    Conditional,
    Expr,
    GetOr,
    ListDisplay,
    MapOf,
    Negate,
    Not,
    OneOf,
    Or,
    Range,
    Removed,
    SetOf,
    Size,
    Sum,
)
from modelcheck.ir.stmt import (
    Break,
    Continue,
    Fail,
    For,
    Function,
    If,
    LocalPlace,
    Perform,
    Require,
    Return,
    Stmt,
)
from modelcheck.ir.types import BOOL, INT, ListType, MapType, SetType, StreamType
from modelcheck.ir.values import Atom, MapValue, Value

if TYPE_CHECKING:
    from modelcheck.semantics.trace import State

ELEMENTS = tuple(Atom("P", f"P{index + 1}", index) for index in range(3))


@dataclass(frozen=True)
class Around:
    """What a statement may use: the locals by type, helpers, and whether it stands in a loop."""

    ints: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    helpers: tuple[Function, ...] = ()
    pure: tuple[Function, ...] = ()
    depth: int = 3
    in_loop: bool = False
    returns: bool = False
    writes: bool = True
    chooses: bool = True

    def deeper(self) -> Around:
        return replace(self, depth=self.depth - 1)


@st.composite
def int_exprs(draw: st.DrawFn, around: Around) -> Expr:
    inner = around.deeper()
    kinds = ["number", "n", *(["local"] * 2 if around.ints else [])]
    if around.depth > 0:
        kinds += ["plus", "minus", "divide", "count", "get", "size", "if", "sum", "negate"]
        kinds += ["choice"] if around.chooses else []
        kinds += ["helper"] if around.pure else []
    match draw(st.sampled_from(kinds)):
        case "n":
            return read("n")
        case "local":
            return local(draw(st.sampled_from(around.ints)))
        case "plus":
            return plus(draw(int_exprs(inner)), draw(int_exprs(inner)))
        case "minus":
            return minus(draw(int_exprs(inner)), draw(int_exprs(inner)))
        case "divide":
            op = draw(st.sampled_from([ArithOp.FLOORDIV, ArithOp.MOD]))
            return Arith(op, draw(int_exprs(inner)), draw(int_exprs(inner)))
        case "count":
            return at(read("count"), draw(element_exprs(inner)))
        case "get":
            return GetOr(read("count"), draw(element_exprs(inner)), draw(int_exprs(inner)), INT)
        case "size":
            return Size(draw(set_exprs(inner)))
        case "if":
            test = draw(bool_exprs(inner))
            return Conditional(test, draw(int_exprs(inner)), draw(int_exprs(inner)), INT)
        case "sum":
            body = draw(int_exprs(bound(inner, "p")))
            return Sum(stream(body, over("p", draw(set_exprs(inner)))))
        case "negate":
            return Negate(draw(int_exprs(inner)))
        case "choice":
            return OneOf(ListDisplay(draw(some_ints(inner)), ListType(INT)), INT)
        case "helper":
            return call(draw(st.sampled_from(around.pure)), draw(int_exprs(inner)))
        case _:
            return num(draw(st.integers(0, 3)))


def some_ints(around: Around) -> st.SearchStrategy[tuple[Expr, ...]]:
    return st.lists(int_exprs(around), max_size=2).map(tuple)


def bound(around: Around, name: str) -> Around:
    return replace(around, elements=(*around.elements, name), chooses=False)


@st.composite
def element_exprs(draw: st.DrawFn, around: Around) -> Expr:
    kinds = ["literal", *(["local"] * 3 if around.elements else [])]
    if around.depth > 0:
        kinds += ["item", "if"]
        kinds += ["choice"] if around.chooses else []
    match draw(st.sampled_from(kinds)):
        case "local":
            return local(draw(st.sampled_from(around.elements)), P)
        case "item":
            return At(read("log"), draw(int_exprs(around.deeper())), P)
        case "if":
            test = draw(bool_exprs(around.deeper()))
            then, otherwise = (draw(element_exprs(around.deeper())) for _ in range(2))
            return Conditional(test, then, otherwise, P)
        case "choice":
            return OneOf(draw(set_exprs(around.deeper())), P)
        case _:
            return element(draw(st.integers(0, 2)))


@st.composite
def set_exprs(draw: st.DrawFn, around: Around) -> Expr:
    inner = around.deeper()
    kinds = ["seen", "some"]
    if around.depth > 0:
        kinds += ["union", "without", "heard", "of", "removed"]
    match draw(st.sampled_from(kinds)):
        case "some":
            return set_of(*draw(st.lists(element_exprs(inner), max_size=2)))
        case "union":
            return union(draw(set_exprs(inner)), draw(set_exprs(inner)))
        case "without":
            return without(draw(set_exprs(inner)), draw(set_exprs(inner)))
        case "heard":
            return at(read("heard"), draw(element_exprs(inner)))
        case "removed":
            return Removed(draw(set_exprs(inner)), draw(element_exprs(inner)), SetType(P))
        case "of":
            inside = bound(inner, "q")
            generator = over("q", every(), draw(bool_exprs(inside)))
            return SetOf(draw(element_exprs(inside)), (generator,), SetType(P))
        case _:
            return read("seen")


@st.composite
def bool_exprs(draw: st.DrawFn, around: Around) -> Expr:
    inner = around.deeper()
    kinds = ["less", "in", "done"]
    if around.depth > 0:
        kinds += ["and", "or", "not", "all", "any", "equals"]
    match draw(st.sampled_from(kinds)):
        case "less":
            return less(draw(int_exprs(inner)), draw(int_exprs(inner)))
        case "in":
            return within(draw(element_exprs(inner)), draw(set_exprs(inner)))
        case "equals":
            return equals(draw(set_exprs(inner)), draw(set_exprs(inner)))
        case "and":
            return And((draw(bool_exprs(inner)), draw(bool_exprs(inner))))
        case "or":
            return Or((draw(bool_exprs(inner)), draw(bool_exprs(inner))))
        case "not":
            return Not(draw(bool_exprs(inner)))
        case "all":
            body = draw(bool_exprs(bound(inner, "p")))
            return every_one(body, over("p", draw(set_exprs(inner))))
        case "any":
            return some(draw(bool_exprs(bound(inner, "p"))), over("p", every()))
        case _:
            return read("done")


@st.composite
def statements(draw: st.DrawFn, around: Around) -> tuple[Stmt, ...]:
    """A block, at the end of which `k`, a local integer, still has a value."""
    found: list[Stmt] = []
    for _ in range(draw(st.integers(1, 3))):
        found += draw(statement(around))
    ending = draw(st.integers(0, 5))
    if around.in_loop and ending <= 1:
        found.append(Break() if ending else Continue())
    elif around.returns and ending <= 3:
        found.append(Return(draw(int_exprs(around.deeper()))))
    return tuple(found)


@st.composite
def statement(draw: st.DrawFn, around: Around) -> list[Stmt]:
    inner = around.deeper()
    kinds = ["local", "require"]
    if around.writes:
        kinds += ["n", "seen", "count", "heard", "add", "log", "done"]
    if around.depth > 0:
        kinds += ["if", "if", "for", "range", "fail"]
        kinds += ["perform"] if around.helpers else []
        kinds += ["fill"] if around.writes else []
    match draw(st.sampled_from(kinds)):
        case "local":
            return [to_local("k", draw(int_exprs(inner)))]
        case "require":
            return [Require(draw(bool_exprs(inner)))]
        case "n":
            return [to_field("n", draw(int_exprs(inner)))]
        case "done":
            return [to_field("done", draw(bool_exprs(inner)))]
        case "seen":
            return [to_field("seen", draw(set_exprs(inner)))]
        case "add":
            return [to_field("seen", union(read("seen"), set_of(draw(element_exprs(inner)))))]
        case "log":
            items = ListDisplay((draw(element_exprs(inner)),), ListType(P))
            return [to_field("log", Concat(read("log"), items, ListType(P)))]
        case "count":
            return [to_key("count", draw(element_exprs(inner)), draw(int_exprs(inner)))]
        case "heard":
            return [to_key("heard", draw(element_exprs(inner)), draw(set_exprs(inner)))]
        case "fill":
            inside = bound(inner, "q")
            generator = over("q", every())
            value = MapOf(local("q", P), draw(int_exprs(inside)), (generator,), MapType(P, SMALL))
            return [to_field("count", value)]
        case "if":
            otherwise = draw(statements(inner)) if draw(st.booleans()) else ()
            return [If(draw(bool_exprs(inner)), draw(statements(inner)), otherwise)]
        case "for":
            inside = replace(inner, elements=(*inner.elements, "e"), in_loop=True)
            members: Expr = every() if draw(st.booleans()) else read("log")
            return [For(("e",), False, members, draw(statements(inside)))]  # noqa: FBT003
        case "range":
            inside = replace(inner, ints=(*inner.ints, "i"), in_loop=True)
            stop = num(draw(st.integers(0, 3)))
            iterable = Range(num(0), stop, num(1), StreamType(INT, ordered=True))
            return [For(("i",), False, iterable, draw(statements(inside)))]  # noqa: FBT003
        case "perform":
            helper = draw(st.sampled_from(around.helpers))
            result = LocalPlace("k", INT) if draw(st.booleans()) else None
            return [Perform(call(helper, draw(int_exprs(inner))), result)]
        case _:
            return [Fail("this must not happen")] if draw(st.integers(0, 2)) == 0 else []


@st.composite
def helpers(draw: st.DrawFn, name: str, around: Around) -> Function:
    """A helper of an integer, `k`, that gives one."""
    body = draw(statements(replace(around, ints=("k",), returns=True)))
    last = Return(draw(int_exprs(replace(around, ints=("k",), depth=1))))
    return function(name, *body, last, parameters=(parameter("k", INT),), result=INT)


@st.composite
def actions(draw: st.DrawFn) -> Function:
    """An action of an element, `p`."""
    pure = draw(helpers("measure", Around(depth=2, writes=False)))
    inner = Around(depth=2, elements=(), pure=(pure,))
    helper = draw(helpers("change", inner))
    around = Around(
        ints=("k",), elements=("p",), helpers=(helper,), pure=(pure,), depth=3, returns=False
    )
    start = to_local("k", draw(int_exprs(replace(around, ints=(), depth=1))))
    body = draw(statements(around))
    return function("act", start, *body, parameters=(parameter("p"),))


@st.composite
def claims(draw: st.DrawFn) -> Function:
    """A claim about two elements, `p` and `e`, of which loops hide the second."""
    around = Around(ints=("k",), elements=("p", "e"), depth=3, writes=False, chooses=False)
    pure = draw(helpers("measure", replace(around, elements=(), depth=2)))
    pure = replace(pure, body=without_guards(pure.body))
    around = replace(around, pure=(pure,))
    body = [
        to_local("k", draw(int_exprs(replace(around, ints=(), depth=1)))),
        *without_guards(draw(statements(around))),
        If(draw(bool_exprs(around)), (Return(draw(bool_exprs(around))),), ()),
        *without_guards(draw(statements(around))),
        Return(draw(bool_exprs(around))),
    ]
    return function("claim", *body, parameters=(parameter("p"), parameter("e")), result=BOOL)


def without_guards(body: tuple[Stmt, ...]) -> tuple[Stmt, ...]:
    """A claim has no guards: the same statements without them."""
    found: list[Stmt] = []
    for each in body:
        match each:
            case Require():
                continue
            case If(test, then, otherwise):
                found.append(If(test, without_guards(then), without_guards(otherwise)))
            case For():
                found.append(replace(each, body=without_guards(each.body)))
            case _:
                found.append(each)
    return tuple(found)


@st.composite
def states(draw: st.DrawFn) -> State:
    """A value for each of the fields, within its bounds."""
    elements = st.sampled_from(ELEMENTS)
    sets: st.SearchStrategy[Value] = st.frozensets(elements)
    full = draw(st.integers(0, 3)) > 0
    least = len(ELEMENTS) if full else 0
    counts = draw(st.dictionaries(elements, st.integers(0, 4), min_size=least))
    values: dict[str, Value] = {
        "n": draw(st.integers(0, 4)),
        "done": draw(st.booleans()),
        "seen": draw(sets),
        "count": MapValue(counts.items()),
        "heard": MapValue(draw(st.dictionaries(elements, sets, min_size=least)).items()),
        "log": tuple(draw(st.lists(elements, max_size=3))),
    }
    return tuple(values[name] for name in FIELDS)
