"""Bodies in which class, typed IR, normal form or compiled code once parted, or might: they agree.

Each is the body of an action, run from every state that it leads to, or of a claim.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest
from agreement import Comparison
from engines import natively, program_of
from formulas import Formulas, visited

from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.explore import explore as explore_in_python
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.passes.normalise import normalise
from modelcheck.symbolic.making import system_of
from modelcheck.symbolic.numbers import BitVectors, Integers, Numbers

SPEC = '''
"""A spec around a body."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Annotated, Final, NamedTuple

from annotated_types import Interval, MaxLen
from modelcheck.lang import (
    Map, Ordered, Spec, Symmetric, action, constraint, cover, fail, final, init, invariant, oneof,
    require, subsets, the,
)


class Node(Ordered, size=3):
    """A sort."""


class Proc(Symmetric, size=2):
    """Another."""


class Colour(Enum):
    """Colours."""

    RED = "red"
    BLUE = "blue"


class Ack(NamedTuple):
    """A record of one field."""

    node: Node


class Vote(NamedTuple):
    """A record of two fields."""

    node: Node
    yes: bool


class Made(Spec):
    n: Annotated[int, Interval(ge=0, le=2)]
    table: dict[Node, Annotated[int, Interval(ge=0, le=2)]]
    grid: dict[Node, dict[Node, bool]]
    log: Annotated[list[Node], MaxLen(2)]
    logs: dict[Node, Annotated[list[Node], MaxLen(2)]]
    acks: Annotated[list[Ack], MaxLen(2)]
    maybe: set[Node] | None
    leader: Node | None
    bag: Annotated[Counter[Node], Interval(le=2)]
    low: Annotated[int, Interval(ge=0, le=0)] | Annotated[int, Interval(ge=5, le=6)]

    @init
    def start(self) -> None:
        self.n = 0
        self.table = {min(Node): 1}
        self.grid = {max(Node): {}}
        self.log = [max(Node)]
        self.logs = {}
        self.acks = [Ack(max(Node))]
        self.maybe = None
        self.leader = None
        self.bag = Counter()
        self.low = 0

    @action
    def act(self) -> None:
'''

BODIES = [
    # The default of `setdefault` and `pop` is evaluated whether it is needed or not.
    "self.table.setdefault(oneof(Node), oneof([0, 2]))",
    "self.table.setdefault(min(Node), 1 // 0)",
    "self.table.pop(max(Node), oneof([0, 1]))",
    "self.table.pop(min(Node), self.table[max(Node)])",
    "self.n = self.table.pop(min(Node), oneof([0, 1]))",
    # What `pop` gives instead may be of another type.
    "self.table.pop(min(Node), None)",
    """
    found = self.table.pop(oneof(Node), None)
    if found is not None:
        self.n = found + 1
    """,
    # A key with a choice in it is chosen once, and after the place was found.
    "self.table.pop(oneof(Node), 0)",
    "self.n = self.table.pop(oneof(Node))",
    "self.grid[min(Node)].setdefault(oneof(Node), True)",
    "self.grid[oneof(Node)].setdefault(oneof(Node), oneof([False, True]))",
    "self.grid[min(Node)][oneof(Node)] = True",
    "self.logs[min(Node)][oneof([0, 1])] = oneof(Node)",
    "if len(self.log) < 2:\n    self.log.insert(oneof([0, 1]), oneof(Node))",
    "self.log.pop(oneof([0, -1]))",
    "del self.grid[oneof(Node)]",
    "self.table[oneof(Node)] += oneof([0, 1])",
    # Each option of a union has a way of its own into the store and back.
    "self.maybe = None if self.maybe is not None else {oneof(Node)}",
    "self.low = 6 if self.low == 0 else 0",
    # What stands before `as` has shown what the name is.
    """
    match self.leader:
        case Node() as n:
            self.log = [n]
        case None:
            self.leader = max(Node)
    """,
    # `update` keeps counts that have fallen below zero, other operations on bags do not.
    "self.bag[min(Node)] -= 1\nself.bag.update([max(Node)])",
    "self.bag[min(Node)] -= 1\nself.bag += Counter([max(Node)])",
    # `require(False)` ends the step: what the other branch has set is there afterwards.
    """
    if self.leader is None:
        self.leader = oneof(Node)
        last = min(Node)
    elif len(self.log) > 1:
        self.log = []
        require(False)
    else:
        last = self.leader
    self.log.append(last)
    """,
    """
    if self.leader is None:
        self.leader = oneof(Node)
    if self.leader == max(Node):
        require(False)
    else:
        other = max(Node)
    self.log = [self.leader, other]
    """,
    # A choice without options disables the step, unless it is not made or something raised before.
    """
    if len(self.log) > 0:
        self.log.pop()
    self.leader = oneof(self.log) if len(self.log) > 0 else max(Node)
    """,
    "self.n = self.table[max(Node)] + oneof(self.table[node] for node in self.log[1:])",
    """
    if self.n > 0:
        self.n = oneof(self.table[node] for node in self.log[1:]) + self.table[max(Node)]
    self.n += 1
    """,
    # The last case takes what is left where there is a case for everything.
    """
    match self.leader:
        case Node() as node:
            found = [node]
        case None:
            found = [max(Node)]
    self.log = found
    self.leader = None if self.leader is not None else oneof(Node)
    """,
    """
    match oneof((Colour.RED, Colour.BLUE)):
        case Colour.RED:
            found = max(Node)
        case Colour.BLUE:
            found = min(Node)
    self.leader = found
    """,
    # The names of a case are bound before its guard is tested, and stay bound if that is false.
    """
    last = min(Node)
    match Vote(max(Node), self.n == 0):
        case Vote(last, True) if len(self.log) > 1:
            self.log = [last]
        case Vote(_, False):
            self.n = 0
        case _:
            self.log = [last, last]
    self.leader = last
    """,
    """
    last: Node | None = None
    if last is None:
        match self.acks[0]:
            case Ack(last) if len(self.log) > 1:
                self.log = [last]
            case _:
                self.log.append(max(Node))
        self.leader = last
    """,
    # A case takes the subject apart as it was, also where it binds a name of it.
    """
    node = max(Node)
    votes = {max(Node): Vote(min(Node), True), min(Node): Vote(max(Node), False)}
    match votes[node]:
        case Vote(node, yes):
            self.leader = node
            self.n = 1 if yes else 0
    """,
    # A record of one field is taken apart.
    "for (node,) in self.acks:\n    self.leader = node",
]


CLAIMS = [
    # Defaults are evaluated whether they are needed or not.
    "return max(self.log, default=self.log[1]) in self.table",
    "return the([self.n], default=1 // self.n) == 0",
    "return self.table.get(min(Node), 1 // self.n) > 0",
    # The default is of another type than the elements, and not compared with them.
    "first = min(self.log, default=None)\nreturn first is None or first == min(Node)",
    "last = max(set(self.log), default=None)\nreturn last is None or last in self.log",
    # Some values are never the same, or never there.
    "return self.leader not in self.log",
    "return [] <= self.log and not self.log < []",
    # A record of other fields is never one of these.
    """
    sent: Counter[Ack | Vote] = Counter(self.acks)
    vote = Vote(min(Node), True)
    return sent[vote] == 0 and vote not in sent
    """,
    # What is empty as it is written has elements of no type, and no rounds.
    "return all(len(made[:1]) == self.n for _, made in {node: [] for node in []}.items())",
    """
    empty: dict[Node, list[Node]] = {}
    return all(len(made[:1]) == self.n for _, made in empty.items())
    """,
    """
    empty: list[list[Node]] = []
    return all(len(made[:1]) == self.n for made in reversed(empty))
    """,
    """
    empty: list[set[Node]] = []
    return all(len(made | {min(Node)}) == self.n for made in empty)
    """,
]

BUMP = """
if self.n < 2:
    self.n += 1
self.log = [min(Node), max(Node)][: oneof([0, 1, 2])]
self.table = {node: 1 for node in oneof(subsets(Node))}
"""

CLAIMED = [(BUMP, each) for each in CLAIMS]


def written(folder: Path, body: str, claim: str | None = None, kind: str = "invariant") -> Path:
    """Write a spec with an action of this body, and a claim of some kind."""
    path = folder / "made.py"
    text = SPEC + indent(dedent(body), " " * 8) + "\n"
    if claim is not None:
        text += f"\n    @{kind}\n    def holds(self) -> bool:\n" + indent(dedent(claim), " " * 8)
    path.write_text(text + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("body", BODIES)
def test_the_three_meanings_of_a_body_agree(body: str, tmp_path: Path) -> None:
    path = written(tmp_path, body)
    comparison = Comparison(lower(open_spec(path, {}), "Made"))
    assert comparison.explore(100).steps > 0


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_three_meanings_of_a_claim_agree(claim: str, tmp_path: Path) -> None:
    path = written(tmp_path, BUMP, claim)
    explored = Comparison(lower(open_spec(path, {}), "Made")).explore(100)
    assert explored.steps > 0


@pytest.mark.parametrize("numbers", [BitVectors(), Integers()])
@pytest.mark.parametrize(("body", "claim"), [*((each, None) for each in BODIES), *CLAIMED])
def test_a_body_as_formulas_has_the_steps_of_its_class(
    body: str, claim: str | None, numbers: Numbers, tmp_path: Path
) -> None:
    path = written(tmp_path, body, claim)
    normal = normalise(lower(open_spec(path, {}), "Made").module)
    Formulas(system_of(normal, numbers)).agree(visited(normal.module, 3))


@pytest.mark.parametrize("body", BODIES)
def test_a_compiled_body_gives_the_result_of_its_class(body: str, tmp_path: Path) -> None:
    program = program_of(written(tmp_path, body), "Made")
    options = Options(keep_going=True)
    assert natively(program, options, workers=1) == explore_in_python(program, options)


@pytest.mark.parametrize("kind", ["invariant", "cover", "constraint", "final"])
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_compiled_claim_gives_the_result_of_its_class(
    claim: str, kind: str, tmp_path: Path
) -> None:
    program = program_of(written(tmp_path, BUMP, claim, kind), "Made")
    options = Options(keep_going=True)
    assert natively(program, options, workers=1) == explore_in_python(program, options)
