"""A spec that uses every word of the language; both type checkers accept all of it."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Annotated, Final, NamedTuple, assert_type

from annotated_types import Interval, MaxLen

from modelcheck.components import PerfectLinks
from modelcheck.lang import (
    Ghost,
    Map,
    Ordered,
    Spec,
    Symmetric,
    action,
    assume,
    constraint,
    cover,
    each,
    fail,
    final,
    init,
    invariant,
    old,
    one,
    oneof,
    refines,
    require,
    step_invariant,
    subsets,
    the,
    variant,
)

LIMIT: Final[int] = 2


class Process(Symmetric, size=3):
    """A process."""


class Rank(Ordered, size=LIMIT):
    """A place."""


class Mode(Enum):
    """What a process does."""

    IDLE = 0
    BUSY = 1


LEADER: Final = one(Process)
WEIGHT: Final = each(Process, (2, 1, 1))


class Ballot(NamedTuple):
    """A record: compared field by field."""

    number: Annotated[int, Interval(ge=0, le=LIMIT)]
    rank: Rank


class Stop(NamedTuple):
    """Another one, of another length."""

    process: Process


class Owned(Spec):
    """What the words refine."""

    is_owned: bool

    @init
    def start(self) -> None:
        self.is_owned = oneof([True, False])

    @action
    def change(self) -> None:
        self.is_owned = not self.is_owned


class Words(Spec):
    """Every word, once."""

    mode: dict[Process, Mode]
    members: set[Process]
    views: set[frozenset[Process]]
    network: Counter[Ballot]
    inbox: Annotated[list[Ballot | Stop], MaxLen(3)]
    owner: Process | None
    votes: Map[Process, bool]
    history: Ghost[Annotated[list[Process], MaxLen(3)]]

    @init
    def start(self) -> None:
        self.mode = {p: Mode.IDLE for p in Process}
        self.members = set(Process)
        self.views = {frozenset({LEADER})}
        self.network = Counter()
        self.inbox = []
        self.owner = oneof([None, LEADER])
        self.votes = Map({p: False for p in Process})
        self.history = []

    @action
    def send(self, rank: Rank, p: Process) -> None:
        require(self.mode[p] == Mode.IDLE)
        self.network[Ballot(WEIGHT[p], rank)] += 1
        self.mode[p] = Mode.BUSY
        self.history.append(p)

    @action(fair="weak", by="p")
    def receive(self, ballot: Ballot, p: Process) -> None:
        require(ballot in self.network)
        self.network[ballot] -= 1
        self.inbox.append(ballot)
        self.votes = self.votes | Map({p: True})
        if len(self.inbox) > LIMIT:
            fail("too many")

    @action(fair="strong")
    def leave(self) -> None:
        lost = oneof(subsets(self.members, max=1))
        self.members -= lost
        self.views.add(frozenset(self.members))
        self.inbox = [Stop(LEADER)] if LEADER in lost else []

    @action
    def handle(self) -> None:
        require(len(self.inbox) > 0)
        first = self.inbox.pop(0)
        match first:
            case Ballot(number=number):
                require(number > 0)
            case Stop(process):
                self.mode[process] = Mode.IDLE

    @action
    def pass_on(self, q: Process) -> None:
        if self.owner is None:
            require(False)
        assert_type(self.owner, Process)
        self.members.add(self.owner)
        self.owner = q

    @action
    def hand_over(self, p: Process) -> None:
        require(self.owner == p and p not in self.members)
        self.members.add(p)
        self.owner = oneof(q for q in [self.owner] if q is not None)

    def idle(self) -> set[Process]:
        return {p for p in Process if self.mode[p] == Mode.IDLE}

    @final
    def quiet(self) -> bool:
        return len(self.idle()) == 0

    @invariant
    def owned(self, p: Process) -> bool:
        chosen = the((q for q in Process if q == p), default=None)
        return self.owner is None or self.owner in self.members or chosen == p

    @invariant(lemma=True)
    def present(self) -> bool:
        return len(self.members) > 0

    @step_invariant
    def shrinks(self) -> bool:
        return self.members <= old(self).members

    @cover
    def ranked(self, low: Rank, high: Rank) -> bool:
        ballots = [each for each in self.inbox if isinstance(each, Ballot)]
        return low < high and min(Rank) <= low and max(Rank) >= high and len(ballots) > 0

    @assume
    def enough(self) -> bool:
        return len(Process) > LIMIT

    @refines(Owned)
    def ownership(self, abstract: Owned) -> None:
        abstract.is_owned = self.owner is not None

    @constraint
    def small(self) -> bool:
        return self.network.total() <= LIMIT


@variant(breaks=("owned", "shrinks"), parameters={"LIMIT": 1}, of=Words)
class Twin(Words):
    """A twin."""

    @action
    def send(self, rank: Rank, p: Process) -> None:
        super().send(rank, p)
        self.members.add(p)

    @refines(Owned)
    def ownership(self, abstract: Owned) -> None:
        abstract.is_owned = True


def types_are_those_of_the_language(spec: Words) -> None:
    """See the types that authors see; nobody calls this."""
    assert_type(LEADER, Process)
    assert_type(WEIGHT[LEADER], int)
    assert_type(oneof(subsets(spec.members)), frozenset[Process])
    assert_type(the(p for p in Process), Process)
    assert_type(the((p for p in Process), default=None), Process | None)
    assert_type(old(spec), Words)
    assert_type(spec.votes | {LEADER: True}, Map[Process, bool])
    assert_type(spec.history, list[Process])
    assert_type(min(Rank), Rank)
    links = PerfectLinks(Process, spec_delivers)
    assert_type(links, PerfectLinks[Process, Rank])
    assert_type(links.is_idle(LEADER), bool)
    assert_type(links.net[LEADER][LEADER], set[Rank])
    assert_type(len(Process), int)


def spec_delivers(p: Process, q: Process, rank: Rank) -> None:
    """Take what arrives."""
    raise NotImplementedError(p, q, rank)
