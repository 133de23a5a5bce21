from __future__ import annotations

from modelcheck.components import PerfectLinks
from modelcheck.lang import Spec, Symmetric, action, init, require


class Process(Symmetric, size=2):
    """Processes."""


class Message(Symmetric, size=1):
    """Messages."""


class Chat(Spec):
    """Messages between processes."""

    seen: dict[Process, set[Message]]
    links: PerfectLinks[Process, Message]

    @init
    def start(self) -> None:
        self.seen = {p: set() for p in Process}
        self.links = PerfectLinks(Process, deliver=self.got)  # error: MC291

    def got(self, p: Process, m: Message) -> None:
        self.seen[p].add(m)

    @action
    def say(self, p: Process, q: Process, m: Message) -> None:
        require(m not in self.seen[p])
        self.links.send(p, q, m)
