"""What is known at each point of a body: a forward analysis, joined over all paths.

A check gives the meaning of single statements; `Flow` goes over branches, loops and jumps.
Loops are repeated until nothing new is known at their start.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar, assert_never

from modelcheck.ir.expr import Expr, Literal
from modelcheck.ir.stmt import (
    Assign,
    Break,
    Continue,
    Fail,
    For,
    If,
    Perform,
    Require,
    Return,
    Stmt,
)

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Exits(Generic[S]):
    """What is known after a body, by the way in which it ended; `None`: it never ends so."""

    next: S | None = None
    broken: S | None = None
    continued: S | None = None
    returned: S | None = None


class Flow(ABC, Generic[S]):
    """An analysis of bodies.  Subclasses give the meaning of what has no body."""

    @abstractmethod
    def join(self, left: S, right: S) -> S:
        """Give what is known where two paths meet; repeated joins must come to an end."""

    @abstractmethod
    def assign(self, statement: Assign, known: S) -> S:
        """Give what is known after an assignment."""

    @abstractmethod
    def look(self, expr: Expr, known: S) -> S:
        """Give what is known after `expr` was evaluated as a guard or condition."""

    @abstractmethod
    def perform(self, statement: Perform, known: S) -> S | None:
        """Give what is known after a helper was run; `None` if it does not come back."""

    @abstractmethod
    def give_back(self, statement: Return, known: S) -> S:
        """Give what is known after `return`'s value was evaluated."""

    @abstractmethod
    def begin(self, loop: For, known: S) -> S:
        """Give what is known after the iterable of `loop` was evaluated."""

    @abstractmethod
    def round(self, loop: For, known: S) -> S:
        """Give what is known once the targets of `loop` have got the next element."""

    def end(self, loop: For, known: S) -> S:
        """Give what is known after `loop`."""
        del loop
        return known

    def run(self, body: tuple[Stmt, ...], known: S) -> Exits[S]:
        """Give what is known after `body`, if `known` holds before."""
        broken: S | None = None
        continued: S | None = None
        returned: S | None = None
        current: S | None = known
        for statement in body:
            if current is None:
                break
            exits = self._statement(statement, current)
            current = exits.next
            broken = self._either(broken, exits.broken)
            continued = self._either(continued, exits.continued)
            returned = self._either(returned, exits.returned)
        return Exits(current, broken, continued, returned)

    def outcome(self, body: tuple[Stmt, ...], known: S) -> S | None:
        """Give what is known after a whole body, whether it returned or came to its end."""
        exits = self.run(body, known)
        return self._either(exits.next, exits.returned)

    def _statement(self, statement: Stmt, known: S) -> Exits[S]:
        match statement:
            case Assign():
                return Exits(self.assign(statement, known))
            case Fail() | Require(Literal(False)):
                return Exits()
            case Require(test):
                return Exits(self.look(test, known))
            case If(test, then, otherwise):
                known = self.look(test, known)
                left, right = self.run(then, known), self.run(otherwise, known)
                return Exits(
                    self._either(left.next, right.next),
                    self._either(left.broken, right.broken),
                    self._either(left.continued, right.continued),
                    self._either(left.returned, right.returned),
                )
            case For():
                return self._loop(statement, self.begin(statement, known))
            case Break():
                return Exits(broken=known)
            case Continue():
                return Exits(continued=known)
            case Return():
                return Exits(returned=self.give_back(statement, known))
            case Perform():
                return Exits(self.perform(statement, known))
            case _:
                assert_never(statement)

    def _loop(self, loop: For, known: S) -> Exits[S]:
        while True:
            exits = self.run(loop.body, self.round(loop, known))
            again = self._either(exits.next, exits.continued)
            before = known
            known = before if again is None else self.join(before, again)
            if known == before:
                break
        after = self._either(known, exits.broken)
        return Exits(None if after is None else self.end(loop, after), returned=exits.returned)

    def _either(self, left: S | None, right: S | None) -> S | None:
        if left is None or right is None:
            return right if left is None else left
        return self.join(left, right)
