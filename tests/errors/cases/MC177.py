from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, fail, init, invariant, require


class Client(Symmetric, size=2):
    """Clients of a lock."""


class Lock(Spec):
    """At most one client holds the lock."""

    holder: Client | None
    waiting: set[Client]

    @init
    def start(self) -> None:
        self.holder = None
        self.waiting = set()

    @action
    def ask(self, c: Client) -> None:
        self.waiting.add(c)

    @action
    def take(self, c: Client) -> None:
        if self.holder is not None:
            return
            self.waiting.add(c)  # error: MC177
            self.holder = None
        for d in Client:
            continue
            self.waiting.add(d)  # error: MC177
        for _ in range(3):
            if self.holder == c:
                break
                self.holder = None  # error: MC177
            else:
                continue
            self.holder = c  # error: MC177
        if self.holder == c:
            fail("cannot be")
        else:
            return None
        self.holder = c  # error: MC177

    @invariant
    def fine(self) -> bool:
        if self.holder is None:
            return True
        return False
        return True  # error: MC177

    @action
    def match_all(self) -> None:
        match self.holder:
            case None:
                self.waiting = set()
            case Client():
                self.holder = None
            case Client() as c if c in self.waiting:  # error: MC177
                self.holder = c
        match self.holder:
            case Client():  # error: MC177
                self.waiting = set()
            case _:
                pass

    @action
    def never(self) -> None:
        self.holder = None
        require(False)
        self.waiting = set()  # error: MC177

    @action
    def match_again(self) -> None:
        match self.holder:
            case None:
                self.waiting = set()
            case Client():
                self.holder = None
            case _:
                fail("there are no others")
