"""Instances of the author's class, and the run that its body is part of.

An instance over a state has the fields of the state; those that can be changed in place are
thawed when they are first looked at.  What a body leaves in the instance's `__dict__` is
thus all that it may have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from modelcheck.explicit.reference.codec import Codec, Codecs, why_unfit
from modelcheck.explicit.reference.freezing import Frozen, Unfit
from modelcheck.explicit.reference.mirror import Live, object_of, shown, value_of
from modelcheck.ir.types import Type
from modelcheck.lang.order import place_of
from modelcheck.lang.running import OutsideRunError, current_run
from modelcheck.source.diagnostic import InternalError

if TYPE_CHECKING:
    from modelcheck.explicit.reference.program import Program
    from modelcheck.semantics.trace import State

Packed: TypeAlias = tuple[int, ...]
"""A state as the search stores it: of each field, the number that its value has."""

_LINE = 100
"""How long an instance may be that is shown on one line."""

HELD = "modelcheck_state"
"""The attribute of an instance that holds the state it is over."""


class LeftBound(Exception):  # noqa: N818  # of the spec's run, not of the checker
    """A step ended in a state whose fields are not all of their types."""


class FieldStore:
    """The values of one field that were met, numbered as they came."""

    def __init__(self, name: str, type_: Type, codec: Codec) -> None:
        """Start without values."""
        self.name = name
        self.type = type_
        self.codec = codec
        self.numbers: dict[Frozen, int] = {}
        self.values: list[Frozen] = []

    def number(self, thing: Live) -> int:
        """Give the number of the value of `thing`.

        Raises: `Unfit` if it is not of the field's type.
        """
        frozen = self.codec.freeze(thing)
        number = self.numbers.get(frozen)
        if number is None:
            number = len(self.values)
            self.values.append(frozen)  # first: Ctrl-C between the two leaves no wrong number
            self.numbers[frozen] = number
        return number


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
        self._places = {each.name: (at, each) for at, each in enumerate(self._fields)}
        readers = {each.name: _reader(each, at) for at, each in enumerate(self._fields)}
        told: dict[str, object] = {"__repr__": _teller(tuple(self._places))}
        self._over: Live = _subclass(program.spec_class, {"__slots__": (HELD,), **readers, **told})
        self._blank: Live = _subclass(program.spec_class, told)

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
        places = self._places
        try:
            for name, thing in instance.__dict__.items():
                if name in places:
                    at, store = places[name]
                    numbers[at] = store.number(thing)
        except Unfit:
            raise self._left(instance) from None
        return tuple(numbers)

    def begun(self, instance: Live) -> Packed:
        """Give the state of a blank instance, after the body that sets its fields.

        Raises: `LeftBound`, saying which field is not of its type, or not set.
        """
        fields = instance.__dict__
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
            thing = getattr(instance, each.name)
            try:
                each.codec.freeze(thing)
            except Unfit as error:
                return LeftBound(why_unfit(error, thing, each.type, each.name))
        message = "a field was not of its type, and now every one is"
        raise InternalError(message)

    def state(self, packed: Packed) -> State:
        """Give the state as values."""
        return tuple(
            value_of(each.codec.thaw(each.values[number]))
            for each, number in zip(self._fields, packed, strict=True)
        )

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
            return tuple(value_of(getattr(instance, each.name)) for each in self._fields)
        except (AttributeError, TypeError):
            return None


def _subclass(spec_class: type, contents: dict[str, object]) -> type:
    """Make a subclass that a person takes for the class itself."""
    names = ("__module__", "__qualname__", "__doc__")
    return type(
        spec_class.__name__,
        (spec_class,),
        {**{name: getattr(spec_class, name) for name in names}, **contents},
    )


def _teller(names: tuple[str, ...]) -> Callable[[Live], str]:
    """Give the `__repr__` of instances: the fields that have a value, as a person reads them."""

    def tell(instance: Live) -> str:
        parts = [
            f"{name}={shown(getattr(instance, name))}" for name in names if hasattr(instance, name)
        ]
        line = f"{type(instance).__name__}({', '.join(parts)})"
        if len(line) <= _LINE:
            return line
        return "\n  ".join([f"{type(instance).__name__}(", *(f"{each}," for each in parts)]) + "\n)"

    return tell


class _Reader:
    """Reads a field of an instance from the state that the instance is over.

    An attribute of the instance itself comes first: it has what was assigned, or thawed.
    """

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[Live], Live]) -> None:
        self._read = read

    def __get__(self, instance: Live, owner: type) -> Live:  # Python's word
        return self._read(instance)


def _reader(store: FieldStore, at: int) -> _Reader:
    name, values, thaw = store.name, store.values, store.codec.thaw

    def look(instance: Live) -> Live:
        return values[instance.modelcheck_state[at]]

    def thawed(instance: Live) -> Live:
        thing = instance.__dict__[name] = thaw(values[instance.modelcheck_state[at]])
        return thing

    return _Reader(thawed if store.codec.mutable else look)


class ChoosingRun:
    """The run of a body again and again, with other choices: depth first, in canonical order.

    Choices already made are forced; after them each body takes the first option.
    """

    def __init__(self) -> None:
        """Start without choices, and outside of any step."""
        self._script: list[tuple[list[Live], int]] = []
        self._made = 0
        self.previous: Live = None
        """An instance over the state before the step that is looked at."""

    def forget(self) -> None:
        """Force no choice: another body is to run."""
        self._script.clear()

    def begin(self) -> None:
        """Let a body run from its start, with the choices that are forced."""
        self._made = 0

    def choose(self, options: Sequence[Live]) -> Live:
        """Give the forced option, or the first in canonical order."""
        at = self._made
        self._made += 1
        if at == len(self._script):
            inorder = sorted(options, key=place_of) if len(options) > 1 else list(options)
            self._script.append((inorder, 0))
        offered, taken = self._script[at]
        return offered[taken]

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
