"""Short ways to write the IR by hand: a node is inferred as far as its operands tell."""

from __future__ import annotations

from modelcheck.ir.elements import element_type
from modelcheck.ir.expr import (
    Arith,
    ArithOp,
    Call,
    Compare,
    Domain,
    Expr,
    Generator,
    ListOf,
    Literal,
    Local,
    Lookup,
    Membership,
    Quantified,
    Quantifier,
    Read,
    Relation,
    SetBinary,
    SetDisplay,
    SetOp,
)
from modelcheck.ir.module import Action, Claim, ClaimKind, Field, Module, Typed
from modelcheck.ir.stmt import (
    Assign,
    FieldPlace,
    Function,
    KeyPlace,
    LocalPlace,
    Parameter,
    Place,
    Stmt,
)
from modelcheck.ir.types import (
    BOOL,
    INT,
    IntType,
    ListType,
    MapType,
    Named,
    SetType,
    SortType,
    StreamType,
    Type,
)
from modelcheck.ir.values import Atom

P = SortType("P", 3, symmetric=False)
SMALL = IntType(0, 4)

FIELDS: dict[str, Type] = {
    "n": SMALL,
    "done": BOOL,
    "seen": SetType(P),
    "count": MapType(P, SMALL),
    "heard": MapType(P, SetType(P)),
    "log": ListType(P, 3),
}
"""The state of the specs of these tests."""


def num(value: int) -> Expr:
    return Literal(value, INT)


def flag(*, value: bool) -> Expr:
    return Literal(value, BOOL)


def element(index: int) -> Expr:
    return Literal(Atom("P", f"P{index + 1}", index), P)


def read(name: str, *, old: bool = False) -> Read:
    return Read(name, old, FIELDS[name])


def local(name: str, type_: Type = INT) -> Local:
    return Local(name, type_)


def every() -> Domain:
    return Domain(P, StreamType(P, ordered=True))


def plus(left: Expr, right: Expr) -> Expr:
    return Arith(ArithOp.ADD, left, right)


def minus(left: Expr, right: Expr) -> Expr:
    return Arith(ArithOp.SUB, left, right)


def less(left: Expr, right: Expr) -> Expr:
    return Compare(Relation.LT, left, right)


def equals(left: Expr, right: Expr) -> Expr:
    return Compare(Relation.EQ, left, right)


def within(element_: Expr, container: Expr) -> Expr:
    return Membership(element_, container)


def at(container: Expr, key: Expr) -> Expr:
    assert isinstance(container.type, MapType)
    return Lookup(container, key, container.type.value)


def set_of(*elements: Expr) -> Expr:
    return SetDisplay(elements, SetType(P))


def union(left: Expr, right: Expr) -> Expr:
    return SetBinary(SetOp.UNION, left, right, SetType(P))


def without(left: Expr, right: Expr) -> Expr:
    return SetBinary(SetOp.DIFFERENCE, left, right, SetType(P))


def over(target: str, iterable: Expr, *conditions: Expr) -> Generator:
    return Generator((target,), False, iterable, conditions)  # noqa: FBT003  # `unpack`


def every_one(body: Expr, *generators: Generator) -> Expr:
    return Quantified(Quantifier.ALL, body, generators)


def some(body: Expr, *generators: Generator) -> Expr:
    return Quantified(Quantifier.ANY, body, generators)


def stream(element_: Expr, *generators: Generator) -> Expr:
    return ListOf(element_, generators, StreamType(element_.type, ordered=True))


def call(function: Function, *arguments: Expr, old: bool = False) -> Call:
    assert function.result is not None
    return Call(function, arguments, old, function.result)


def to_field(name: str, value: Expr) -> Assign:
    return Assign(FieldPlace(name, FIELDS[name]), value)


def to_local(name: str, value: Expr) -> Assign:
    return Assign(LocalPlace(name, value.type), value)


def to_key(name: str, *keys_and_value: Expr) -> Assign:
    *keys, value = keys_and_value
    place: Place = FieldPlace(name, FIELDS[name])
    for key in keys:
        inner = place.type.value if isinstance(place.type, MapType) else element_type(place.type)
        place = KeyPlace(place, key, inner)
    return Assign(place, value)


def parameter(name: str, type_: Type = P) -> Parameter:
    return Parameter(name, type_)


def function(
    name: str,
    *body: Stmt,
    parameters: tuple[Parameter, ...] = (),
    result: Type | None = None,
    doc: str = "",
) -> Function:
    return Function(name, parameters, body, result, doc=doc)


def module(
    *actions: Function,
    claims: tuple[Function, ...] = (),
    init: Function | None = None,
    doc: str = "",
) -> Typed:
    """Give a spec over `FIELDS` with these actions, and these bodies as invariants."""
    return Typed(
        Module(
            name="Sample",
            path="sample.py",
            doc=doc,
            named=(Named(P),),
            constants=(),
            parameters=(("P", 3),),
            fields=tuple(Field(name, type_) for name, type_ in FIELDS.items()),
            init=init or function("start"),
            actions=tuple(Action(each, None, None) for each in actions),
            claims=tuple(Claim(ClaimKind.INVARIANT, each, over_steps=False) for each in claims),
        )
    )
