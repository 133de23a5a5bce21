"""Aliasing: what CPython's references and values agree on passes, all else is found."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest
from findings import compare

SPEC = '''
from __future__ import annotations
from typing import Annotated, Final
from annotated_types import Interval, MaxLen
from modelcheck.lang import Ordered, Spec, action, init, invariant, oneof, require

class P(Ordered, size=2):
    """Elements."""

ORDER: Final = (1, 2)

class Sharing(Spec):
    a: set[P]
    b: set[P]
    d: dict[P, set[P]]
    e: dict[P, set[P]]
    dd: dict[P, dict[P, set[P]]]
    q: Annotated[list[P], MaxLen(3)]
    qs: Annotated[list[set[P]], MaxLen(3)]
    n: Annotated[int, Interval(ge=0, le=9)]

    @init
    def start(self) -> None:
        self.a = set()
        self.b = set()
        self.d = {p: set() for p in P}
        self.e = {p: set() for p in P}
        self.dd = {p: {r: set() for r in P} for p in P}
        self.q = []
        self.qs = []
        self.n = 0

    def grow(self, given: set[P], p: P) -> None:
        given.add(p)

    def grow_field(self, p: P) -> None:
        self.d[p].add(p)

    def inner(self, p: P) -> set[P]:
        return self.d[p]

    def fresh(self) -> set[P]:
        return set()

    @action
    def change(self, p: P) -> None:
        self.a.add(p)
        self.d[p].add(p)

    @action
    def step(self, p: P, r: P) -> None:
'''


def check(body: str, folder: Path) -> None:
    found, expected = compare(SPEC + indent(body, " " * 8) + "\n", folder)
    assert found == expected


AGREE = {
    "a name that is only read": "seen = self.d[p]\nself.n = len(seen)\nself.n += len(seen)",
    "a name read before the change": "seen = self.d[p]\nself.n = len(seen)\nself.d[p].add(r)",
    "a name whose field is not changed": "seen = self.d[p]\nself.e[p].add(r)\nself.n = len(seen)",
    "a copy that is changed": (
        "seen = self.a.copy()\nseen.add(p)\nself.a.add(r)\nself.n = len(seen)"
    ),
    "a name for the old value of a field that is bound anew": (
        "old = self.a\nself.a = set()\nself.a.add(p)\nself.n = len(old)"
    ),
    "an object that has left the state": (
        "old = self.a\nself.a = set()\nold.add(p)\nself.n = len(old)"
    ),
    "a new object put into the state": "new = {p}\nnew.add(r)\nself.d[p] = new",
    "fields that change places": "self.a, self.b = self.b, self.a\nself.a.add(p)",
    "a field that goes to another and is renewed": "self.b = self.a\nself.a = set()\nself.b.add(p)",
    "an entry put in the place of a borrowed one": (
        "seen = self.d[p]\nself.d[p] = seen | {r}\nself.n = len(seen)"
    ),
    "the outer dict changes, the name is for an inner value": (
        "seen = self.dd[p]\nself.dd[p] = {}\nself.n = len(seen)"
    ),
    "a new object in each round": "for x in P:\n    new = {x}\n    new.add(p)\n    self.d[x] = new",
    "what is changed in each round is read anew": (
        "for x in P:\n    seen = self.d[x]\n    self.n = len(seen)\n    self.d[x].add(p)"
    ),
    "a loop over a copy": "for x in list(self.q):\n    self.q.remove(x)",
    "a loop that ends with the change": (
        "for x in self.q:\n    if x == p:\n        self.q.remove(x)\n        break"
    ),
    "a loop over what is not changed": "for x in self.q:\n    self.a.add(x)",
    "entries kept under their keys": (
        "self.d = {x: s for x, s in self.d.items() if x != p}\nself.d[r] = set()\nself.d[r].add(p)"
    ),
    "entries copied one by one": "self.e = {x: self.d[x].copy() for x in P}\nself.e[p].add(r)",
    "a helper that makes a new object": (
        "new = self.fresh()\nnew.add(p)\nself.a = new\n"
        "self.b = self.fresh()\nself.d[p] = self.fresh()"
    ),
    "a helper that is given a new object which is not read again": (
        "new: set[P] = set()\nself.grow(new, p)\nself.n += 1"
    ),
    "a helper that changes the state": "self.grow_field(p)\nself.n = len(self.d[p])",
    "immutable parts of the state": "head = self.q[0]\nself.q.append(head)\nself.a.add(head)",
    "a frozen copy": "seen = frozenset(self.a)\nself.a.add(p)\nself.n = len(seen)",
    "a slice of a list": "rest = self.q[1:]\nself.q.append(p)\nself.n = len(rest)",
    "a branch that binds the name anew": (
        "seen = self.a\nif p == r:\n    seen = seen | {p}\nself.n = len(seen)"
    ),
    "an entry that is made where there is none": "self.d.setdefault(p, set())\nself.d[p].add(r)",
    "a new object put between others": "self.qs.insert(1, {p})\nself.qs[0].add(r)",
    "a choice among immutable things": "x = oneof(self.a)\nself.a.remove(x)\nself.b.add(x)",
    "a change in the branch that does not read": (
        "seen = self.a\nif p == r:\n    self.a.add(p)\nelse:\n    self.n = len(seen)"
    ),
}


@pytest.mark.parametrize("body", AGREE.values(), ids=AGREE.keys())
def test_passes(body: str, tmp_path: Path) -> None:
    check(body, tmp_path)


DIFFER = {
    "the state changes through a local": "seen = self.d[p]\nseen.add(r)  # error: MC180",
    "the state changes through a nested local": (
        "row = self.dd[p]\ncell = row[r]\ncell.add(p)  # error: MC180"
    ),
    "the state changes through a key of a local": (
        "row = self.dd[p]\nrow[r] = set()  # error: MC180"
    ),
    "a local is read after the state changed": (
        "seen = self.d[p]\nself.d[r].add(p)\nself.n = len(seen)  # error: MC181"
    ),
    "a local for a container of what changed": (
        "rows = self.d\nself.d[p].add(r)\nself.n = len(rows[r])  # error: MC181"
    ),
    "a local for the dict whose keys changed": (
        "row = self.dd[p]\nself.dd[p][r] = set()\nself.n = len(row)  # error: MC181"
    ),
    "a view of a dict that changed": (
        "rows = self.d.values()\nself.d[p].add(r)\n"
        "self.n = sum(len(s) for s in rows)  # error: MC181"
    ),
    "two locals for one new object": (
        "one = {p}\ntwo = one\none.add(r)\nself.n = len(two)  # error: MC181"
    ),
    "augmented assignment changes in place": "seen = self.a\nseen |= {p}  # error: MC180",
    "a change in one branch": (
        "seen = self.a\nif p == r:\n    self.a.add(p)\nself.n = len(seen)  # error: MC181"
    ),
    "a name bound in one branch only": (
        "seen = {p}\nif p == r:\n    seen = self.a\nseen.add(r)  # error: MC180"
    ),
    "either branch of a conditional expression": (
        "seen = self.a if p == r else self.b\nself.b.add(p)\nself.n = len(seen)  # error: MC181"
    ),
    "the change comes round in a loop": (
        "seen = self.a\nfor x in P:\n    self.n = len(seen)  # error: MC181\n    self.a.add(x)"
    ),
    "one object put under every key": (
        "new: set[P] = set()\nfor x in P:\n    self.d[x] = new  # error: MC183"
    ),
    "one object put under every key, then changed": (
        "new = {p}\nself.e = {x: new for x in P}\nself.e[p].add(r)  # error: MC183"
    ),
    "entries shared between two dicts": (
        "self.e = {x: self.d[x] for x in P}\nself.e[p].add(r)  # error: MC180"
    ),
    "a shallow copy of a dict": (
        "rows = self.d.copy()\nself.d[p].add(r)\nself.n = len(rows[p])  # error: MC181"
    ),
    "a shallow copy that is changed": "rows = dict(self.d)\nrows[p].add(r)  # error: MC180",
    "a slice of a list of sets": "rest = self.qs[1:]\nrest[0].add(p)  # error: MC180",
    "a sum of lists of sets": "all_ = self.qs + [{p}]\nall_[0].add(p)  # error: MC180",
    "a value that get gives": "seen = self.d.get(p, set())\nseen.add(r)  # error: MC180",
    "a new object put in, then changed through its name": (
        "new = {p}\nself.d[p] = new\nnew.add(r)  # error: MC180"
    ),
    "a new object put in, the field changed, the name read": (
        "new = {p}\nself.a = new\nself.a.add(r)\nself.n = len(new)  # error: MC181"
    ),
    "two fields with one object": "self.b = self.a\nself.b.add(p)  # error: MC180",
    "two fields that stay one object": "self.b = self.a  # error: MC184\nself.n += 1",
    "an entry moved and still there": "self.d[p] = self.d[r]  # error: MC183",
    "a list changes under its loop": "for x in self.q:\n    self.q.append(x)  # error: MC182",
    "a list changes under its loop, by another path": (
        "items = self.q\nfor x in items:\n    if x == p:\n        self.q.remove(x)  # error: MC182"
    ),
    "a list changes under its reversal": (
        "for x in reversed(self.q):\n    self.q.append(x)  # error: MC182"
    ),
    "a set of the state changes through the loop's variable": (
        "for s in self.qs:\n    s.add(p)  # error: MC180"
    ),
    "a helper changes what it is given": "self.grow(self.a, p)\nself.n += 1",
    "a helper changes a local of the caller": (
        "new: set[P] = set()\nself.grow(new, p)\nself.n = len(new)  # error: MC181"
    ),
    "a helper changes the state under a local": (
        "seen = self.d[p]\nself.grow_field(p)\nself.n = len(seen)  # error: MC181"
    ),
    "a helper gives a part of the state": "seen = self.inner(p)\nseen.add(r)  # error: MC180",
}


@pytest.mark.parametrize("body", DIFFER.values(), ids=DIFFER.keys())
def test_is_found(body: str, tmp_path: Path) -> None:
    text = SPEC + indent(body, " " * 8) + "\n"
    if body.startswith("self.grow(self.a"):  # the change itself stands in the helper
        text = text.replace("given.add(p)", "given.add(p)  # error: MC180", 1)
    found, expected = compare(text, tmp_path)
    assert expected
    assert found == expected


def test_a_claim_may_not_change_the_state_through_a_local(tmp_path: Path) -> None:
    claim = (
        "self.n += 1\n\n    @invariant\n    def claim(self, p: P) -> bool:\n"
        "        seen = self.d[p]\n        seen.add(p)  # error: MC180\n"
        "        return len(seen) > 0\n"
    )
    found, expected = compare(SPEC + " " * 8 + claim, tmp_path)
    assert found == expected


def test_entries_that_share_one_object_from_the_start_are_found(tmp_path: Path) -> None:
    text = SPEC.replace(
        "self.d = {p: set() for p in P}",
        "one: set[P] = set()\n        self.d = {p: one for p in P}  # error: MC183",
    )
    found, expected = compare(text + " " * 8 + "self.d[p].add(r)\n", tmp_path)
    assert found == expected
