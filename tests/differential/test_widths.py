"""Compiled code compares the entries of a dict as Python does, however many bits they take."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import natively, program_of

from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.explore import explore as explore_in_python

SPEC = '''"""Processes deliver one value each."""

from __future__ import annotations

from enum import Enum

from modelcheck.lang import Spec, Symmetric, action, final, init, invariant, require


class Process(Symmetric, size=3):
    """A process."""


class Value(Enum):
    """What is delivered."""

    ZERO = 0
    ONE = 1


class Agreeing(Spec):
    """All deliver the same."""

    delivered: dict[Process, Value]

    @init
    def start(self) -> None:
        self.delivered = {}

    @action
    def deliver(self, p: Process) -> None:
        require(p not in self.delivered)
        self.delivered[p] = Value.ONE

    @final
    def done(self) -> bool:
        return len(self.delivered) == len(Process)

    @invariant
    def agreement(self, p: Process, q: Process) -> bool:
        return (
            p not in self.delivered
            or q not in self.delivered
            or self.delivered[p] == self.delivered[q]
        )
'''


# LLVM 22 compiles `x >> 2 == x & 1` on integers of 3 bits, which is what is left of this claim,
# to a comparison of x with x rotated: modelcheck/explicit/native/emitter.py, NOTE(widths).
@pytest.mark.parametrize("size", range(2, 10))
def test_entries_that_are_equal_are_found_equal_at_every_width(size: int, tmp_path: Path) -> None:
    path = tmp_path / "agreeing.py"
    path.write_text(SPEC, encoding="utf-8")
    program = program_of(path, "Agreeing", Process=str(size))
    options = Options(keep_going=True)
    assert natively(program, options, workers=1) == explore_in_python(program, options)
