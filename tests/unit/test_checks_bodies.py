"""Ghosts, counts of zero, definite assignment, claims without effects."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest
from findings import compare

SPEC = '''
from __future__ import annotations
from collections import Counter
from typing import Annotated
from annotated_types import Interval, MaxLen
from modelcheck.lang import (
    Ghost, Ordered, Spec, action, assume, cover, fail, init, invariant, oneof, require,
)

class P(Ordered, size=2):
    """Elements."""

class Bodies(Spec):
    seen: set[P]
    n: Annotated[int, Interval(ge=0, le=9)]
    bag: Annotated[Counter[P], Interval(le=3)]
    bags: dict[P, Counter[P]]
    past: Ghost[set[P]]
    steps: Ghost[Annotated[int, Interval(ge=0, le=9)]]

    @init
    def start(self) -> None:
        self.seen = set()
        self.n = 0
        self.bag = Counter()
        self.bags = {p: Counter() for p in P}
        self.past = set()
        self.steps = 0

    def note(self, p: P) -> None:
        self.past.add(p)

    def happened_before(self, p: P) -> bool:
        return p in self.past

    def take(self, p: P) -> None:
        self.bag[p] -= 1

    def count(self, p: P) -> int:
        return self.bag[p]

    def pick(self) -> P:
        return oneof(P)

    def must(self, p: P) -> None:
        require(p in self.seen)

    def reset(self) -> bool:
        self.n = 0
        return True

    @action
    def step(self, p: P, r: P) -> None:
'''

FINE = {
    "a ghost updated with everything": "self.past |= self.seen\nself.steps += 1\nself.n += 1",
    "a ghost updated under a ghost condition": (
        "self.n += 1\nif p in self.past:\n    self.steps += 1\nelse:\n    self.past.add(p)"
    ),
    "a ghost local for a ghost": "was = p in self.past\nself.n += 1\nif was:\n    self.steps = 0",
    "a local that is bound anew": "x = self.steps\nx = self.n\nself.n = x + 1",
    "a helper that updates a ghost": "self.note(p)\nself.n += 1",
    "a ghost loop": (
        "self.n += 1\nfor x in sorted(self.past):\n    if x == p:\n        self.steps += 1"
    ),
    "a count is asked for after it was lowered": "self.bag[p] -= 1\nrequire(self.bag[p] > 0)",
    "members asked for before": "require(p in self.bag)\nself.bag[p] -= 1",
    "a count is raised": "self.bag[p] += 1\nself.n = len(self.bag)",
    "a positive count is set": "self.bag[p] = 2\nrequire(r in self.bag)",
    "an element is deleted": "del self.bag[p]\nself.n = len(self.bag)",
    "a bag is made anew": "self.bag[p] -= 1\nself.bag = Counter()\nself.n = len(self.bag)",
    "a difference keeps no zeros": "self.bag -= Counter([p])\nself.n = len(self.bag)",
    "another bag": "self.bag[p] -= 1\nself.n = len(self.bags[p])",
    "totals and comparisons": (
        "self.bag[p] -= 1\nself.n = self.bag.total()\nrequire(self.bag == self.bags[p])"
    ),
    "a step that fails": 'if p in self.seen:\n    fail("seen again")',
    "a variant's empty step": "require(False)",
}


@pytest.mark.parametrize("body", FINE.values(), ids=FINE.keys())
def test_passes(body: str, tmp_path: Path) -> None:
    found, expected = compare(SPEC + indent(body, " " * 8) + "\n", tmp_path)
    assert found == expected


BAD = {
    "a guard reads a ghost": "require(p in self.past)  # error: MC192\nself.n += 1",
    "an update reads a ghost": "self.n = self.steps  # error: MC192",
    "a key is a ghost's value": "self.bag[min(self.past)] += 1  # error: MC192",
    "an update under a ghost condition": "if p in self.past:  # error: MC192\n    self.n += 1",
    "a guard under a ghost condition": (
        "self.n += 1\nif p in self.past:  # error: MC192\n    require(p == r)"
    ),
    "a choice among ghosts": (
        "x = oneof(self.past)  # error: MC192\nself.past.discard(x)\nself.n = 1"
    ),
    "a local takes the ghost along": "x = self.steps\nif x > 2:  # error: MC192\n    self.n += 1",
    "a helper reads the ghost": "require(self.happened_before(p))  # error: MC192\nself.n += 1",
    "what is left of a step after a ghost decided": (
        "if p in self.past:  # error: MC192\n    return\nself.n += 1"
    ),
    "a loop that a ghost leaves": (
        "for x in P:\n    if x in self.past:  # error: MC192\n        break\n    self.n += 1"
    ),
    "a loop over a ghost": "for x in sorted(self.past):  # error: MC192\n    self.n += 1",
    "a member after a count was lowered": (
        "self.bag[p] -= 1\nrequire(p not in self.bag)  # error: MC193"
    ),
    "the size after a count was lowered": (
        "self.bag[p] -= 1\nself.n = len(self.bag)  # error: MC193"
    ),
    "the elements after a count was lowered": (
        "self.bag[p] -= 1\nself.seen = {x for x in self.bag}  # error: MC193"
    ),
    "a set of it after a count was lowered": (
        "self.bag[p] -= 1\nself.seen = set(self.bag)  # error: MC193"
    ),
    "a count set to zero": "self.bag[p] = 0\nself.n = len(self.bag)  # error: MC193",
    "a count lowered on one path": (
        "if p == r:\n    self.bag[p] -= 1\nself.n = len(self.bag)  # error: MC193"
    ),
    "a count lowered by a helper": "self.take(p)\nself.n = len(self.bag)  # error: MC193",
    "a count lowered in an earlier round": (
        "for x in P:\n    self.n = len(self.bag)  # error: MC193\n    self.bag[x] -= 1"
    ),
    "a bag in a dict": "self.bags[p][r] -= 1\nself.n = len(self.bags[p])  # error: MC193",
    "a copy of the bag": (
        "self.bag[p] -= 1\nleft = self.bag.copy()\nself.n = len(left)  # error: MC193"
    ),
    "zeros stay when others are added": (
        "self.bag[p] -= 1\nself.bag.update([r])\nself.n = len(self.bag)  # error: MC193"
    ),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_is_found(body: str, tmp_path: Path) -> None:
    found, expected = compare(SPEC + indent(body, " " * 8) + "\n", tmp_path)
    assert expected
    assert found == expected


CLAIMS = {
    "changes a field": "self.n = 1  # error: MC196\nreturn True",
    "changes a part of a field": "self.seen.add(p)  # error: MC196\nreturn True",
    "changes a field in a helper": "x = self.reset()  # error: MC196\nreturn x",
    "has a guard": "require(p in self.seen)  # error: MC198\nreturn True",
    "has a guard in a helper": "self.must(p)  # error: MC198\nreturn True",
    "chooses": "return oneof(P) in self.seen  # error: MC198",
    "chooses in a helper": "return self.pick() in self.seen  # error: MC198",
    "fails": 'if p in self.seen:\n    fail("seen")  # error: MC198\nreturn True',
    "reads": "return self.n >= 0 and p not in self.past",
    "has locals": "mine = self.seen.copy()\nmine.add(p)\nreturn len(mine) > 0",
}


@pytest.mark.parametrize("body", CLAIMS.values(), ids=CLAIMS.keys())
def test_a_claim(body: str, tmp_path: Path) -> None:
    claim = "    @invariant\n    def claim(self, p: P) -> bool:\n" + indent(body, " " * 8) + "\n"
    found, expected = compare(f"{SPEC}        self.n += 1\n\n{claim}", tmp_path)
    assert found == expected


def test_an_assumption_reads_no_field(tmp_path: Path) -> None:
    claim = (
        "    @assume\n    def enough(self) -> bool:\n"
        "        return len(P) > self.n  # error: MC199\n"
    )
    found, expected = compare(f"{SPEC}        self.n += 1\n\n{claim}", tmp_path)
    assert found == expected


def test_an_action_assigns_a_field(tmp_path: Path) -> None:
    text = SPEC.replace(
        "def step(self, p: P, r: P) -> None:", "def step(self, p: P, r: P) -> None:  # error: MC197"
    )
    found, expected = compare(
        f"{text}        require(p in self.seen)\n        n = self.n\n", tmp_path
    )
    assert found == expected


INITS = {
    "every field": ("self.seen = set()\nself.n = 0", True),
    "on both branches": (
        "x = oneof(P)\nif x == min(P):\n    self.n = 0\nelse:\n    self.n = 1\nself.seen = {x}",
        True,
    ),
    "a helper sets": ("self.empty()\nself.n = 0", True),
    "reads what is set": ("self.seen = set()\nself.n = len(self.seen)", True),
    "a path that fails": ('self.n = 0\nif self.n > 0:\n    fail("no")\nself.seen = set()', True),
    "reads too early": ("self.n = len(self.seen)  # error: MC195\nself.seen = set()", True),
    "changes too early": (
        "self.seen.add(min(P))  # error: MC195\nself.seen = set()\nself.n = 0",
        True,
    ),
    "not at all": ("self.seen = set()", False),
    "on one branch": ("self.seen = set()\nif oneof([True, False]):\n    self.n = 0", False),
    "in a loop that may have no round": (
        "self.seen = set()\nfor _ in range(2):\n    self.n = 0",
        False,
    ),
    "after a way out": (
        "self.seen = set()\nif oneof([True, False]):\n    return\nself.n = 0",
        False,
    ),
}


@pytest.mark.parametrize(("body", "complete"), INITS.values(), ids=INITS.keys())
def test_init(body: str, complete: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a case's verdict
    text = f'''
from typing import Annotated
from annotated_types import Interval
from modelcheck.lang import Ordered, Spec, action, fail, init, oneof

class P(Ordered, size=2):
    """Elements."""

class Initial(Spec):
    seen: set[P]
    n: Annotated[int, Interval(ge=0, le=9)]

    def empty(self) -> None:
        self.seen = set()

    @init
    def start(self) -> None:{"" if complete else "  # error: MC194"}
{indent(body, " " * 8)}

    @action
    def step(self) -> None:
        self.n += 1
'''
    found, expected = compare(text, tmp_path)
    assert found == expected
