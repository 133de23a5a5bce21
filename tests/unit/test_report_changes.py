"""What a step changed, as lines: only what differs, where it differs."""

from __future__ import annotations

import pytest

from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value, show
from modelcheck.report.changes import changes

P1, P2 = Atom("P", "P1", 0), Atom("P", "P2", 1)


def priority(number: int, who: Atom) -> Record:
    return Record("Priority", ("number", "proposer"), (number, who))


def entry(number: int, *, agreed: bool) -> Record:
    return Record("Entry", ("priority", "agreed"), (priority(number, P1), agreed))


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (0, 1, ("x: 0 -> 1",)),
        (None, P1, ("x: None -> P1",)),
        (1, 1, ()),
        (frozenset[Value](), frozenset({P2, P1}), ("x: + P1, + P2",)),
        (frozenset({P1}), frozenset({P2}), ("x: - P1, + P2",)),
        ((), (P1,), ("x: [] -> [P1]",)),
        (MapValue([(P1, 0)]), MapValue([(P1, 1)]), ("x[P1]: 0 -> 1",)),
        (MapValue([]), MapValue([(P1, priority(1, P2))]), ("x: + P1 -> Priority(1, P2)",)),
        (MapValue([(P1, 0), (P2, 0)]), MapValue([(P2, 0)]), ("x: - P1",)),
        (BagValue([]), BagValue([(P1, 1), (P2, 2)]), ("x: + P1, + P2 x2",)),
        (BagValue([(P1, 1)]), BagValue([(P1, 3)]), ("x[P1]: 1 -> 3",)),
        (BagValue([(P1, 2)]), BagValue([]), ("x: - P1 x2",)),
        (BagValue([(P1, 1)]), BagValue([(P2, -1)]), ("x: - P1", "x[P2]: 0 -> -1")),
        (priority(1, P1), priority(2, P1), ("x.number: 1 -> 2",)),
        (
            priority(1, P1),
            entry(1, agreed=True),
            ("x: Priority(1, P1) -> Entry(Priority(1, P1), True)",),
        ),
        (
            MapValue([(P1, MapValue([(P2, entry(1, agreed=False))]))]),
            MapValue([(P1, MapValue([(P2, entry(2, agreed=True))]))]),
            ("x[P1][P2].priority.number: 1 -> 2", "x[P1][P2].agreed: False -> True"),
        ),
    ],
)
def test_only_what_differs_is_told(old: Value, new: Value, lines: tuple[str, ...]) -> None:
    assert tuple(map(str, changes(["x"], (old,), (new,)))) == lines


def test_fields_come_in_their_order() -> None:
    found = changes(["b", "a"], (1, 1), (2, 2))
    assert [str(each) for each in found] == ["b: 1 -> 2", "a: 1 -> 2"]


def test_a_bag_below_zero_shows_the_count() -> None:
    assert show(BagValue([(P1, 2), (P2, -1)])) == "{P1 x2, P2: -1}"
