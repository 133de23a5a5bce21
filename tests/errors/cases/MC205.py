from __future__ import annotations

from typing import Annotated, NamedTuple

from annotated_types import Interval

from modelcheck.lang import Spec, Symmetric, action, init, one


class Node(Symmetric, size=2):
    """Nodes."""


class Request(NamedTuple):
    """A node asks."""

    who: Node


class Reply(NamedTuple):
    """A node is answered."""

    to: Node


class Tagged(NamedTuple):
    """A node is answered, with a flag."""

    to: Node
    flag: bool


class Wide(NamedTuple):
    """The same shape, with a number."""

    to: Node
    number: Annotated[int, Interval(ge=1, le=2)]


class Narrow(NamedTuple):
    """A number that no bool equals."""

    to: Node
    number: Annotated[int, Interval(ge=2, le=3)]


class Asking(Spec):
    """Nodes ask and are answered."""

    network: set[Request | Reply]  # error: MC205
    last: Request | Tagged | Reply | None  # error: MC205
    table: dict[Node, Tagged | Wide]  # error: MC205
    fine: Request | Tagged
    also: Tagged | Narrow

    @init
    def start(self) -> None:
        self.fine = Request(one(Node))  # error: MC141

    @action
    def ask(self, n: Node) -> None:
        local: Request | Reply = Request(n)  # error: MC205
        self.fine = local
