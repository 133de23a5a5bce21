"""Exclude on timeout: a perfect failure detector where messages take a known time at most.

A monitor asks a process for a sign of life, and sets a timer.  If no answer has come when the
timer ends, the process has crashed; otherwise the monitor asks again.  A detector of more
processes is such a pair for each of them.

Source: C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure
Distributed Programming", Springer 2011, algorithm 2.5 (fail-stop); T. Chandra and S. Toueg,
"Unreliable failure detectors for reliable distributed systems", JACM 43(2), 1996.

Assumptions: the system is synchronous.  A message arrives within `D` ticks of the clock, and is
not lost; whatever takes no time of its own happens between two ticks.  The monitor does not crash.

The lecture notes introduce the detector for systems that are asynchronous, in which "there is no
upper bound in message latency".  There, none is perfect: an answer that is late looks like one
that will never come.  With a bound `D` the timer must run for a round trip and one tick, `T` >=
2`D` + 1, as at 2`D` ticks the answer and the timer are due at the same time: `TimeoutTooShort`
waits for 2`D`.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from annotated_types import Interval

from modelcheck.lang import Ghost, Spec, action, assume, cover, init, invariant, require, variant

D: Final[int] = 1
"""How many ticks a message may be on its way."""

T: Final[int] = 3
"""How many ticks the monitor waits before it looks for an answer."""

Age: TypeAlias = Annotated[int, Interval(ge=0, le=D)]
"""How many ticks a message has been on its way."""


class PerfectFailureDetector(Spec):
    """Who is detected has crashed, and who crashes is detected in time."""

    timer: Annotated[int, Interval(ge=0, le=T)]
    requests: set[Age]
    replies: set[Age]
    alive: bool
    detected: bool
    crashed: bool
    undetected_for: Ghost[Annotated[int, Interval(ge=0, le=2 * T + 1)]]

    @init
    def start(self) -> None:
        """The timer is set; in the first round no answer is asked for, and none is missed."""
        self.timer = T
        self.requests = set()
        self.replies = set()
        self.alive = True
        self.detected = False
        self.crashed = False
        self.undetected_for = 0

    @action(fair="weak")
    def tick(self) -> None:
        """A tick passes, unless the timer has ended or a message has been on its way for `D`."""
        require(self.timer > 0 and D not in self.requests and D not in self.replies)
        self.timer -= 1
        self.requests = {age + 1 for age in self.requests}
        self.replies = {age + 1 for age in self.replies}
        if self.crashed and not self.detected:
            self.undetected_for = min(2 * T + 1, self.undetected_for + 1)

    @action(fair="weak")
    def time_out(self) -> None:
        """The timer ends: without an answer the process is detected; the next round begins."""
        require(self.timer == 0)
        if not self.alive:
            self.detected = True
            self.undetected_for = 0
        self.forget_answer()
        self.requests.add(0)
        self.timer = T

    @action(fair="weak")
    def receive_request(self, age: Age) -> None:
        """A process that is up answers."""
        require(age in self.requests)
        self.requests.remove(age)
        if not self.crashed:
            self.replies.add(0)

    @action(fair="weak")
    def receive_reply(self, age: Age) -> None:
        """The monitor gets an answer."""
        require(age in self.replies)
        self.replies.remove(age)
        self.alive = True

    @action
    def crash(self) -> None:
        """The process stops; answers that it has sent still arrive."""
        require(not self.crashed)
        self.crashed = True

    def forget_answer(self) -> None:
        """Expect a new answer in every round."""
        self.alive = False

    @assume
    def timeout_exceeds_round_trip(self) -> bool:
        """The timer runs for longer than a request and its answer are on their way."""
        return T >= 2 * D + 1

    @invariant
    def strong_accuracy(self) -> bool:
        """No process is detected before it crashes."""
        return not self.detected or self.crashed

    @invariant
    def detected_within_two_rounds(self) -> bool:
        """A crash does not go undetected for more than two rounds of the timer."""
        return self.undetected_for <= 2 * T

    @cover
    def crash_is_detected(self) -> bool:
        """A process that has crashed is detected."""
        return self.crashed and self.detected

    @cover
    def reply_at_largest_age(self) -> bool:
        """An answer takes as long as a message may."""
        return D in self.replies

    @cover
    def round_with_answer(self) -> bool:
        """The timer ends, and the answer was there."""
        return self.timer == 0 and self.alive


@variant(breaks="strong_accuracy", parameters={"T": 2})
class TimeoutTooShort(PerfectFailureDetector):
    """Wait for the round trip 2`D` only: the answer and the timer are due at the same time."""


@variant(breaks="detected_within_two_rounds")
class StaleAnswer(PerfectFailureDetector):
    """Never forget an answer: a process that has answered once is never detected."""

    def forget_answer(self) -> None:
        """Let an old answer count in every round."""


@variant(breaks="strong_accuracy")
class LossyRequests(PerfectFailureDetector):
    """Requests may be lost: no timeout is long enough, the detector needs perfect links."""

    @action
    def lose_request(self, age: Age) -> None:
        """A request is lost."""
        require(age in self.requests)
        self.requests.remove(age)
