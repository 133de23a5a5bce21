from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from modelcheck.lang import Map, Spec, Symmetric, action, init


class Node(Symmetric, size=2):
    """Nodes."""


class Message(NamedTuple):
    """A record."""

    to: set[Node]  # error: MC204
    route: list[Node]  # error: MC204


class Views(Spec):
    """Nodes agree on who is there."""

    first: set[set[Node]]  # error: MC204
    second: dict[frozenset[set[Node]], bool]  # error: MC204
    third: dict[set[Node], bool]  # error: MC204
    fourth: Map[Node, set[Node]]  # error: MC204
    fifth: set[dict[Node, bool]]  # error: MC204
    sixth: Counter[set[Node]]  # error: MC204
    seventh: set[list[Node]]  # error: MC204
    message: Message
    views: set[frozenset[Node]]

    @init
    def start(self) -> None:
        self.views = set()

    @action
    def propose(self, n: Node) -> None:
        self.views = {{n}}  # error: MC204
        table = {[n]: 1}  # error: MC204
        self.views.add(frozenset({n: 1 for n in table}))
        sets = {set() | {m} for m in Node}  # error: MC204
        other = {{n}: 1 for n in Node}  # error: MC204
        third = set([[n], [n]])  # error: MC204
