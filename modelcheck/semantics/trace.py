"""Runs: the steps from an initial state, with everything needed to take them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from modelcheck.ir.values import Value

State: TypeAlias = tuple["Value", ...]
"""A value per field, in the order of the module's fields."""

Binding: TypeAlias = tuple[tuple[str, "Value"], ...]
"""A value per parameter, in the order of the parameters."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step and the state it leads to; the first of a trace is the initial state.

    `action` is `None` for the first.  `state` is `None` where the step did not complete:
    `error` then says why.  A state that leaves a bound is kept beside its `error`.
    """

    action: str | None
    arguments: Binding
    choices: tuple[Value, ...]
    state: State | None
    error: str | None = None


NO_INITIAL_STATE: Final = Step(None, (), (), None, "@init gives no initial state")
"""What stands for the outcome of `@init` where a guard in it is false whatever is chosen."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A run: its initial state and the steps after it."""

    steps: tuple[Step, ...]

    @property
    def depth(self) -> int:
        """The number of steps after the initial state."""
        return len(self.steps) - 1
