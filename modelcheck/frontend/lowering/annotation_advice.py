"""What to write instead of an annotation that names no type of the language."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import is_dataclass, replace
from enum import Enum
from types import FunctionType
from typing import (
    Any,
    ClassVar,
    Final,
    Literal,
    NewType,
    TypeVar,
    cast,
    get_origin,
    is_typeddict,
)

from modelcheck.ir.types import (
    BagType,
    MapType,
    SetType,
    Type,
    show_type,
)
from modelcheck.lang import Map

_INSTEAD: Final[Mapping[object, str]] = {
    str: "use an `Enum`: text has no bounds",
    float: "use integers with bounds: floats are neither finite nor exact",
    complex: "use integers with bounds",
    bytes: "use a bounded list of bounded integers",
    object: "name the type itself",
    tuple: "name the parts in a `NamedTuple`",
    Literal: "use an `Enum`, or an `int` with bounds",
    Callable: "functions are no values: use an `Enum` of cases",
    Sequence: "use a bounded list: `Annotated[list[T], MaxLen(n)]`",
    Iterable: "use a bounded list: `Annotated[list[T], MaxLen(n)]`",
    Mapping: "use `dict[K, V]`, or `Map[K, V]` inside of sets and records",
    deque: "use a bounded list, with `append` and `pop(0)`",
    defaultdict: "use `dict[K, V]`, and give every key a value in @init",
    Final: "declare constants at the module's top",
    ClassVar: "declare constants at the module's top",
    list: "say of what: `Annotated[list[T], MaxLen(n)]`",
    set: "say of what: `set[T]`",
    dict: "say of what: `dict[K, V]`",
    Counter: "say of what: `Counter[T]`",
    Map: "say of what: `Map[K, V]`",
    frozenset: "say of what: `frozenset[T]`",
    Any: "name the type itself",
}


def name_of(annotation: object) -> str:
    """Give an evaluated annotation as it reads, without the modules of what it names."""
    if isinstance(annotation, list | tuple):
        return "[...]" if isinstance(annotation, list) else "(...)"
    if get_origin(annotation) is None and isinstance(annotation, type | FunctionType):
        return annotation.__name__
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", str(annotation)).lstrip("~")


def advice_on(annotation: object) -> str:
    """Say what to write instead of an annotation that names no type of the language."""
    if isinstance(annotation, TypeVar):
        return "name the type itself; only helpers may be generic"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _enum_advice(annotation)
    if isinstance(annotation, NewType):
        return "name the type itself: `NewType` makes no type of its own"
    if isinstance(annotation, type) and _is_struct(cast("type[object]", annotation)):
        return "write it as `class Name(NamedTuple):`, with the same fields"
    for known, advice in _INSTEAD.items():
        if annotation is known:
            return advice
    if isinstance(annotation, type) and annotation.__module__ not in sys.modules:
        # A class of the author's: the spec's modules do not stay in `sys.modules`.
        return "write it as a `NamedTuple`, an `Enum`, or a sort: `class Name(Symmetric, size=2)`"
    return (
        "use `bool`, bounded `int`, enums, sorts, `NamedTuple`s, unions of these, `set`, "
        "`frozenset`, `dict`, `Map`, bounded `list`, `Counter`"
    )


def _is_struct(cls: type[object]) -> bool:
    return is_dataclass(cls) or is_typeddict(cls)


def _enum_advice(enum: type[Enum]) -> str:
    aliases = [name for name, member in enum.__members__.items() if member.name != name]
    if aliases:
        first = enum[aliases[0]].name
        return f"give every member a value of its own: `{aliases[0]}` is the same as `{first}`"
    if not enum.__members__:
        return "give it members"
    return "derive it from `Enum` alone: its members are no numbers, no text and no sets"


def frozen_name(found: Type) -> str:
    """Give what to write for a mutable type where an immutable one is needed."""
    match found:
        case SetType():
            return f"`{show_type(replace(found, frozen=True))}`"
        case MapType():
            return f"`{show_type(replace(found, frozen=True))}`"
        case BagType(element=element):
            return f"`Map[{show_type(element)}, Annotated[int, Interval(ge=1, le=...)]]`"
        case _:
            return "a `NamedTuple` with a field per position, or a `Map` from positions"
