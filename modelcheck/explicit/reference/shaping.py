"""The objects of a spec over a state: the spec's own instance, and the components in it.

The fields of an object that can be changed in place are thawed when they are first looked at,
and so is a component made.  What a body leaves in an object's `__dict__` is all that it may
have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from modelcheck.explicit.reference.codec import Codec
from modelcheck.explicit.reference.freezing import Frozen
from modelcheck.explicit.reference.mirror import Live, shown, value_of
from modelcheck.ir.types import Type
from modelcheck.ir.values import Value
from modelcheck.lang.components import Component, Wiring

_LINE = 100
"""How long an instance may be that is shown on one line."""

HELD = "modelcheck_state"
"""The attribute of an object that holds the state it is over."""


class FieldStore:
    """The values of one field that were met, numbered as they came."""

    def __init__(self, name: str, type_: Type, codec: Codec) -> None:
        """Start without values."""
        self.name = name
        self.type = type_
        self.codec = codec
        self.numbers: dict[Frozen, int] = {}
        self.values: list[Frozen] = []
        self._told: dict[int, Value] = {}

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

    def value(self, number: int) -> Value:
        """Give the value that has this number."""
        if number not in self._told:
            self._told[number] = value_of(self.codec.thaw(self.values[number]))
        return self._told[number]


@dataclass(frozen=True)
class Shape:
    """What one object holds: its fields, with their places in a state, and its components."""

    fields: dict[str, tuple[int, FieldStore]] = field(
        default_factory=dict[str, tuple[int, FieldStore]]
    )
    parts: dict[str, Shape] = field(default_factory=dict[str, "Shape"])

    def at(self, path: str) -> Shape:
        """Give the shape of the component that `path` leads to; empty if it is new."""
        shape = self
        for name in path.split(".") if path else ():
            shape = shape.parts.setdefault(name, Shape())
        return shape

    def held(self, thing: Live) -> Iterator[tuple[int, FieldStore, Live]]:
        """Give the fields in the `__dict__` of an object and its components, and their values."""
        for name, value in thing.__dict__.items():
            place = self.fields.get(name)
            if place is not None:
                yield *place, value
            elif name in self.parts:
                yield from self.parts[name].held(value)


def shape_of(stores: list[FieldStore], components: tuple[Wiring, ...]) -> Shape:
    """Give the shape of a spec whose fields, in the order of its states, are `stores`."""
    root = Shape()
    for each in components:
        root.at(each.path)
    for at, store in enumerate(stores):
        path, _, name = store.name.rpartition(".")
        root.at(path).fields[name] = (at, store)
    return root


def class_over(cls: type, shape: Shape, components: tuple[Wiring, ...], path: str = "") -> Live:
    """Make a subclass whose objects have their fields from the state that they hold.

    `shape` is that of its objects, to which `path` leads from the spec.
    """
    contents: dict[str, object] = {
        name: _reader(store, at, name) for name, (at, store) in shape.fields.items()
    }
    for each in components:
        owner, _, name = each.path.rpartition(".")
        if owner == path:
            kind = class_over(each.cls, shape.parts[name], components, each.path)
            contents[name] = _Reader(_made(name, kind, each))
    return subclass(cls, {"__slots__": (HELD,), **contents, **told(shape)})


def told(shape: Shape) -> dict[str, object]:
    """Give what lets objects of a shape tell their fields."""
    return {"__repr__": _teller((*shape.fields, *shape.parts))}


def _made(name: str, kind: type[Component], wiring: Wiring) -> Callable[[Live], Live]:
    def made(owner: Live) -> Live:
        part: Live = object.__new__(kind)
        part.modelcheck_state = owner.modelcheck_state
        part.__dict__.update(wiring.things)
        for given, known in wiring.handlers.items():
            part.__dict__[given] = attrgetter(known)(owner)
        owner.__dict__[name] = part
        return part

    return made


def subclass(spec_class: type, contents: dict[str, object]) -> type:
    """Make a subclass that a person takes for the class itself."""
    names = ("__module__", "__qualname__", "__doc__")
    return type(
        spec_class.__name__,
        (spec_class,),
        {**{name: getattr(spec_class, name) for name in names}, **contents},
    )


def _shown(thing: Live) -> str:
    return repr(thing) if isinstance(thing, Component) else shown(thing)


def _teller(names: tuple[str, ...]) -> Callable[[Live], str]:
    """Give the `__repr__` of instances: the fields that have a value, as a person reads them."""

    def tell(instance: Live) -> str:
        parts = [
            f"{name}={_shown(getattr(instance, name))}" for name in names if hasattr(instance, name)
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


def _reader(store: FieldStore, at: int, name: str) -> _Reader:
    values, thaw = store.values, store.codec.thaw

    def look(instance: Live) -> Live:
        return values[instance.modelcheck_state[at]]

    def thawed(instance: Live) -> Live:
        thing = instance.__dict__[name] = thaw(values[instance.modelcheck_state[at]])
        return thing

    return _Reader(thawed if store.codec.mutable else look)
