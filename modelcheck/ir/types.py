"""The types of the language.

A type is a finite set of values, except where a bound is `None`: such types belong to
expressions and locals only, never to fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class BoolType:
    """`bool`."""


@dataclass(frozen=True, slots=True)
class IntType:
    """`int` from `low` to `high`, both inclusive; `None` is no bound."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class NoneType:
    """The type of `None`; stands in unions."""


@dataclass(frozen=True, slots=True)
class EnumType:
    """An `Enum` and the names of its members, in the order of their definition."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SortType:
    """A sort of `size` elements; those of a symmetric one are interchangeable."""

    name: str
    size: int
    symmetric: bool


@dataclass(frozen=True, slots=True)
class RecordType:
    """A `NamedTuple`; every field's type is immutable."""

    name: str
    fields: tuple[tuple[str, Type], ...]

    def field_type(self, name: str) -> Type | None:
        """Give the type of the field `name`, or `None` if there is no such field."""
        return dict(self.fields).get(name)


@dataclass(frozen=True, slots=True)
class UnionType:
    """One of several types, none of which is a union, and no value of which is in two."""

    options: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class SetType:
    """`set` or, frozen, `frozenset`."""

    element: Type
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class MapType:
    """`dict` or, frozen, `Map`."""

    key: Type
    value: Type
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class ListType:
    """`list` of at most `max_length` elements; `None` is no bound."""

    element: Type
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class BagType:
    """`Counter`: how often each element is there, each at most `max_count` times."""

    element: Type
    max_count: int | None = None


@dataclass(frozen=True, slots=True)
class TupleType:
    """What `items()` gives for each key: taken apart at once, never stored."""

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class StreamType:
    """What can only be iterated: a range, a sort, the values of a dict, a generator.

    `ordered` says whether the order means anything; where it does not, only order-blind
    expressions may use it.
    """

    element: Type
    ordered: bool


@dataclass(frozen=True, slots=True)
class NeverType:
    """The type of no value: the elements of `[]` before anything says more."""


Type: TypeAlias = (
    BoolType
    | IntType
    | NoneType
    | EnumType
    | SortType
    | RecordType
    | UnionType
    | SetType
    | MapType
    | ListType
    | BagType
    | TupleType
    | StreamType
    | NeverType
)

BOOL = BoolType()
INT = IntType()
NONE = NoneType()
NEVER = NeverType()


def is_mutable(type_: Type) -> bool:
    """Tell whether CPython's values of this type can be changed in place."""
    match type_:
        case SetType(frozen=frozen) | MapType(frozen=frozen):
            return not frozen
        case ListType() | BagType():
            return True
        case _:
            return False


def show_type(type_: Type) -> str:
    """Give the type as its annotation reads, bounds included."""
    match type_:
        case BoolType():
            return "bool"
        case IntType(None, None):
            return "int"
        case IntType(low, high):
            return f"{'' if low is None else low}..{'' if high is None else high}"
        case NoneType():
            return "None"
        case EnumType(name) | SortType(name) | RecordType(name):
            return name
        case UnionType(options):
            return " | ".join(show_type(option) for option in options)
        case SetType(element, frozen):
            return f"{'frozenset' if frozen else 'set'}[{show_type(element)}]"
        case MapType(key, value, frozen):
            return f"{'Map' if frozen else 'dict'}[{show_type(key)}, {show_type(value)}]"
        case ListType(element, max_length):
            bound = "" if max_length is None else f", at most {max_length}"
            return f"list[{show_type(element)}{bound}]"
        case BagType(element, _):
            return f"Counter[{show_type(element)}]"
        case TupleType(items):
            return f"({', '.join(show_type(item) for item in items)})"
        case StreamType(element, _):
            return f"iterable of {show_type(element)}"
        case NeverType():
            return "nothing"


@dataclass(frozen=True, slots=True)
class Named:
    """A sort, enum or record of a module, with the first line of its docstring."""

    type: SortType | EnumType | RecordType
    doc: str = field(default="", compare=False)
