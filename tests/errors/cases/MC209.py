from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init


class Node(Symmetric, size=64):
    """Nodes."""


class Chat(Spec):
    """Nodes send messages."""

    small: set[Node]
    sent: set[frozenset[Node]]  # error: MC209
    other: set[bool]

    @init
    def start(self) -> None:
        self.small = set()
        self.sent = set()
        self.other = set()

    @action
    def forget(self) -> None:
        self.sent = self.unknown  # error: MC146
