"""Values as JSON and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelcheck.ir.types import (
    BOOL,
    INT,
    NONE,
    BagType,
    EnumType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value
from modelcheck.report.json_values import MisfitError, decode, encode

P = SortType("P", 3, symmetric=True)
COLOUR = EnumType("Colour", ("RED", "BLUE"))
ASK = RecordType("Ask", (("who", P), ("n", INT)))
P1, P2 = Atom("P", "P1", 0), Atom("P", "P2", 1)

ATOMIC: list[Type] = [BOOL, INT, P, COLOUR]


def _pair(first: Type, second: Type) -> Type:
    return RecordType("R", (("a", first), ("b", second)))


def _optional(type_: Type) -> Type:
    return UnionType((NONE, type_))


def wider(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    return st.one_of(
        st.builds(SetType, inner),
        st.builds(ListType, inner),
        st.builds(BagType, inner),
        st.builds(MapType, inner, inner),
        st.builds(_pair, inner, inner),
        st.builds(_optional, inner.filter(lambda a: not isinstance(a, UnionType))),
    )


types = st.recursive(
    st.sampled_from([*ATOMIC, ASK, UnionType((NONE, ASK, P))]), wider, max_leaves=4
)


def values(type_: Type) -> st.SearchStrategy[Value]:
    match type_:
        case SortType(name, size):
            return st.sampled_from([Atom(name, f"{name}{n + 1}", n) for n in range(size)])
        case EnumType(name, members):
            return st.sampled_from([Atom(name, each, n) for n, each in enumerate(members)])
        case RecordType(name, fields):
            names = tuple(each for each, _ in fields)
            parts = st.tuples(*(values(kind) for _, kind in fields))
            return parts.map(lambda found: Record(name, names, found))
        case UnionType(options):
            return st.one_of(*map(values, options))
        case SetType(element):
            return st.frozensets(values(element), max_size=3)
        case ListType(element):
            return st.lists(values(element), max_size=3).map(tuple)
        case MapType(key, item):
            return st.lists(st.tuples(values(key), values(item)), max_size=3).map(MapValue)
        case BagType(element):
            counted = st.tuples(values(element), st.integers(1, 3))
            return st.lists(counted, max_size=3).map(BagValue)
        case _:
            simple: dict[Type, st.SearchStrategy[Value]] = {
                BOOL: st.booleans(),
                INT: st.integers(-5, 5),
                NONE: st.none(),
            }
            return simple[type_]


@given(st.data())
def test_decoding_what_was_encoded_gives_the_same_value(data: st.DataObject) -> None:
    type_ = data.draw(types)
    value = data.draw(values(type_))
    text = json.dumps(encode(value))
    assert decode(json.loads(text), type_) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (P1, '"P1"'),
        (frozenset({P2, P1}), '["P1", "P2"]'),
        (MapValue([(P1, 1)]), '{"P1": 1}'),
        (MapValue([(True, None)]), '{"true": null}'),
        (BagValue([(P1, 2)]), '{"P1": 2}'),
        (Record("Ask", ("who", "n"), (P1, 1)), '{"is": "Ask", "who": "P1", "n": 1}'),
        (
            MapValue([(Record("Ask", ("who", "n"), (P1, 1)), 0)]),
            '[[{"is": "Ask", "who": "P1", "n": 1}, 0]]',
        ),
    ],
)
def test_values_are_written_as_the_contract_says(value: Value, written: str) -> None:
    assert json.dumps(encode(value)) == written


@pytest.mark.parametrize(
    ("written", "type_", "fault"),
    [
        (True, INT, "x is true, which is no int"),
        ("P9", P, 'x is "P9", which is no P'),
        (["P9"], SetType(P), 'x[0] is "P9", which is no P'),
        ({"P9": 1}, MapType(P, INT), 'a key of x is "P9", which is no P'),
        ({"P1": None}, MapType(P, INT), "x[P1] is null, which is no int"),
        ([1], MapType(INT, INT), "x has 1 where dict[int, int] needs a key and a value"),
        ({"is": "Ask", "who": "P1"}, ASK, "x lacks the field 'n' of Ask"),
        ({"is": "Ask", "who": "P1", "n": 1, "m": 1}, ASK, "x has a field 'm', which Ask has not"),
        ({"is": "Tell"}, ASK, 'x is {"is": "Tell"}, which is no Ask'),
        (
            {"is": "Tell", "to": "P1", "clock": 1234567890123456},
            ASK,
            'x is an object that is "Tell", which is no Ask',
        ),
        (
            {"first": 1, "second": 2, "third": 3, "fourth": 4},
            P,
            'x is an object with "first", "second", "third", ..., which is no P',
        ),
        (list(range(20)), P, "x is a list of 20, which is no P"),
        ({"P1": "two"}, BagType(P), 'x[P1] is "two", which is no number of copies'),
        (
            "RED",
            UnionType((COLOUR, EnumType("Light", ("RED",)))),
            'x is "RED", which may be any of several in Colour | Light',
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(
    written: object, type_: Type, fault: str
) -> None:
    with pytest.raises(MisfitError) as raised:
        decode(written, type_, "x")
    assert str(raised.value) == fault
