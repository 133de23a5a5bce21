from __future__ import annotations

from typing import NamedTuple

from modelcheck.lang import Spec, action, init


class Block(NamedTuple):
    """A block of a chain."""

    valid: bool
    before: Block | None  # error: MC225


class Left(NamedTuple):
    """One refers to the other."""

    right: Right | None


class Right(NamedTuple):
    """The other refers to the one."""

    left: frozenset[Left]  # error: MC225


class Chain(Spec):
    """Blocks are chained."""

    head: Block | None
    left: Left
    fine: bool

    @init
    def start(self) -> None:
        self.head = None
        self.fine = True

    @action
    def forget(self) -> None:
        self.head = None
        self.fine = self.left.right is None
