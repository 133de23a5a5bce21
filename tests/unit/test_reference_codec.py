"""Values on their way into the store of the reference engine, and back."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Annotated, NamedTuple

import pytest
from annotated_types import Interval, MaxLen
from handmade import Hint, type_of

from modelcheck.explicit.reference.codec import Codec, Codecs, why_unfit
from modelcheck.explicit.reference.freezing import Unfit
from modelcheck.explicit.reference.mirror import object_of, value_of
from modelcheck.ir.types import BOOL, StreamType, Type
from modelcheck.lang import Map, Ordered
from modelcheck.source.diagnostic import InternalError


class Node(Ordered, size=3):
    """A sort."""


class Colour(Enum):
    """An enum whose names are not in the order of the alphabet."""

    RED = "r"
    BLUE = "b"


Small = Annotated[int, Interval(ge=0, le=3)]
Low = Annotated[int, Interval(ge=0, le=1)]
High = Annotated[int, Interval(ge=5, le=6)]
A, B, C = Node


class Note(NamedTuple):
    """A record."""

    number: Small
    node: Node | None


class Group(NamedTuple):
    """A record with a set inside."""

    members: frozenset[Node]


def _codec(hint: Hint) -> tuple[Codec, Type, dict[str, type]]:
    classes: dict[str, type] = {}
    type_ = type_of(hint, classes)
    return Codecs(classes).of(type_), type_, classes


VALUES: list[tuple[Hint, object]] = [
    (bool, True),
    (Small, 3),
    (Node, B),
    (Colour, Colour.BLUE),
    (Node | None, None),
    (Note, Note(1, None)),
    (Group, Group(frozenset({A, C}))),
    (Note | Colour, Note(0, A)),
    (set[Note], {Note(1, A), Note(2, B)}),
    (frozenset[Node], frozenset({C})),
    (dict[Node, Small], {C: 1, A: 2}),
    (dict[Node, dict[Note, bool]], {B: {Note(1, A): True}, A: {}}),
    (dict[Node, set[Node]], {A: {B}}),
    (Annotated[list[Node], MaxLen(2)], [B, A]),
    (Annotated[list[list[Node]], MaxLen(2)], [[B], []]),
    (Counter[Note], Counter({Note(1, A): 2, Note(0, None): 1})),
    (Map[Node, Colour], Map({B: Colour.RED})),
    (set[Node] | None, {A}),
    (set[Node] | None, None),
    (Low | High, 0),
    (Low | High, 5),
    (High | bool, True),
    (dict[Node, list[Node] | None], {A: None, B: [C]}),
]


@pytest.mark.parametrize(("hint", "thing"), VALUES)
def test_a_value_thaws_to_what_was_frozen(hint: Hint, thing: Hint) -> None:
    codec, _, _ = _codec(hint)
    thawed = codec.thaw(codec.freeze(thing))
    assert thawed == thing
    assert type(thawed) is type(thing)
    assert not codec.mutable or thing is None or thawed is not thing


@pytest.mark.parametrize(("hint", "thing"), VALUES)
def test_an_object_made_of_its_value_is_equal_to_it(hint: Hint, thing: Hint) -> None:
    _, type_, classes = _codec(hint)
    again = object_of(value_of(thing), type_, classes)
    assert again == thing
    assert type(again) is type(thing)


def test_what_is_changed_after_it_was_thawed_does_not_change_what_is_stored() -> None:
    codec, _, _ = _codec(dict[Node, set[Node]])
    frozen = codec.freeze({A: {B}})
    codec.thaw(frozen)[A].add(C)
    assert codec.thaw(frozen) == {A: {B}}


def test_a_dict_is_the_same_in_whatever_order_it_was_filled() -> None:
    codec, _, _ = _codec(dict[Node, Small])
    assert codec.freeze({A: 1, C: 2, B: 3}) == codec.freeze({C: 2, B: 3, A: 1})
    assert list(codec.thaw(codec.freeze({C: 2, B: 3, A: 1}))) == [A, B, C]


def test_a_count_of_zero_is_no_element() -> None:
    codec, _, _ = _codec(Counter[Node])
    assert codec.freeze(Counter({A: 0, B: 1})) == codec.freeze(Counter({B: 1}))


@pytest.mark.parametrize(
    ("hint", "thing", "message"),
    [
        (Small, 4, "x is 4, outside 0..3"),
        (Small, None, "x is None, not of type 0..3"),
        (Small, True, "x is True, not of type 0..3"),
        (Small, "2", "x holds a str, not of type 0..3"),
        (dict[Node, Small], {A: 0, B: 4}, "x[Node2] is 4, outside 0..3"),
        (dict[Node, Small], {A: None}, "x[Node1] is None, not of type 0..3"),
        (dict[Node, bool], {A: 1}, "x[Node1] is 1, not of type bool"),
        (dict[Node, Small], {None: 1}, "a key of x is None, not of type Node"),
        (dict[Node, dict[Node, Note]], {A: {B: Note(9, A)}}, "x[Node1][Node2].number is 9"),
        (set[Note], {Note(1, A), Note(5, B)}, "a member of x.number is 5, outside 0..3"),
        (set[Node], frozenset({A}), "x holds the frozenset {Node1}, not of type set[Node]"),
        (Group, Group({A}), "x holds the set {Node1}, not of type frozenset[Node]"),  # type: ignore[arg-type]  # the mistake
        (Note | None, Group(frozenset()), "x is Group({}), not of type Note | None"),
        (Annotated[list[Node], MaxLen(1)], [A, B], "x has 2 elements, more than the 1"),
        (Annotated[list[Node], MaxLen(1)], (A,), "x holds the tuple [Node1], not of type list"),
        (Counter[Node], Counter({B: -1}), "x[Node2] is -1, outside 0.."),
        (Annotated[Counter[Node], Interval(le=1)], Counter({B: 2}), "x[Node2] is 2, outside 0..1"),
        (dict[Node, bool], Map({A: True}), "x holds the Map {Node1: True}, not of type dict"),
        (Low | High, 3, "x is 3, outside 0..1"),
        (set[Node] | None, A, "x is Node1, not of type set[Node] | None"),
        (Counter[Node], {B: 1}, "x is {Node2: 1}, not of type Counter[Node]"),
    ],
)
def test_what_is_not_of_its_type_is_named_with_its_place(
    hint: Hint, thing: object, message: str
) -> None:
    codec, type_, _ = _codec(hint)
    with pytest.raises(Unfit) as raised:
        codec.freeze(thing)
    assert why_unfit(raised.value, thing, type_, "x").startswith(message)


def test_a_known_value_does_not_let_an_equal_one_of_another_type_through() -> None:
    codec, _, _ = _codec(dict[Node, Note])
    codec.freeze({A: Note(1, None)})
    with pytest.raises(Unfit):
        codec.freeze({A: Note(number=True, node=None)})


def test_a_value_of_another_kind_is_made_into_no_object() -> None:
    _, type_, classes = _codec(set[Node])
    with pytest.raises(TypeError, match="3 is not of type set"):
        object_of(3, type_, classes)
    _, type_, classes = _codec(Node | Note)
    with pytest.raises(TypeError, match=r"3 is not of type Node | Note"):
        object_of(3, type_, classes)


def test_a_type_that_no_field_can_have_is_a_bug() -> None:
    with pytest.raises(InternalError, match="iterable of bool"):
        Codecs({}).of(StreamType(BOOL, ordered=True))
