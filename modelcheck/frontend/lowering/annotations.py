"""From evaluated annotations to types: `Annotated[int, Interval(ge=0, le=3)]` to `0..3`."""

from __future__ import annotations

import sys
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import Enum, Flag
from inspect import cleandoc
from types import FunctionType
from typing import Annotated, Any, Final, ForwardRef, TypeGuard, TypeVar, cast, get_args, get_origin

from annotated_types import Ge, GroupedMetadata, Gt, Le, Lt, MaxLen

from modelcheck.frontend.errors.typing import (
    BadBounds,
    BrokenAnnotation,
    ConfusableRecords,
    ConfusableUnion,
    MutableInside,
    RecursiveType,
    UnboundedInt,
    UnboundedList,
    UnsupportedType,
)
from modelcheck.frontend.lowering.context import Context, Found
from modelcheck.frontend.lowering.overlap import confusable
from modelcheck.ir.types import (
    BOOL,
    INT,
    NONE,
    BagType,
    EnumType,
    IntType,
    ListType,
    MapType,
    Named,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
    is_mutable,
    show_type,
)
from modelcheck.lang import Map, Ordered, Symmetric
from modelcheck.lang.values import GhostMark
from modelcheck.source.span import Span

MAX_COUNT: Final = 255
"""How often an element may be in a `Counter` that says nothing else: a byte holds it."""

_INSTEAD: Final[Mapping[object, str]] = {
    str: "use an `Enum`: text has no bounds",
    float: "use integers with bounds: floats are neither finite nor exact",
    complex: "use integers with bounds",
    bytes: "use a bounded list of bounded integers",
    object: "name the type itself",
    tuple: "name the parts in a `NamedTuple`",
    list: "say of what: `Annotated[list[T], MaxLen(n)]`",
    set: "say of what: `set[T]`",
    dict: "say of what: `dict[K, V]`",
    Counter: "say of what: `Counter[T]`",
    frozenset: "say of what: `frozenset[T]`",
    Any: "name the type itself",
}


def type_of(
    annotation: object,
    context: Context,
    span: Span,
    *,
    bounded: bool,
    variables: Mapping[object, Type] | None = None,
) -> Type:
    """Give the type that an evaluated annotation names.

    `bounded` is for fields and parameters of actions and claims, whose values must be
    finitely many; locals and helpers may have unbounded integers and lists.
    `variables` says what the type variables of a generic helper stand for.
    Records, enums and sorts that are met are kept in `context`.
    Raises: `Found` when the annotation names no type of the language.
    """
    return _Reader(context, span, variables or {}, bounded=bounded).read(annotation)


def record_type(cls: type, context: Context, span: Span) -> RecordType:
    """Give the type of a `NamedTuple` class.

    Raises: `Found` when one of its fields has no type of the language.
    """
    return _Reader(context, span, {}, bounded=False).record(cls)


def is_ghost(annotation: object) -> bool:
    """Tell whether a field's annotation is `Ghost[...]`."""
    return any(isinstance(each, GhostMark) for each in getattr(annotation, "__metadata__", ()))


def is_record(thing: object) -> TypeGuard[type]:
    """Tell whether the thing is a `NamedTuple` class."""
    if not isinstance(thing, type):
        return False
    contents: Mapping[str, object] = vars(cast("type[object]", thing))
    return tuple in thing.__mro__ and "_fields" in contents


class _Reader:
    def __init__(
        self, context: Context, span: Span, variables: Mapping[object, Type], *, bounded: bool
    ) -> None:
        self.context = context
        self.span = span
        self.variables = variables
        self.bounded = bounded

    def read(self, annotation: object) -> Type:
        if isinstance(annotation, Broken):
            raise Found(BrokenAnnotation(annotation.why, span=self.span))
        if get_origin(annotation) is Annotated:
            base, *metadata = get_args(annotation)
            return self._annotated(base, _flatten(metadata))
        return self._bounded(self._plain(annotation), annotation)

    def _bounded(self, found: Type, annotation: object) -> Type:
        if self.bounded and found == INT:
            raise Found(UnboundedInt(span=self.span))
        if self.bounded and isinstance(found, ListType):
            raise Found(UnboundedList(_name(annotation), span=self.span))
        return found

    def _annotated(self, base: object, metadata: list[object]) -> Type:
        found = self._plain(base)
        low = max((_low(each) for each in metadata if isinstance(each, Ge | Gt)), default=None)
        high = min((_high(each) for each in metadata if isinstance(each, Le | Lt)), default=None)
        length = min(
            (each.max_length for each in metadata if isinstance(each, MaxLen)), default=None
        )
        numbers = [each for each in (low, high, length) if each is not None]
        if any(type(each) is not int for each in numbers):
            raise Found(BadBounds("the bounds of a type must be integers", span=self.span))
        if isinstance(found, IntType) and (low is not None or high is not None):
            return self._interval(low, high)
        if isinstance(found, ListType) and length is not None:
            if length < 0:
                raise Found(BadBounds(f"no list has at most {length} elements", span=self.span))
            return replace(found, max_length=length)
        if isinstance(found, BagType) and high is not None:
            if high < 1:
                raise Found(BadBounds(f"no Counter counts up to {high}", span=self.span))
            return replace(found, max_count=high)
        return self._bounded(found, base)

    def _interval(self, low: int | None, high: int | None) -> Type:
        if low is None or high is None:
            if self.bounded:
                raise Found(UnboundedInt(span=self.span))
        elif low > high:
            raise Found(
                BadBounds(f"no integer is at least {low} and at most {high}", span=self.span)
            )
        return IntType(low, high)

    def _plain(self, annotation: object) -> Type:
        if isinstance(annotation, TypeVar) and annotation in self.variables:
            return self.variables[annotation]
        if annotation is bool:
            return BOOL
        if annotation is int:
            return INT
        if annotation is None or annotation is types.NoneType:
            return NONE
        origin = get_origin(annotation)
        if origin is typing.Union or origin is types.UnionType:
            return self._union(get_args(annotation))
        if origin is Annotated:
            return self.read(annotation)
        if origin is not None:
            return self._generic(annotation, origin, get_args(annotation))
        if isinstance(annotation, type):
            return self._class(annotation)
        raise Found(UnsupportedType(_name(annotation), _advice(annotation), span=self.span))

    def _generic(self, annotation: object, origin: object, arguments: tuple[object, ...]) -> Type:
        if origin is set or origin is frozenset or origin is AbstractSet:
            frozen = origin is frozenset or (origin is AbstractSet and not self.bounded)
            return SetType(self._immutable(arguments[0], "a member of a set"), frozen=frozen)
        if origin is dict or origin is Map or (origin is Mapping and not self.bounded):
            key = self._immutable(arguments[0], "a key")
            frozen = origin is Map
            value = (
                self._immutable(arguments[1], "a value of a Map")
                if frozen
                else self.read(arguments[1])
            )
            return MapType(key, value, frozen=frozen)
        sequence = origin is Sequence or origin is Iterable
        if origin is list or (sequence and not self.bounded):
            return ListType(self.read(arguments[0]))
        if origin is Counter:
            return BagType(self._immutable(arguments[0], "an element of a Counter"), MAX_COUNT)
        raise Found(UnsupportedType(_name(annotation), _advice(origin), span=self.span))

    def _immutable(self, annotation: object, where: str) -> Type:
        found = self.read(annotation)
        if is_mutable(found):
            raise Found(
                MutableInside(_name(annotation), where, _frozen_name(found), span=self.span)
            )
        return found

    def _union(self, options: tuple[object, ...]) -> Type:
        found = tuple(dict.fromkeys(self.read(option) for option in options))
        for index, left in enumerate(found):
            for right in found[index + 1 :]:
                if not confusable(left, right):
                    continue
                if isinstance(left, RecordType) and isinstance(right, RecordType):
                    raise Found(ConfusableRecords(left.name, right.name, span=self.span))
                raise Found(ConfusableUnion(show_type(left), show_type(right), span=self.span))
        return found[0] if len(found) == 1 else UnionType(found)

    def _class(self, cls: type) -> Type:
        known = self.context.named.get(cls.__name__)
        if known is not None and self.context.classes[cls.__name__] is cls:
            return known.type
        if is_record(cls):
            return self.record(cls)
        if issubclass(cls, Symmetric | Ordered) and cls not in {Symmetric, Ordered}:
            return self._keep(cls, SortType(cls.__name__, _size(cls), issubclass(cls, Symmetric)))
        if issubclass(cls, Enum) and not issubclass(cls, Flag | int | str):
            members = tuple(cls.__members__)
            if members and len(members) == len(list(cls)):
                return self._keep(cls, EnumType(cls.__name__, members))
        raise Found(UnsupportedType(cls.__name__, _advice(cast("object", cls)), span=self.span))

    def _keep(self, cls: type, found: SortType | EnumType | RecordType) -> Type:
        doc = cleandoc(cls.__doc__ or "").split("\n")[0]
        if issubclass(cls, tuple) and doc.startswith(f"{cls.__name__}("):
            doc = ""
        self.context.classes[cls.__name__] = cls
        self.context.named[cls.__name__] = Named(found, doc)
        return found

    def record(self, cls: type) -> RecordType:
        known = self.context.named.get(cls.__name__)
        if known is not None and isinstance(known.type, RecordType):
            return known.type
        if cls in self.context.open_records:
            raise Found(RecursiveType(cls.__name__, span=self.span))
        outer = self.context.open_records
        self.context.open_records = (*outer, cls)
        try:
            hints = annotations_of(cls, self.context)
            fields = tuple(
                (name, self._immutable(hints.get(name), f"a field of the record `{cls.__name__}`"))
                for name in vars(cls)["_fields"]
            )
        finally:
            self.context.open_records = outer
        found = RecordType(cls.__name__, fields)
        self._keep(cls, found)
        return found


def annotations_of(owner: type | Callable[..., object], context: Context) -> dict[str, object]:
    """Give the annotations that a class or function itself has, evaluated; see `Broken`."""
    found: Mapping[str, object] = vars(owner).get("__annotations__", owner.__annotations__)
    module = context.loaded.source_of(owner.__module__)
    if isinstance(owner, FunctionType):
        namespace = owner.__globals__
    else:
        namespace = dict(module.namespace) if module else vars(sys.modules[owner.__module__])
    return {name: _evaluated(annotation, namespace) for name, annotation in found.items()}


@dataclass(frozen=True)
class Broken:
    """An annotation that cannot be evaluated, and why."""

    why: str


def _evaluated(annotation: object, namespace: Mapping[str, object]) -> object:
    if isinstance(annotation, ForwardRef):
        annotation = annotation.__forward_arg__
    if not isinstance(annotation, str):
        return annotation
    try:
        return eval(annotation, dict(namespace))  # noqa: S307  # the author's own annotation
    except Exception as error:  # noqa: BLE001  # annotations are the author's code
        return Broken(str(error) or type(error).__name__)


def _flatten(metadata: Iterable[object]) -> list[object]:
    flat: list[object] = []
    for each in metadata:
        if isinstance(each, GroupedMetadata):
            flat.extend(each)
        else:
            flat.append(each)
    return flat


def _low(bound: Ge | Gt) -> Any:  # noqa: ANN401  # the author's value, checked by the caller
    return bound.ge if isinstance(bound, Ge) else bound.gt + 1  # type: ignore[operator]  # the same


def _high(bound: Le | Lt) -> Any:  # noqa: ANN401  # see `_low`
    return bound.le if isinstance(bound, Le) else bound.lt - 1  # type: ignore[operator]  # the same


def _size(sort: type) -> int:
    return len(tuple(typing.cast("Iterable[object]", sort)))


def _name(annotation: object) -> str:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation.__name__
    return str(annotation).replace("typing.", "").replace("collections.abc.", "")


def _advice(annotation: object) -> str:
    if isinstance(annotation, TypeVar):
        return "name the type itself; only helpers may be generic"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "use a plain `Enum` with at least one member, without aliases"
    for known, advice in _INSTEAD.items():
        if annotation is known:
            return advice
    return (
        "use `bool`, bounded `int`, enums, sorts, `NamedTuple`s, unions of these, `set`, "
        "`frozenset`, `dict`, `Map`, bounded `list`, `Counter`"
    )


def _frozen_name(found: Type) -> str:
    match found:
        case SetType():
            return show_type(replace(found, frozen=True))
        case MapType():
            return show_type(replace(found, frozen=True))
        case BagType(element=element):
            return f"Map[{show_type(element)}, Annotated[int, Interval(ge=1, le=...)]]"
        case _:
            return "a NamedTuple with a field per position, or a Map from positions"
