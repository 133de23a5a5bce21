"""Byzantine generals with signed messages, SM(m): signatures make any number of generals enough.

A commander signs an order and sends it to his lieutenants.  Whoever gets an order that he has not
yet seen signs it as well and passes it on to the others.  After M + 1 rounds each lieutenant
obeys the order that he has seen; if he has seen two then the commander is a traitor, and if he
has seen none then, too, all retreat.  Loyal lieutenants are to do the same (IC1), and what a loyal
commander has ordered (IC2).

Source: L. Lamport, R. Shostak and M. Pease, "The Byzantine generals problem", ACM TOPLAS 4(3),
1982, algorithm SM(m).

Assumptions: `N` generals, of whom up to `F` are traitors, where N >= F + 2 (with fewer there is
nothing to show) and M >= F; rounds are synchronous, every message arrives, and nobody can forge
the signature of a loyal general.  A message counts in round r only if it has r different
signatures, so what reaches a loyal lieutenant in round r is either passed on by a loyal one who
saw it first in the round before, or signed by r traitors, the commander among them.  Only loyal
lieutenants are modelled, and chains of signatures by what they allow.

The lecture notes name it as the trouble with oral messages that "everyone can falsify the
commander's message".  `UnsignedMessages` is that; with signatures, three generals of whom one is
a traitor come to an agreement, which in oral messages they cannot.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import (
    Spec,
    Symmetric,
    action,
    assume,
    cover,
    final,
    init,
    invariant,
    one,
    oneof,
    require,
    subsets,
    variant,
)

N: Final[int] = 3
"""How many generals there are, the commander included."""

F: Final[int] = 1
"""How many of them may be traitors."""

M: Final[int] = 1
"""In how many rounds the lieutenants pass orders on."""


class General(Symmetric, size=N):
    """A general; all but the commander are interchangeable."""


COMMANDER: Final = one(General)
"""The general who gives the order; the others are his lieutenants."""


class Order(Enum):
    """What to do."""

    RETREAT = "retreat"
    ATTACK = "attack"


class ByzantineGeneralsSigned(Spec):
    """Loyal lieutenants do the same, and what a loyal commander has ordered."""

    round: Annotated[int, Interval(ge=0, le=M + 2)]
    traitors: set[General]
    intended: Order
    seen: dict[General, set[Order]]
    news: dict[General, set[Order]]

    @init
    def start(self) -> None:
        """Any `F` generals, or fewer, are traitors; the commander intends to give any order."""
        self.round = 0
        self.traitors = set(oneof(subsets(General, max=F)))
        self.intended = oneof(Order)
        self.seen = {i: set() for i in General if self.is_loyal_lieutenant(i)}
        self.news = {i: set() for i in General if self.is_loyal_lieutenant(i)}

    @action
    def command(self) -> None:
        """Round 1: the commander sends his order, or whatever he likes if he is a traitor."""
        require(self.round == 0)
        self.round = 1
        self.learn(
            {i: self.commanded() | self.signed_by_traitors(1) for i in General if i in self.seen}
        )

    @action
    def relay(self) -> None:
        """Round r: loyal lieutenants pass on what they first saw in round r - 1."""
        require(1 <= self.round <= M)
        self.round += 1
        self.learn(
            {
                i: self.passed_on_to(i) | self.signed_by_traitors(self.round)
                for i in General
                if i in self.seen
            }
        )

    @action
    def decide(self) -> None:
        """After round M + 1 all decide, and what was new is of no use any more."""
        require(self.round == M + 1)
        self.round = M + 2
        self.news = {i: set() for i in self.news}

    def learn(self, received: dict[General, frozenset[Order]]) -> None:
        """Let each loyal lieutenant add what he receives to what he has seen."""
        self.news = {i: set(received[i] - self.seen[i]) for i in self.seen}
        self.seen = {i: self.seen[i] | received[i] for i in self.seen}

    def commanded(self) -> frozenset[Order]:
        """Give what a loyal commander sends to everyone."""
        return frozenset() if COMMANDER in self.traitors else frozenset({self.intended})

    def passed_on_to(self, i: General) -> frozenset[Order]:
        """Give the orders that other loyal lieutenants pass on to `i`."""
        return frozenset(
            order for order in Order if any(order in self.news[j] for j in self.news if j != i)
        )

    def signed_by_traitors(self, signatures: int) -> frozenset[Order]:
        """Give what traitors alone send to somebody: whatever so many of them can sign."""
        if COMMANDER in self.traitors and signatures <= len(self.traitors):
            return oneof(subsets(Order))
        return frozenset()

    def is_loyal_lieutenant(self, i: General) -> bool:
        """Whether `i` is a lieutenant, and no traitor."""
        return i != COMMANDER and i not in self.traitors

    def decision(self, i: General) -> Order:
        """Give the only order that `i` has seen; if there are none or two, to retreat."""
        return Order.ATTACK if self.seen[i] == {Order.ATTACK} else Order.RETREAT

    @assume
    def enough_generals(self) -> bool:
        """Two generals at least may be loyal, or there is nothing to agree on."""
        return N >= F + 2

    @assume
    def enough_rounds(self) -> bool:
        """There are as many rounds of passing on as there may be traitors."""
        return M >= F

    @final
    def decided(self) -> bool:
        """The rounds are over."""
        return self.round == M + 2

    @invariant
    def ic1(self, i: General, j: General) -> bool:
        """IC1: all loyal lieutenants decide the same."""
        return (
            not self.decided()
            or i not in self.seen
            or j not in self.seen
            or self.decision(i) == self.decision(j)
        )

    @invariant
    def ic2(self, i: General) -> bool:
        """IC2: every loyal lieutenant decides what a loyal commander has ordered."""
        return (
            not self.decided()
            or COMMANDER in self.traitors
            or i not in self.seen
            or self.decision(i) == self.intended
        )

    @cover
    def commander_caught(self, i: General) -> bool:
        """A lieutenant decides who has seen two orders with the commander's signature."""
        return self.decided() and i in self.seen and len(self.seen[i]) == len(Order)

    @cover
    def decided_to_attack(self, i: General) -> bool:
        """Some lieutenant decides on the order that is not the one of doubt."""
        return self.decided() and i in self.seen and self.decision(i) == Order.ATTACK


@variant(breaks="ic1", parameters={"N": 4, "F": 2, "M": 1})
class TooFewRounds(ByzantineGeneralsSigned):
    """Stop a round early: traitors show an order to one loyal lieutenant in the last round."""


@variant(breaks=("ic1", "ic2"), parameters={"N": 4})
class UnsignedMessages(ByzantineGeneralsSigned):
    """Let any traitor make up orders once lieutenants pass them on, as if nobody signed."""

    def signed_by_traitors(self, signatures: int) -> frozenset[Order]:
        """Give what traitors send to somebody."""
        if len(self.traitors) > 0 and (COMMANDER in self.traitors or signatures > 1):
            return oneof(subsets(Order))
        return frozenset()


@variant(breaks="ic1", parameters={"N": 4})
class WithoutRelay(ByzantineGeneralsSigned):
    """Keep orders to oneself: a traitor commander tells each lieutenant another one."""

    @action
    def relay(self) -> None:
        """Round r: only the traitors send anything."""
        require(1 <= self.round <= M)
        self.round += 1
        self.learn({i: self.signed_by_traitors(self.round) for i in General if i in self.seen})
