"""Loops over symmetric sorts, and orders that mean nothing: what must not show is found."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest
from findings import compare

SPEC = '''
from __future__ import annotations
from collections import Counter
from typing import Annotated, Final, NamedTuple
from annotated_types import Interval, MaxLen
from modelcheck.lang import (
    Ordered, Spec, Symmetric, action, init, invariant, one, oneof, require, subsets, the,
)

class S(Symmetric, size=2):
    """Interchangeable."""

class R(Ordered, size=2):
    """Ordered."""

FIRST: Final = one(S)

class Pair(NamedTuple):
    left: S
    right: S

class Loops(Spec):
    view: dict[S, set[S]]
    grid: dict[S, dict[S, bool]]
    net: set[Pair]
    bag: Counter[S]
    rank: dict[R, S]
    last: S | None
    n: Annotated[int, Interval(ge=0, le=9)]
    log: Annotated[list[S], MaxLen(4)]
    known: set[R]
    line: Annotated[list[R], MaxLen(4)]

    @init
    def start(self) -> None:
        self.view = {s: set() for s in S}
        self.grid = {s: {t: False for t in S} for s in S}
        self.net = set()
        self.bag = Counter()
        self.rank = {}
        self.last = None
        self.n = 0
        self.log = []
        self.known = set()
        self.line = []

    def send(self, source: S, to: S) -> None:
        self.net.add(Pair(source, to))

    def clear(self, one_: S) -> None:
        self.view[one_] = set()

    def size(self) -> int:
        return len(self.net)

    @action
    def step(self, s: S) -> None:
'''

BLIND = {
    "writes under its own key": "for x in S:\n    self.view[x] = {x}",
    "changes under its own key": "for x in S:\n    self.view[x].add(s)",
    "own key at an inner level": "for x in S:\n    self.grid[s][x] = True",
    "own key, read under it": (
        "for x in S:\n    if s in self.view[x]:\n        self.view[x].discard(s)"
    ),
    "removes its own key": "for x in S:\n    if x in self.view:\n        del self.view[x]",
    "adds to a set": "for x in S:\n    self.net.add(Pair(s, x))",
    "adds several": "for x in S:\n    self.net |= {Pair(s, x), Pair(x, s)}",
    "doubles its own count": (
        "for x in S:\n    if x == s:\n        self.bag[x] += 1\n"
        "    else:\n        self.bag[x] += self.bag[x]"
    ),
    "adds to a set under another key": "for x in S:\n    self.view[s].add(x)",
    "adds to a bag": "for x in S:\n    self.bag[x] += 1\n    self.bag[s] += 1",
    "adds and drops its own element": (
        "for x in S:\n    if x == s:\n        self.view[s].add(x)\n"
        "    else:\n        self.view[s].discard(x)"
    ),
    "a local of the round": (
        "for x in S:\n    n = len(self.view[x])\n    if n > 0:\n        self.bag[x] += n"
    ),
    "a name used again after": (
        "for x in S:\n    n = len(self.view[x])\n    self.bag[x] += n\nn = 1\nself.n = n"
    ),
    "a set collected in a local": (
        "found: set[S] = set()\nfor x in S:\n    if x != s:\n        found.add(x)\n"
        "self.view[s] = found"
    ),
    "guards in rounds": "for x in S:\n    require(x not in self.view[x])\n    self.view[x].add(x)",
    "helpers that write and add": "for x in S:\n    self.clear(x)\n    self.send(s, x)",
    "nested loops": "for x in S:\n    for y in S:\n        self.grid[x][y] = True",
    "a loop over the ordered": "for x in R:\n    self.rank[x] = s\n    self.last = s",
    "reads what the loop does not write": (
        "for x in S:\n    if Pair(s, x) in self.net:\n        self.view[x].add(s)"
    ),
    "a choice per element of the sort": "self.view = {x: set(oneof(subsets(S))) for x in S}",
    "a constant element": "self.view[FIRST].add(FIRST)",
    "orders that do not show": (
        "self.n = len([x for x in self.view[s]])\n"
        "self.n = sum(1 for x in self.net) + max([len(v) for v in self.view.values()], default=0)\n"
        "self.view[s] = set([x.left for x in self.net])\n"
        "self.line = sorted([r for r in self.known])\n"
        "self.last = the([x for x in self.view[s]], default=None)"
    ),
    "keys that decide": (
        "self.view = {x: v for x, v in self.view.items()}\n"
        "self.view = {x: {x} for x in S if x != s}"
    ),
    "keys that collide with equal values": "self.view = {s: set() for x in self.net}",
    "a choice of a subset": "self.view[s] = set(oneof(subsets(self.view[s])))",
}


@pytest.mark.parametrize("body", BLIND.values(), ids=BLIND.keys())
def test_passes(body: str, tmp_path: Path) -> None:
    found, expected = compare(SPEC + indent(body, " " * 8) + "\n", tmp_path)
    assert found == expected


SHOWN = {
    "the last round wins": "for x in S:\n    self.last = x  # error: MC187",
    "the last round wins under another key": (
        "for x in S:\n    self.grid[s][s] = x == s  # error: MC187"
    ),
    "a list grows by rounds": "for x in S:\n    self.log.append(x)  # error: MC187",
    "adds, and drops another": (
        "for x in S:\n    self.view[s].add(x)\n    self.view[s].discard(s)  # error: MC187"
    ),
    "a sum over rounds": "for x in S:\n    self.n += 1  # error: MC187",
    "reads what rounds add": (
        "for x in S:\n    if len(self.net) < 2:  # error: MC188\n        self.net.add(Pair(s, x))"
    ),
    "reads under another key": (
        "for x in S:\n    if s in self.view[s]:  # error: MC188\n        self.view[x] = {s}"
    ),
    "reads the whole map": (
        "for x in S:\n    self.view[x] = {y for y in S if s in self.view[y]}  # error: MC188"
    ),
    "reads a local of another round": (
        "before = s\nfor x in S:\n    self.view[x].add(before)  # error: MC188\n    before = x"
    ),
    "reads a local after the loop": (
        "chosen = s\nfor x in S:\n    if x != s:\n        chosen = x\n"
        "self.last = chosen  # error: MC188"
    ),
    "adds a count that other rounds change to itself": (
        "for x in S:\n    if x == s:\n        self.bag[s] += 1\n"
        "    else:\n        self.bag[s] += self.bag[s]  # error: MC188"
    ),
    "adds a bag that other rounds change to itself": (
        "for x in S:\n    self.bag[s] += 1\n    self.bag.update(self.bag)  # error: MC188"
    ),
    "writes under its variable, which is another element by then": (
        "for x in S:\n    before = x\n    x = s\n    self.view[x] = {before}  # error: MC187"
    ),
    "counts in a local": ("count = 0\nfor x in S:\n    count += 1  # error: MC188\nself.n = count"),
    "a helper reads what rounds add": (
        "for x in S:\n    self.net.add(Pair(s, x))\n    if SIZE:\n        self.view[x].add(s)"
    ),
    "a break": (
        "for x in S:\n    if x != s:\n        self.view[x].add(s)\n        break  # error: MC189"
    ),
    "a return": (
        "for x in S:\n    self.view[x].add(s)\n    if x != s:\n        return  # error: MC189"
    ),
    "a list of a set": "self.log = [x for x in self.view[s]]  # error: MC186",
    "a list of a sort": "self.log = list(S)  # error: MC186",
    "a list of a dict's keys": "self.line = [r for r in self.rank]  # error: MC186",
    "the first of a list of a set": "self.last = [x.left for x in self.net][0]  # error: MC186",
    "a loop over subsets": "for x in subsets(self.view[s]):  # error: MC186\n    self.n = len(x)",
    "keys that collide": "self.view = {x.left: {x.right} for x in self.net}  # error: MC190",
    "keys that collide in lists of the unordered": (
        "self.view = {x.left: {x.right} for x in list(self.net) + []}  # error: MC190"
    ),
    "keys that collide in one of two lists": (
        "self.view = {\n"
        "    x.left: {x.right}  # error: MC190\n"
        "    for x in ([Pair(s, s)] if self.n > 0 else list(self.net))\n"
        "}"
    ),
    "a choice per member": "self.view[s] = {oneof([x, s]) for x in self.view[s]}  # error: MC191",
}


@pytest.mark.parametrize("body", SHOWN.values(), ids=SHOWN.keys())
def test_is_found(body: str, tmp_path: Path) -> None:
    text = SPEC + indent(body, " " * 8) + "\n"
    if "SIZE" in body:
        text = text.replace("return len(self.net)", "return len(self.net)  # error: MC188")
        text = text.replace("SIZE", "self.size() > 1")
    found, expected = compare(text, tmp_path)
    assert expected
    assert found == expected


def test_a_loop_that_only_tells_whether_some_round_was_left_passes(tmp_path: Path) -> None:
    claim = (
        "self.n += 1\n\n    @invariant\n    def all_empty(self) -> bool:\n        for x in S:\n"
        "            if len(self.view[x]) > 0:\n                return False\n        return True\n"
    )
    found, expected = compare(SPEC + " " * 8 + claim, tmp_path)
    assert found == expected


def test_a_name_of_a_comprehension_is_not_the_variable_of_the_loop(tmp_path: Path) -> None:
    step = (
        "for x in S:\n            if any(self.is_empty(x) for x in S):\n"
        "                self.view[x] = {s}\n\n"
        "    def is_empty(self, x: S) -> bool:\n"
        "        return len(self.view[x]) == 0  # error: MC188\n"
    )
    found, expected = compare(SPEC + " " * 8 + step, tmp_path)
    assert found == expected


@pytest.mark.parametrize("other", ["require(len(self.view[x]) > 1)", "y = oneof(self.view[x])"])
def test_a_loop_that_is_left_where_another_round_disables_the_step_is_found(
    other: str, tmp_path: Path
) -> None:
    helper = (
        "is_there = self.any_empty()\n        self.n = 1 if is_there else 2\n\n"
        "    def any_empty(self) -> bool:\n        for x in S:\n"
        "            if len(self.view[x]) == 0:\n                return True  # error: MC189\n"
        f"            {other}\n        return False\n"
    )
    found, expected = compare(SPEC + " " * 8 + helper, tmp_path)
    assert found == expected


def test_a_loop_that_tells_which_round_was_left_is_found(tmp_path: Path) -> None:
    helper = (
        "self.last = self.some()\n\n    def some(self) -> S | None:\n        for x in S:\n"
        "            if len(self.view[x]) > 0:\n                return x  # error: MC189\n"
        "        return None\n"
    )
    found, expected = compare(SPEC + " " * 8 + helper, tmp_path)
    assert found == expected
