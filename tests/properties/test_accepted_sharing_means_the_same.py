"""What the check of aliasing lets pass means in CPython, which shares, what it means to values.

Hypothesis makes up steps that give names to parts of the state, put them elsewhere, copy them
and change them in place.  Most are refused; of the others the class, run in CPython, and the IR
must agree in every state.
"""

from __future__ import annotations

from textwrap import indent

import pytest
from agreement import Comparison
from hypothesis import event, given, settings
from hypothesis import strategies as st

from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.source.diagnostic import SpecError

pytestmark = pytest.mark.no_cover  # it takes nearly twice the time

SPEC = '''
from typing import Annotated
from annotated_types import Interval, MaxLen
from modelcheck.lang import Ordered, Spec, action, init, invariant

class P(Ordered, size=2):
    """Elements."""

class Sharing(Spec):
    a: set[P]
    b: set[P]
    d: dict[P, set[P]]
    e: dict[P, set[P]]
    q: Annotated[list[set[P]], MaxLen(2)]
    n: Annotated[int, Interval(ge=0, le=3)]

    @init
    def start(self) -> None:
        self.a = set()
        self.b = {min(P)}
        self.d = {p: set() for p in P}
        self.e = {p: {p} for p in P}
        self.q = [{min(P)}]
        self.n = 0

    def fill(self, given: set[P], p: P) -> None:
        given.add(p)

    def part(self, p: P) -> set[P]:
        return self.d[p]

    def renew(self, p: P) -> set[P]:
        old = self.d[p]
        self.d[p] = set()
        return old

    @action
    def step(self, p: P, r: P) -> None:
        x = {p}
        y: set[P] = set()
        m = {z: {z} for z in P}
        t = [{p}, {r}]
'''

SETS = ("x", "y", "self.a", "self.d[p]", "self.d[r]", "m[p]", "m[r]", "t[0]", "t[1]", "self.q[0]")
NEW_SETS = (
    "x | y",
    "x.copy()",
    "set(self.d[p])",
    "self.part(r)",
    "self.d.get(p, x)",
    "(x if p == r else self.a)",
    "self.renew(p)",
    "m.pop(p, y)",
)
MAPS = ("self.d", "self.e", "m")
NEW_MAPS = (
    "self.d.copy()",
    "{z: x for z in P}",
    "{z: {z} for z in P}",
    "{z: self.d[z] for z in P}",
    "{z: m[p] for z in P}",
    "{z: s.copy() for z, s in m.items()}",
    "{z: s for z, s in self.d.items()}",
    "self.d | m",
    "{p: x, r: y}",
)
LISTS = ("self.q", "t")
NEW_LISTS = (
    "[x, x]",
    "[x, y]",
    "t[:1] + self.q",
    "t + t",
    "list(t)",
    "[s.copy() for s in t]",
    "[s for s in t]",
    "[x for s in t]",
    "list(reversed(t))",
    "[self.d[z] for z in P]",
)

sets, maps, lists = st.sampled_from(SETS), st.sampled_from(MAPS), st.sampled_from(LISTS)
names = st.one_of(
    st.builds("{} = {}".format, sets, st.one_of(sets, st.sampled_from(NEW_SETS))),
    st.builds("{} = {}".format, maps, st.one_of(maps, st.sampled_from(NEW_MAPS))),
    st.builds("{} = {}".format, lists, st.one_of(lists, st.sampled_from(NEW_LISTS))),
    st.builds("{}.update({})".format, maps, maps),
    st.builds("{}.append({})".format, lists, sets),
)
changes = st.one_of(
    st.builds("{}.add(r)".format, sets),
    st.builds("{}.discard(p)".format, sets),
    st.builds("{} |= {}".format, sets, sets),
    st.builds("self.fill({}, r)".format, sets),
    st.builds("{}.pop()".format, lists),
)
reads = st.builds("self.n = {}".format, st.builds("len({})".format, sets))


def some(statement: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    """Give a few statements, at times in a branch or a loop."""
    blocks = st.lists(statement, min_size=1, max_size=most).map("\n".join)
    inner = blocks.map(lambda block: indent(block, "    "))
    return st.one_of(
        blocks,
        blocks,
        inner.map("if p == r:\n{}".format),
        inner.map("for z in P:\n{}".format),
        st.builds("for s in {}:\n{}\n    self.n = len(s)".format, lists, inner),
    )


bodies = st.tuples(some(names, 3), some(changes, 2), some(reads, 2)).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(body=bodies)
def test_what_is_accepted_means_the_same(
    tmp_path_factory: pytest.TempPathFactory, body: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "spec.py"
    path.write_text(SPEC + indent(body, " " * 8) + "\n", encoding="utf-8")
    try:
        spec = lower(open_spec(path, {}), "Sharing")
    except SpecError as error:
        for code in sorted({each.code for each in error.diagnostics}):
            event(code)
        return
    event("accepted")
    Comparison(spec).explore(20)
