"""Byzantine generals with oral messages, OM(m): three cannot outvote one traitor, four can.

A commander orders his lieutenants to attack or to retreat.  In OM(0) each lieutenant obeys what
he is told.  In OM(1) each also tells all others what he was told, and does what most say, his
own order included; on a tie he retreats.  In OM(2) he does not simply believe another lieutenant:
all tell each other what that one has told them as well, and what most of them say it was, counts
as his report.  Loyal lieutenants are to do the same (IC1), and what a loyal commander has ordered
(IC2); traitors tell everybody what they like.

Source: L. Lamport, R. Shostak and M. Pease, "The Byzantine generals problem", ACM TOPLAS 4(3),
1982, algorithm OM(m).

Assumptions: `N` generals, of whom up to `F` are traitors, where N > 3 F; M >= F rounds in which
lieutenants tell each other, but no more than N > 2 F + M allows; rounds are synchronous, every
message arrives, and its receiver knows from whom it is.  The spec goes up to OM(2), where what two
traitors can tell is too much to visit it all: `mc bmc` decides that six generals fail, and that
seven do not.

The lecture notes say of one commander and two soldiers that agreement cannot be reached since
"2 <= 3".  By their rule, N <= 3 f, that must read 3 <= 3: the commander is one of the N.
`ThreeGenerals` shows what goes wrong then.  The lieutenants still do the same, since they retreat
on a tie, and it is the loyal commander who is not obeyed.

The notes also say of four generals with a traitor P3 among the lieutenants that "everyone can
verify that p3 fails".  Nobody can: a lieutenant who is outvoted may well be loyal, and have got
another order from a commander who is a traitor; `outvoted_though_loyal` is such a run.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from modelcheck.lang import (
    Spec,
    Symmetric,
    action,
    assume,
    cover,
    fail,
    final,
    init,
    invariant,
    one,
    oneof,
    require,
    subsets,
    variant,
)

N: Final[int] = 4
"""How many generals there are, the commander included."""

F: Final[int] = 1
"""How many of them may be traitors."""

M: Final[int] = 1
"""In how many rounds the lieutenants tell each other what they were told."""


class General(Symmetric, size=N):
    """A general; all but the commander are interchangeable."""


COMMANDER: Final = one(General)
"""The general who gives the order; the others are his lieutenants."""


class Order(Enum):
    """What to do."""

    RETREAT = "retreat"
    ATTACK = "attack"


class Phase(Enum):
    """What the generals have done."""

    BEGINNING = "beginning"
    COMMANDED = "commanded"
    RELAYED = "relayed"
    CONFIRMED = "confirmed"
    DECIDED = "decided"


class ByzantineGeneralsOral(Spec):
    """Loyal lieutenants do the same, and what a loyal commander has ordered."""

    phase: Phase
    traitors: set[General]
    intended: Order
    heard: dict[General, Order]
    reported: dict[General, dict[General, Order]]
    """By who hears it and who says it: what the commander has told him."""
    confirmed: dict[General, dict[General, dict[General, Order]]]
    """By who hears it, about whom, and who says it: what that one has reported to him."""
    decision: dict[General, Order]

    @init
    def start(self) -> None:
        """Any `F` generals, or fewer, are traitors; the commander intends to give any order."""
        self.phase = Phase.BEGINNING
        self.traitors = set(oneof(subsets(General, max=F)))
        self.intended = oneof(Order)
        self.heard = {}
        self.reported = {}
        self.confirmed = {}
        self.decision = {}

    @action
    def command(self) -> None:
        """The commander tells each lieutenant his order, or whatever he likes if he is a traitor.

        What a traitor hears makes no difference, and is left out here and below.
        """
        require(self.phase == Phase.BEGINNING)
        self.phase = Phase.COMMANDED
        self.heard = {
            i: self.told(COMMANDER, self.intended) for i in General if self.is_loyal_lieutenant(i)
        }

    @action
    def relay(self) -> None:
        """Each lieutenant tells the others what he was told; a traitor, whatever he likes."""
        require(self.phase == Phase.COMMANDED)
        self.phase = Phase.RELAYED
        if M not in {0, 1, 2}:
            fail("the spec goes up to OM(2)")
        if M >= 1:
            self.reported = {
                i: {
                    j: self.told(j, self.heard.get(j, Order.RETREAT))
                    for j in General
                    if j not in {i, COMMANDER}
                }
                for i in General
                if self.is_loyal_lieutenant(i)
            }

    @action
    def confirm(self) -> None:
        """In OM(2), each lieutenant tells the others what every other one has reported to him."""
        require(self.phase == Phase.RELAYED and M > 1)
        self.phase = Phase.CONFIRMED
        self.confirmed = {
            i: {
                j: {
                    k: self.told(k, self.reported[k][j] if k in self.reported else Order.RETREAT)
                    for k in General
                    if k not in {i, j, COMMANDER}
                }
                for j in General
                if j not in {i, COMMANDER}
            }
            for i in General
            if self.is_loyal_lieutenant(i)
        }

    @action
    def decide(self) -> None:
        """Each lieutenant does what he is told most often; on a tie he retreats."""
        require(self.phase == (Phase.CONFIRMED if M > 1 else Phase.RELAYED))
        self.phase = Phase.DECIDED
        self.decision = {
            i: Order.ATTACK if self.most_say_attack(i) else Order.RETREAT
            for i in General
            if self.is_loyal_lieutenant(i)
        }

    def told(self, teller: General, truth: Order) -> Order:
        """Give what `teller` says when `truth` is what he should say."""
        return oneof(Order) if teller in self.traitors else truth

    def is_loyal_lieutenant(self, i: General) -> bool:
        """Whether `i` is a lieutenant, and no traitor."""
        return i != COMMANDER and i not in self.traitors

    def most_say_attack(self, i: General) -> bool:
        """Whether `i` was told to attack more than half of the times."""
        return 2 * self.times_told_to_attack(i) > self.times_told(i)

    def times_told_to_attack(self, i: General) -> int:
        """How often `i` was told to attack."""
        by_commander = 1 if self.heard[i] == Order.ATTACK else 0
        return by_commander + sum(1 for j in General if self.report_of(i, j) == Order.ATTACK)

    def times_told(self, i: General) -> int:
        """How often `i` was told anything."""
        return 1 + sum(1 for j in General if self.report_of(i, j) is not None)

    def report_of(self, i: General, j: General) -> Order | None:
        """Give what `j` told `i`, if anything; in OM(2), what most say that it was."""
        if i not in self.reported or j not in self.reported[i]:
            return None
        if i not in self.confirmed:
            return self.reported[i][j]
        itself = 1 if self.reported[i][j] == Order.ATTACK else 0
        others = sum(1 for order in self.confirmed[i][j].values() if order == Order.ATTACK)
        most = 2 * (itself + others) > 1 + len(self.confirmed[i][j])
        return Order.ATTACK if most else Order.RETREAT

    @assume
    def enough_generals(self) -> bool:
        """More than two thirds of the generals are loyal."""
        return N > 3 * F

    @assume
    def enough_rounds(self) -> bool:
        """There are as many rounds of telling each other as there may be traitors."""
        return M >= F

    @assume
    def not_too_many_rounds(self) -> bool:
        """A round more asks for a general more: those who confirm a report are fewer each time.

        Lemma 1 of the paper.  Of four generals with one traitor, OM(1) is right and OM(2) is not:
        a report has two witnesses then, and one of them may be the traitor.
        """
        return N > 2 * F + M

    @assume
    def no_more_rounds_than_modelled(self) -> bool:
        """The spec goes up to OM(2); with more rounds, a run ends in an error."""
        return M in {0, 1, 2}

    @final
    def quiet(self) -> bool:
        """The loyal lieutenants have decided."""
        return self.phase == Phase.DECIDED

    @invariant
    def ic1(self, i: General, j: General) -> bool:
        """IC1: all loyal lieutenants decide the same."""
        return (
            i not in self.decision or j not in self.decision or self.decision[i] == self.decision[j]
        )

    @invariant
    def ic2(self, i: General) -> bool:
        """IC2: every loyal lieutenant decides what a loyal commander has ordered."""
        return (
            COMMANDER in self.traitors
            or i not in self.decision
            or self.decision[i] == self.intended
        )

    @cover
    def decided_under_traitor_commander(self) -> bool:
        """Lieutenants decide although the commander is a traitor."""
        return self.phase == Phase.DECIDED and COMMANDER in self.traitors

    @cover
    def two_faced_commander(self, i: General, j: General) -> bool:
        """The commander tells two lieutenants different orders."""
        return i in self.heard and j in self.heard and self.heard[i] != self.heard[j]

    @cover
    def decided_to_attack(self) -> bool:
        """Some lieutenant decides on the order that is not the one of a tie."""
        return any(order == Order.ATTACK for order in self.decision.values())

    @cover
    def outvoted_though_loyal(self, j: General) -> bool:
        """Those who decide do so against the order that a loyal lieutenant has truly passed on."""
        return j in self.decision and self.decision[j] != self.heard[j]


@variant(breaks="ic2", parameters={"N": 3})
class ThreeGenerals(ByzantineGeneralsOral):
    """Tolerate a traitor among three, N = 3 F.

    One who hears "attack" from the commander and "retreat" from the other lieutenant cannot know
    which of the two lies.
    """


@variant(breaks="ic1", parameters={"M": 0})
class WithoutRelay(ByzantineGeneralsOral):
    """Obey without asking the others, as in OM(0): the commander may be a traitor."""
