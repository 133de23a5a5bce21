"""Instances of the author's class, and the run that its body is part of.

An instance over a state has the fields of the state; those that can be changed in place are
thawed when they are first looked at.  What a body leaves in the instance's `__dict__` is
thus all that it may have changed.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from modelcheck.explicit.reference.codec import Codecs, why_unfit
from modelcheck.explicit.reference.freezing import Unfit
from modelcheck.explicit.reference.mirror import Live, object_of, value_of
from modelcheck.explicit.reference.shaping import (
    FieldStore,
    class_over,
    shape_of,
    subclass,
    told,
)
from modelcheck.lang import Disabled
from modelcheck.lang.order import place_of
from modelcheck.lang.running import OutsideRunError, current_run
from modelcheck.source.diagnostic import InternalError

if TYPE_CHECKING:
    from modelcheck.explicit.reference.program import Program
    from modelcheck.ir.values import Value
    from modelcheck.semantics.trace import State

Packed: TypeAlias = tuple[int, ...]
"""A state as the search stores it: of each field, the number that its value has."""


class LeftBound(Exception):  # noqa: N818  # of the spec's run, not of the checker
    """A step ended in a state whose fields are not all of their types."""


class Instances:
    """Makes instances of the author's class over states, and takes states from them."""

    def __init__(self, program: Program) -> None:
        """Prepare a subclass whose fields come from a state, and one without any state."""
        self._codecs = Codecs(program.classes)
        self._program = program
        self._fields = [
            FieldStore(each.name, each.type, self._codecs.of(each.type))
            for each in program.module.fields
        ]
        self._shape = shape_of(self._fields, program.components)
        self._over: Live = class_over(program.spec_class, self._shape, program.components)
        self._blank: Live = subclass(program.spec_class, told(self._shape))

    def over(self, packed: Packed) -> Live:
        """Give a new instance whose fields are those of the state."""
        instance: Live = object.__new__(self._over)
        instance.modelcheck_state = packed
        return instance

    def blank(self) -> Live:
        """Give a new instance that has no field yet."""
        return object.__new__(self._blank)

    def changed(self, packed: Packed, instance: Live) -> Packed:
        """Give the state of an instance over `packed`, after a body ran on it.

        Raises: `LeftBound`, saying which field is not of its type.
        """
        numbers = list(packed)
        try:
            for at, store, thing in self._shape.held(instance):
                numbers[at] = store.number(thing)
        except Unfit:
            raise self._left(instance) from None
        return tuple(numbers)

    def begun(self, instance: Live) -> Packed:
        """Give the state of a blank instance, after the body that sets its fields.

        Raises: `LeftBound`, saying which field is not of its type, or not set.
        """
        fields = {store.name: thing for _, store, thing in self._shape.held(instance)}
        for each in self._fields:
            if each.name not in fields:
                message = f"{each.name} is not set"
                raise LeftBound(message)
        try:
            return tuple(each.number(fields[each.name]) for each in self._fields)
        except Unfit:
            raise self._left(instance) from None

    def _left(self, instance: Live) -> LeftBound:
        """Find the first field that is not of its type."""
        for each in self._fields:
            thing = attrgetter(each.name)(instance)
            try:
                each.codec.freeze(thing)
            except Unfit as error:
                return LeftBound(why_unfit(error, thing, each.type, each.name))
        message = "a field was not of its type, and now every one is"
        raise InternalError(message)

    def state(self, packed: Packed) -> State:
        """Give the state as values."""
        return tuple(each.value(number) for each, number in zip(self._fields, packed, strict=True))

    def packed(self, state: State) -> Packed:
        """Give the state that has these values.

        Raises: `TypeError` or `Unfit` if a value is not of its field's type.
        """
        classes = self._program.classes
        return tuple(
            each.number(object_of(value, each.type, classes))
            for each, value in zip(self._fields, state, strict=True)
        )

    def values_left(self, instance: Live) -> State | None:
        """Give the fields of an instance as values, in bounds or not; `None` if one is none."""
        try:
            return tuple(value_of(attrgetter(each.name)(instance)) for each in self._fields)
        except (AttributeError, TypeError):
            return None


class ChoosingRun:
    """The run of a body again and again, with other choices: depth first, in canonical order.

    Choices already made are forced; after them each body takes the first option.
    """

    def __init__(self) -> None:
        """Start without choices, and outside of any step."""
        self._script: list[tuple[list[Live], int]] = []
        self._wanted: tuple[Value, ...] = ()
        self._made = 0
        self.previous: Live = None
        """An instance over the state before the step that is looked at."""

    def forget(self) -> None:
        """Force no choice: another body is to run."""
        self._script.clear()
        self._wanted = ()

    def follow(self, choices: Sequence[Value]) -> None:
        """Force these choices, by their values, on the body that is to run.

        It is disabled by the first that it does not offer.
        """
        self._script.clear()
        self._wanted = tuple(choices)

    def begin(self) -> None:
        """Let a body run from its start, with the choices that are forced."""
        self._made = 0

    def choose(self, options: Sequence[Live]) -> Live:
        """Give the forced option, or the first in canonical order."""
        at = self._made
        self._made += 1
        if at == len(self._script):
            inorder = sorted(options, key=place_of) if len(options) > 1 else list(options)
            self._script.append((inorder, self._wanted_place(at, inorder)))
        offered, taken = self._script[at]
        return offered[taken]

    @property
    def is_followed(self) -> bool:
        """Whether choices are forced by their values: there is one run of the body then."""
        return bool(self._wanted)

    def _wanted_place(self, at: int, options: list[Live]) -> int:
        if at >= len(self._wanted):
            return 0
        places = [
            number for number, each in enumerate(options) if value_of(each) == self._wanted[at]
        ]
        if not places:
            raise Disabled
        return places[0]

    @property
    def choices(self) -> tuple[Live, ...]:
        """The choices that the body made."""
        return tuple(offered[taken] for offered, taken in self._script)

    def advance(self) -> bool:
        """Force the next choices; tell whether there are any."""
        script = self._script
        while script:
            offered, taken = script.pop()
            if taken + 1 < len(offered):
                script.append((offered, taken + 1))
                return True
        return False

    def before(self, state: Live) -> Live:  # noqa: ARG002  # there is one spec in a run
        """Give the instance over the state before the step that is looked at."""
        if self.previous is None:
            message = "old(...) speaks of the step that is being checked: there is none"
            raise OutsideRunError(message)
        return self.previous


@contextmanager
def running(run: ChoosingRun) -> Generator[None]:
    """Make `run` the current one, for the bodies that run meanwhile."""
    token = current_run.set(run)
    try:
        yield
    finally:
        current_run.reset(token)
