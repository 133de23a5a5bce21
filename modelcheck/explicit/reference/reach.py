"""Whether a run reaches a state, as far as that can be told by looking at some states."""

from __future__ import annotations

import time
from collections import deque

from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.running import Packed, running
from modelcheck.explicit.reference.steps import Machine, Raised
from modelcheck.semantics.trace import State


def is_reachable(program: Program, state: State, *, most: int, seconds: float) -> bool | None:
    """Tell whether a run reaches `state`; `None` where `most` states or the time do not tell."""
    machine = Machine(program)
    deadline = time.monotonic() + seconds
    with running(machine.run):
        wanted = machine.instances.packed(state)
        seen: set[Packed] = set()
        waiting: deque[Packed] = deque()
        for *_, outcome in machine.initial():
            if not isinstance(outcome, Raised) and outcome not in seen:
                seen.add(outcome)
                waiting.append(outcome)
        while waiting and wanted not in seen:
            if len(seen) > most or time.monotonic() > deadline:
                return None
            for *_, outcome in machine.steps(waiting.popleft()):
                if not isinstance(outcome, Raised) and outcome not in seen:
                    seen.add(outcome)
                    waiting.append(outcome)
        return wanted in seen
