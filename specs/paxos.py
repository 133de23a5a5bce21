"""Single-decree Paxos: processes that may stop and restart choose one value.

A proposer asks the acceptors for promises. When it has those of a majority it proposes the value
of the highest-numbered proposal that these have accepted, or its own, if they have accepted none.
A value is chosen when a majority has accepted one proposal of it.

Source: Lamport, *Paxos Made Simple*, SIGACT News 32(4), 2001; P2b and P2c are his.

Assumptions: agents work at any speed, may stop and restart, and remember what they must;
messages may be lost, repeated, late and out of order, but not corrupted; two majorities meet.

Modelled: the network is the set of all that was ever sent, so that a message may be received
often, late or never. Who stops takes no more steps, and who restarts still knows what it must:
neither needs an action. A number is one attempt of one proposer, as no two of them use the same;
each attempt has a value of its own to propose. From more promises than a majority a proposer
learns nothing that it would not learn from one of the majorities among them. As in the paper, an
acceptor promises only when it is asked to, not when it accepts a proposal.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from modelcheck.lang import (
    Ordered,
    Spec,
    Symmetric,
    action,
    assume,
    cover,
    final,
    init,
    invariant,
    oneof,
    require,
    subsets,
    the,
    variant,
)


class Acceptor(Symmetric, size=3):
    """A process that accepts proposals."""


class Learner(Symmetric, size=1):
    """A process that wants to know what is chosen."""


class Value(Symmetric, size=2):
    """Something to choose."""


class Number(Ordered, size=2):
    """The number of a proposal, and so an attempt of a proposer."""


MAJORITY: Final[int] = len(Acceptor) // 2 + 1
"""So many acceptors are enough: any two majorities have one in common."""


class Proposal(NamedTuple):
    """A value under a number."""

    number: Number
    value: Value


class Prepare(NamedTuple):
    """A proposer asks for promises not to accept what has a lower number."""

    number: Number


class Promise(NamedTuple):
    """An acceptor promises so, and tells the highest-numbered proposal that it has accepted."""

    acceptor: Acceptor
    number: Number
    accepted: Proposal | None


class Accept(NamedTuple):
    """A proposer asks to accept a proposal."""

    proposal: Proposal


class Accepted(NamedTuple):
    """An acceptor tells the learners that it has accepted a proposal."""

    acceptor: Acceptor
    proposal: Proposal


class Paxos(Spec):
    """One of the values that are proposed is chosen, and no other one ever is."""

    wish: dict[Number, Value]
    promised: dict[Acceptor, Number | None]
    accepted: dict[Acceptor, Proposal | None]
    sent: set[Prepare | Promise | Accept | Accepted]
    learned: dict[Learner, Value | None]

    @init
    def start(self) -> None:
        """Each proposer has a value; nothing is sent."""
        self.wish = {n: oneof(Value) for n in Number}
        self.promised = {a: None for a in Acceptor}
        self.accepted = {a: None for a in Acceptor}
        self.sent = set()
        self.learned = {r: None for r in Learner}

    @action
    def prepare(self, n: Number) -> None:
        """Phase 1a: a proposer asks for promises."""
        require(Prepare(n) not in self.sent)
        self.sent.add(Prepare(n))

    @action
    def promise(self, a: Acceptor, n: Number) -> None:
        """Phase 1b: an acceptor that has answered no number as high promises."""
        last = self.promised[a]
        require(Prepare(n) in self.sent and (last is None or last < n))
        self.promised[a] = n
        self.sent.add(Promise(a, n, self.accepted[a]))

    @action
    def propose(self, n: Number) -> None:
        """Phase 2a: a proposer has the promises of a majority, and makes its proposal."""
        require(all(m.proposal.number != n for m in self.sent if isinstance(m, Accept)))
        promises = {m for m in self.sent if isinstance(m, Promise) and m.number == n}
        heard = oneof(subsets(promises, size=self.majority()))
        told = {m.accepted for m in heard if m.accepted is not None}
        self.sent.add(Accept(Proposal(n, self.value_for(n, told))))

    @action
    def accept(self, a: Acceptor, request: Accept) -> None:
        """Phase 2b: an acceptor that has promised nothing else accepts a proposal."""
        require(request in self.sent and self.may_accept(a, request.proposal.number))
        require(Accepted(a, request.proposal) not in self.sent)
        self.sent.add(Accepted(a, request.proposal))
        before = self.accepted[a]
        if before is None or before.number < request.proposal.number:
            self.accepted[a] = request.proposal

    @action
    def learn(self, r: Learner, v: Value) -> None:
        """A learner hears that a majority has accepted a proposal."""
        require(self.learned[r] is None and self.seems_chosen(v))
        self.learned[r] = v

    def majority(self) -> int:
        """So many acceptors are enough."""
        return MAJORITY

    def value_for(self, n: Number, told: set[Proposal]) -> Value:
        """P2c: the value of the highest-numbered proposal; if there is none, the proposer's own."""
        if len(told) == 0:
            return self.own_value(n)
        highest = max(proposal.number for proposal in told)
        return the(proposal.value for proposal in told if proposal.number == highest)

    def own_value(self, n: Number) -> Value:
        """What the proposer wishes for."""
        return self.wish[n]

    def may_accept(self, a: Acceptor, n: Number) -> bool:
        """The acceptor has not promised to refuse that number."""
        last = self.promised[a]
        return last is None or last <= n

    def seems_chosen(self, v: Value) -> bool:
        """Messages say that a majority has accepted the same proposal of the value."""
        return any(self.is_chosen(Proposal(n, v)) for n in Number)

    def is_chosen(self, proposal: Proposal) -> bool:
        """A majority has accepted the proposal."""
        voters = {a for a in Acceptor if Accepted(a, proposal) in self.sent}
        return len(voters) >= self.majority()

    def chosen(self) -> set[Value]:
        """The values that are chosen."""
        return {v for v in Value if any(self.is_chosen(Proposal(n, v)) for n in Number)}

    @assume
    def majorities_meet(self) -> bool:
        """Any two majorities have an acceptor in common."""
        return 2 * self.majority() > len(Acceptor)

    @final
    def quiet(self) -> bool:
        """The proposal with the highest number is accepted everywhere, and all have learned."""
        return all(self.has_highest(a) for a in Acceptor) and all(
            self.learned[r] is not None for r in Learner
        )

    def has_highest(self, a: Acceptor) -> bool:
        """An acceptor has accepted the proposal with the highest number."""
        last = self.accepted[a]
        return last is not None and last.number == max(Number)

    @invariant
    def validity(self) -> bool:
        """Only a value that has been proposed is chosen."""
        return self.chosen() <= {self.wish[n] for n in Number if Prepare(n) in self.sent}

    @invariant
    def agreement(self) -> bool:
        """Only a single value is chosen."""
        return len(self.chosen()) <= 1

    @invariant
    def only_chosen_is_learned(self, r: Learner, v: Value) -> bool:
        """No process learns that a value has been chosen unless it actually has been."""
        return self.learned[r] != v or v in self.chosen()

    @invariant
    def higher_proposals_agree(self, n: Number, v: Value) -> bool:
        """P2b: if a proposal is chosen, then every higher-numbered proposal has its value."""
        return not self.is_chosen(Proposal(n, v)) or all(
            m.proposal.value == v
            for m in self.sent
            if isinstance(m, Accept) and m.proposal.number > n
        )

    @invariant
    def chosen_stays(self, v: Value) -> bool:
        """A chosen value is what a majority has accepted last, however many proposals follow."""
        holders = {a for a in Acceptor if self.holds(a, v)}
        return v not in self.chosen() or len(holders) >= self.majority()

    def holds(self, a: Acceptor, v: Value) -> bool:
        """The highest-numbered proposal that an acceptor has accepted is of that value."""
        last = self.accepted[a]
        return last is not None and last.value == v

    @cover
    def adopted(self, n: Number, v: Value) -> bool:
        """A value is chosen under the number of a proposer that wished for another one."""
        return self.is_chosen(Proposal(n, v)) and self.wish[n] != v

    @cover
    def chosen_twice(self, v: Value) -> bool:
        """Every number has its proposal chosen, although the wishes differ."""
        return all(self.is_chosen(Proposal(n, v)) for n in Number) and any(
            self.wish[n] != v for n in Number
        )

    @cover
    def overtaken(self, n: Number, v: Value) -> bool:
        """A proposal is accepted by somebody, but another value is chosen under a higher number."""
        return any(Accepted(a, Proposal(n, v)) in self.sent for a in Acceptor) and any(
            v not in self.chosen() and self.is_chosen(Proposal(m, w))
            for m in Number
            if m > n
            for w in Value
        )


@variant(breaks=("agreement", "higher_proposals_agree", "chosen_stays"))
class WithoutPromises(Paxos):
    """An acceptor forgets what it has promised."""

    def may_accept(self, a: Acceptor, n: Number) -> bool:  # noqa: ARG002  # no look at the promise
        """It accepts any number."""
        return True


@variant(breaks=("agreement", "higher_proposals_agree", "chosen_stays"))
class OwnValues(Paxos):
    """A proposer proposes its own value, whatever the acceptors have accepted."""

    def value_for(self, n: Number, told: set[Proposal]) -> Value:  # noqa: ARG002  # not used
        """The proposer's own."""
        return self.own_value(n)


@variant(breaks=("agreement", "higher_proposals_agree", "chosen_stays"))
class SmallQuorums(Paxos):
    """One acceptor less is enough, so that two quorums need not meet."""

    def majority(self) -> int:
        """Half of them, and no more."""
        return MAJORITY - 1


@variant(breaks="validity")
class AnyValue(Paxos):
    """A proposer that is not bound by what was accepted proposes anything."""

    def own_value(self, n: Number) -> Value:  # noqa: ARG002  # anybody's
        """Some value, that of no proposer perhaps."""
        return oneof(Value)


@variant(breaks="only_chosen_is_learned")
class CountedByValue(Paxos):
    """A learner counts the acceptors of a value, whatever the numbers of its proposals."""

    def seems_chosen(self, v: Value) -> bool:
        """A majority has accepted proposals of that value."""
        voters = {
            a for a in Acceptor if any(Accepted(a, Proposal(n, v)) in self.sent for n in Number)
        }
        return len(voters) >= self.majority()
