"""What the checks of symmetry let pass treats interchangeable elements alike.

Hypothesis makes up steps with loops over a symmetric sort.  Of those that are accepted, the
steps out of a state with its two elements exchanged are the steps out of the state, with the two
exchanged in what they lead to.
"""

from __future__ import annotations

from collections import Counter
from textwrap import indent

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value
from modelcheck.semantics.interpret import initial_states, successors
from modelcheck.semantics.trace import State
from modelcheck.source.diagnostic import SpecError

pytestmark = pytest.mark.no_cover  # it takes nearly twice the time

SPEC = '''
from collections import Counter
from typing import Annotated, NamedTuple
from annotated_types import Interval, MaxLen
from modelcheck.lang import Spec, Symmetric, action, init, oneof, require, subsets, the

class S(Symmetric, size=2):
    """Interchangeable."""

class Pair(NamedTuple):
    left: S
    right: S

class Loops(Spec):
    view: dict[S, set[S]]
    up: dict[S, bool]
    net: set[Pair]
    bag: Annotated[Counter[S], Interval(le=9)]
    chosen: dict[S, S]
    last: S | None
    n: Annotated[int, Interval(ge=0, le=9)]
    log: Annotated[list[S], MaxLen(9)]

    @init
    def start(self) -> None:
        self.view = {s: set(oneof(subsets(S, max=1))) for s in S}
        self.up = {s: oneof([True, False]) for s in S}
        self.net = set()
        self.bag = Counter()
        self.chosen = {}
        self.last = oneof([None, oneof(S)])
        self.n = 0
        self.log = []

    def send(self, source: S, to: S) -> None:
        self.net.add(Pair(source, to))

    def seen(self, one: S) -> bool:
        return one in self.view[one]

    @action
    def step(self, s: S) -> None:
        x = s
        k = 0
        found: set[S] = set()
'''

tests = st.sampled_from(
    (
        "self.up[z]",
        "self.up[s]",
        "z in self.view[s]",
        "s in self.view[z]",
        "self.seen(z)",
        "any(self.seen(z) for z in S)",
        "z == x",
        "len(self.net) < 2",
        "len(self.bag) > 1",
        "z in self.chosen",
        "self.last == z",
        "len(found) > 0",
        "k > 0",
    )
)
changes = st.sampled_from(
    (
        "self.up[z] = not self.up[z]",
        "self.up[s] = not self.up[s]",
        "self.up[x] = True",
        "self.view[z].add(s)",
        "self.view[s].add(z)",
        "self.view[z] = self.view[s]",
        "self.view[z] = {y for y in S if y in self.view[z]}",
        "self.view[s].discard(z)",
        "self.view[z] = found.copy()",
        "self.net.add(Pair(s, z))",
        "self.send(z, x)",
        "self.net |= {Pair(y, z) for y in self.view[z]}",
        "self.bag[z] += 1",
        "self.bag[s] += 1 if self.up[z] else 2",
        "self.bag[s] += self.bag[s]",
        "self.bag[z] += self.bag[z]",
        "z = s",
        "self.chosen[z] = s",
        "self.chosen[s] = z",
        "self.chosen.setdefault(z, x)",
        "self.chosen.pop(z, s)",
        "self.last = z",
        "self.n += 1",
        "self.log.append(z)",
        "found.add(z)",
        "x = z",
        "k = len(self.view[z])",
        "k += 1",
        "break",
        "continue",
        "return",
        "require(self.up[z] or z != s)",
        "self.up[z] = oneof([True, False])",
    )
)
ends = st.sampled_from(
    (
        "self.last = x",
        "self.n = k",
        "self.view[s] = found",
        "self.n = len(found)",
        "self.log = [y for y in self.view[s]]",
        "self.last = the((y for y in self.view[s]), default=None)",
        "self.chosen = {y.left: y.right for y in self.net}",
        "self.chosen = {y: y for y in found}",
    )
)
guarded = st.builds("if {}:\n    {}".format, tests, changes)
rounds = st.lists(st.one_of(changes, guarded), min_size=1, max_size=3).map("\n".join)
loops = rounds.map(lambda body: f"for z in S:\n{indent(body, '    ')}")
bodies = st.lists(st.one_of(loops, loops, ends), min_size=1, max_size=3).map("\n".join)


def swapped(value: Value) -> Value:
    """Give the value with the two elements of `S` exchanged."""
    match value:
        case Atom("S", _, index):
            return Atom("S", f"S{2 - index}", 1 - index)
        case Record(type_name, names, values):
            return Record(type_name, names, tuple(map(swapped, values)))
        case tuple():
            return tuple(map(swapped, value))
        case frozenset():
            return frozenset(map(swapped, value))
        case MapValue(items):
            return MapValue((swapped(key), swapped(item)) for key, item in items)
        case BagValue(counts):
            return BagValue((swapped(each), count) for each, count in counts)
        case _:
            return value


def exchanged(state: State | None) -> State | None:
    return None if state is None else tuple(map(swapped, state))


@settings(max_examples=100, deadline=None)
@given(body=bodies)
def test_what_is_accepted_is_symmetric(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    path = tmp_path_factory.getbasetemp() / "loops.py"
    path.write_text(SPEC + indent(body, " " * 8) + "\n", encoding="utf-8")
    try:
        module = lower(open_spec(path, {}), "Loops").module
    except SpecError as error:
        for code in sorted({each.code for each in error.diagnostics}):
            event(code)
        return
    event("accepted")
    states = list(dict.fromkeys(each.state for each in initial_states(module)))[::7]
    for state in states:
        assert state is not None
        steps = Counter(each.state for each in successors(module, state))
        other = exchanged(state)
        assert other is not None
        theirs = Counter(each.state for each in successors(module, other))
        assert theirs == Counter(exchanged(each) for each in steps.elements())
