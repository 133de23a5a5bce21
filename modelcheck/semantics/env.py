"""What an expression may look at: the state, the state before, the locals, the run's choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modelcheck.semantics.operations import parts
from modelcheck.source.span import Span

if TYPE_CHECKING:
    from modelcheck.ir.expr import Expr
    from modelcheck.ir.values import Value


class EvaluationError(Exception):
    """The spec has no meaning here: a missing key, a division by zero, `fail`.

    `message` names the values; `span` is the place in the spec.  Where it is an operation that
    cannot be, `moment` has its expression, and what that looked at.
    """

    def __init__(self, message: str, span: Span, moment: tuple[Expr, Env] | None = None) -> None:
        """Take what is wrong, and where."""
        super().__init__(message, span, moment)
        self.message = message
        self.span = span
        self.moment = moment

    def __str__(self) -> str:
        """Give the message."""
        return self.message


class Disabled(Exception):  # noqa: N818  # a guard that is false is no error
    """The step does not exist: `guard` is false in `env`, or has no option to choose from."""

    def __init__(self, guard: Expr, env: Env) -> None:
        """Take the guard, or the choice, and what it looked at."""
        super().__init__(guard, env)
        self.guard = guard
        self.env = env


class Choices:
    """The choices of one run of a body: forced ones first, then always the first option.

    The one mutable thing of a run.  To follow every choice, depth first, run again with
    `following()` until that is `None`.
    """

    def __init__(self, forced: Sequence[int] = ()) -> None:
        """Take the positions of the first choices, each among its options."""
        self._forced = tuple(forced)
        self._made: list[tuple[int, int]] = []
        self._taken: list[Value] = []

    @property
    def taken(self) -> tuple[Value, ...]:
        """The options that this run took, in order."""
        return tuple(self._taken)

    def choose(self, options: Sequence[Value]) -> Value:
        """Take one of `options`, which are distinct, in canonical order and not empty."""
        number = len(self._made)
        position = self._forced[number] if number < len(self._forced) else 0
        self._made.append((position, len(options)))
        self._taken.append(options[position])
        return options[position]

    def following(self) -> tuple[int, ...] | None:
        """Give the forced choices of the next run, `None` if this one was the last."""
        positions = [position for position, _ in self._made]
        for number in reversed(range(len(self._made))):
            position, options = self._made[number]
            if position + 1 < options:
                return (*positions[:number], position + 1)
        return None


@dataclass(frozen=True, slots=True)
class Env:
    """A moment of a run.  `init` starts with no field set; `before` is `None` outside of steps.

    Without `choices` a choice is an evaluation error.
    """

    fields: Mapping[str, Value]
    locals: Mapping[str, Value]
    before: Mapping[str, Value] | None = None
    choices: Choices | None = None

    def with_field(self, name: str, value: Value) -> Env:
        """Give the moment after `self.name = value`."""
        return Env({**self.fields, name: value}, self.locals, self.before, self.choices)

    def with_local(self, name: str, value: Value) -> Env:
        """Give the moment after `name = value`."""
        return Env(self.fields, {**self.locals, name: value}, self.before, self.choices)

    def with_locals(self, names: Sequence[str], values: Sequence[Value]) -> Env:
        """Give the moment after `names` got `values`, one each."""
        own = {**self.locals, **dict(zip(names, values, strict=True))}
        return Env(self.fields, own, self.before, self.choices)

    def bound(self, targets: tuple[str, ...], element: Value, *, unpack: bool) -> Env:
        """Give the moment after `targets` got `element`, taken apart if `unpack`.

        Requires: an element to unpack is a tuple or record of as many parts as targets.
        """
        if not unpack:
            return self.with_local(targets[0], element)
        return self.with_locals(targets, parts(element))

    def entering(self, names: Sequence[str], arguments: Sequence[Value], *, old: bool) -> Env:
        """Give the first moment of a helper: locals of its own, the state or the one before."""
        own = dict(zip(names, arguments, strict=True))
        return Env(self.before or {} if old else self.fields, own, self.before, self.choices)
