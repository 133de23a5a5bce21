"""Sets and dicts are iterated in canonical order, in a spec and in the modules beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from agreement import Comparison

from modelcheck.explicit.reference.mirror import value_of
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.steps import successors
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.ir.values import Atom, MapValue, order_key
from modelcheck.lang import Map, Ordered
from modelcheck.lang.order import in_order, place_of

MC = str(Path(sys.executable).with_name("mc"))


class Rank(Ordered, size=12):
    """A sort with more elements than CPython keeps in a row."""


class Colour(Enum):
    RED = "z"
    BLUE = "a"


class Pair(NamedTuple):
    rank: Rank
    colour: Colour | None


RANKS = tuple(Rank)

THINGS: list[Any] = [  # Any: values of every kind
    *(None, False, True, -1, 7, *RANKS, *Colour),
    *(Pair(RANKS[3], Colour.RED), Pair(RANKS[3], None), Pair(RANKS[0], Colour.BLUE)),
    *([], [3, 1], [3], frozenset({3, 1}), frozenset(RANKS), set[int]()),
    *(Map({RANKS[1]: 3, RANKS[0]: 4}), {1: 2}, Counter({RANKS[5]: 2, RANKS[2]: 1})),
]


def test_the_order_of_objects_is_that_of_the_values_they_stand_for() -> None:
    assert [place_of(each) for each in THINGS] == [order_key(value_of(each)) for each in THINGS]


def test_a_set_is_iterated_in_the_order_of_its_sort() -> None:
    assert list(in_order(set(RANKS))) == list(RANKS)
    assert list(in_order(frozenset(Colour))) == [Colour.RED, Colour.BLUE]


def test_sets_of_sets_are_iterated_by_size_and_then_by_their_elements() -> None:
    first, second, third = RANKS[:3]
    small = [frozenset[Rank](), frozenset({first}), frozenset({third})]
    large = [frozenset({first, second}), frozenset({first, third}), frozenset({second, third})]
    assert list(in_order(set(large + small))) == small + large
    nested = {frozenset({each}) for each in large}
    assert list(in_order(nested)) == [frozenset({each}) for each in large]


def test_a_dict_is_iterated_in_the_order_of_its_keys() -> None:
    made = dict(zip(RANKS[::-1], range(12), strict=True))
    for each in (made, Map(made)):
        assert list(in_order(each)) == list(RANKS)
        assert list(in_order(each.keys())) == list(RANKS)
        assert list(in_order(each.values())) == list(range(12))[::-1]
        assert next(iter(in_order(each.items()))) == (RANKS[0], 11)


def test_what_has_an_order_and_what_is_no_value_stay_as_they_are() -> None:
    for thing in ([3, 1], range(3), Rank, {"b", "a"}):
        assert in_order(thing) is thing


# What `all` comes to depends on the order of the set: CPython's depends on PYTHONHASHSEED.
SPEC = """
from __future__ import annotations

from enum import Enum
from typing import Annotated

from annotated_types import Interval
from modelcheck.lang import Spec, action, init, require
from order_helper import least


class Colour(Enum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"


class Shop(Spec):
    seen: set[Colour]
    price: dict[Colour, Annotated[int, Interval(ge=0, le=3)]]

    @init
    def start(self) -> None:
        self.seen = set()
        self.price = {Colour.BLUE: 0}

    @action
    def see(self, c: Colour) -> None:
        require(c not in self.seen)
        self.seen.add(c)

    @action
    def sell(self) -> None:
        require(all(self.price[c] > 0 for c in self.seen | {Colour.RED, Colour.BLUE}))
        self.seen = set()

    @action
    def give(self) -> None:
        require(least(self.price, self.seen) > 0)
        self.seen = set()

    @action
    def move(self) -> None:
        del self.price[Colour.BLUE]
        self.price = {Colour.GREEN: 1, Colour.RED: 0}
        require(all(2 // self.price[c] < 2 for c in self.price))
"""

HELPER = """
from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")


def least(price: dict[K, int], seen: set[K]) -> int:
    return min((price[c] for c in seen), default=1)
"""


# The same with sets inside of frozensets, in the spec and in a module beside it.
GROUPS = """
from __future__ import annotations

from enum import Enum
from typing import Annotated

from annotated_types import Interval
from modelcheck.lang import Spec, action, init, oneof, require, subsets
from groups_helper import some_is_cheap


class Colour(Enum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"
    BLACK = "black"


class Groups(Spec):
    groups: set[frozenset[Colour]]
    price: dict[Colour, Annotated[int, Interval(ge=0, le=3)]]

    @init
    def start(self) -> None:
        self.groups = set()
        self.price = {Colour.BLUE: 0}

    @action
    def pair(self) -> None:
        require(len(self.groups) < 2)
        self.groups.add(oneof(subsets(set(Colour), size=2)))

    @action
    def sell(self) -> None:
        require(all(any(2 // self.price[c] > 0 for c in group) for group in self.groups))
        self.groups = set()

    @action
    def give(self) -> None:
        require(some_is_cheap(self.price, self.groups))
        self.groups = set()
"""

GROUPS_HELPER = """
from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")


def some_is_cheap(price: dict[K, int], groups: set[frozenset[K]]) -> bool:
    return any(price[c] == 0 for group in groups for c in group)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "order_helper.py").write_text(HELPER, encoding="utf-8")
    (tmp_path / "shop.py").write_text(SPEC, encoding="utf-8")
    return tmp_path / "shop.py"


def test_where_all_stops_before_an_element_that_raises_the_meanings_agree(shop: Path) -> None:
    loaded = open_spec(shop, {})
    assert Comparison(lower(loaded, "Shop")).explore().errors > 0


def test_of_several_members_that_raise_the_first_in_order_is_named(shop: Path) -> None:
    loaded = lower(open_spec(shop, {}), "Shop")
    program = Program(
        loaded.module, loaded.spec_class, loaded.classes, loaded.domains, loaded.components
    )
    colours = [Atom("Colour", name, at) for at, name in enumerate(("RED", "BLUE", "GREEN"))]
    steps = successors(program, (frozenset(colours), MapValue(())))
    (error,) = [each.error for each in steps if each.action == "give"]
    assert error is not None
    assert error.startswith("KeyError: there is no key RED")


@pytest.mark.parametrize("engine", ["python", "auto"])
def test_where_sets_of_sets_stop_does_not_depend_on_the_seed_of_the_hashes(
    engine: str, tmp_path: Path
) -> None:
    (tmp_path / "groups_helper.py").write_text(GROUPS_HELPER, encoding="utf-8")
    spec = tmp_path / "groups.py"
    spec.write_text(GROUPS, encoding="utf-8")
    reports = {
        subprocess.run(
            [MC, "check", str(spec), "--json", "--keep-going", "--engine", engine],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        ).stdout.partition(b'"seconds"')[0]
        for seed in "012345"
    }
    assert len(reports) == 1
    assert b'"exit_code": 75' in reports.pop()


def test_where_all_stops_does_not_depend_on_the_seed_of_the_hashes(shop: Path) -> None:
    reports = {
        subprocess.run(
            [MC, "check", str(shop), "--json", "--keep-going", "--engine", "python"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        ).stdout.partition(b'"seconds"')[0]
        for seed in "012345"
    }
    assert len(reports) == 1
    assert b'"exit_code": 75' in reports.pop()
