from __future__ import annotations

from modelcheck.components import PeerLinks
from modelcheck.lang import Spec, Symmetric, action, init, require


class Process(Symmetric, size=2):
    """Processes."""


class Message(Symmetric, size=1):
    """Messages."""


class Chat(Spec):
    """Messages between processes."""

    seen: dict[Process, set[Message]]
    links: PeerLinks[Process, Message]

    @init
    def start(self) -> None:
        self.seen = {p: set() for p in Process}
        self.links = PeerLinks(Process, deliver=self.got)

    def got(self, p: Process, q: Process, m: Message) -> None:
        self.seen[p].add(m)

    @action
    def say(self, p: Process, m: Message) -> None:
        require(m not in self.seen[p])
        self.links.send(p, p, m)  # error: MC295

    @action
    def say_to_some(self, p: Process, q: Process, m: Message) -> None:
        require(p != q)
        self.links.multicast(p, {q, p}, m)  # error: MC295
        self.links.multicast(p, {q}, m)
