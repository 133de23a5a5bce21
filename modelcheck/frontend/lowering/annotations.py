"""From evaluated annotations to types: `Annotated[int, Interval(ge=0, le=3)]` to `0..3`."""

from __future__ import annotations

import ast
import sys
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from enum import Enum, Flag
from inspect import cleandoc
from types import FunctionType
from typing import (
    Annotated,
    Any,
    Final,
    ForwardRef,
    TypeGuard,
    TypeVar,
    cast,
    get_args,
    get_origin,
)

from annotated_types import Ge, GroupedMetadata, Gt, Le, Lt, MaxLen

from modelcheck.frontend.errors.typing import (
    BadBounds,
    BrokenAnnotation,
    MutableInside,
    RecursiveType,
    UnboundedInt,
    UnboundedList,
    UnsupportedType,
)
from modelcheck.frontend.lowering.annotation_advice import advice_on, frozen_name, name_of
from modelcheck.frontend.lowering.context import Context, Found
from modelcheck.frontend.lowering.conversion import options_of
from modelcheck.frontend.lowering.overlap import confusion, inseparable
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
)
from modelcheck.lang import Map, Ordered, Symmetric
from modelcheck.lang.values import GhostMark
from modelcheck.source.span import Span

MAX_COUNT: Final = 255
"""How often an element may be in a `Counter` that says nothing else: a byte holds it."""

_ARITY: Final[Mapping[object, int]] = {
    set: 1,
    frozenset: 1,
    list: 1,
    Counter: 1,
    dict: 2,
    Map: 2,
}
"""How many types a collection is made of: at run time Python takes any number."""


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


_BUILTIN: Final = ("bool", "dict", "frozenset", "int", "list", "set")

_SPECIAL: Final = (
    *("__eq__", "__ne__", "__hash__", "__lt__", "__le__", "__gt__", "__ge__"),
    *("__iter__", "__getattribute__"),
)
"""What Python calls to compare values, and to take them apart."""


class _Reader:
    def __init__(
        self, context: Context, span: Span, variables: Mapping[object, Type], *, bounded: bool
    ) -> None:
        self.context = context
        self.span = span
        self.variables = variables
        self.bounded = bounded

    def read(self, annotation: object) -> Type:
        if isinstance(annotation, str | ForwardRef):
            annotation = evaluated(annotation, self.context.loaded.namespace)
        if isinstance(annotation, Broken):
            broken = BrokenAnnotation(annotation.why, span=self.span)
            meant = annotation.meant
            raise Found(replace(broken, instead=f"did you mean `{meant}`?") if meant else broken)
        if get_origin(annotation) is Annotated:
            base, *metadata = get_args(annotation)
            return self._annotated(base, _flatten(metadata))
        return self._bounded(self._plain(annotation), annotation)

    def _bounded(self, found: Type, annotation: object) -> Type:
        if self.bounded and found == INT:
            raise Found(UnboundedInt(span=self.span))
        if self.bounded and isinstance(found, ListType):
            raise Found(UnboundedList(name_of(annotation), span=self.span))
        return found

    def _annotated(self, base: object, metadata: list[object]) -> Type:
        found = self._plain(base)
        low = max(self._bounds(metadata, Ge, Gt, 1), default=None)
        high = min(self._bounds(metadata, Le, Lt, -1), default=None)
        length = min(self._bounds(metadata, MaxLen, None, 0), default=None)
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

    def _bounds(
        self, metadata: list[object], kind: type, strict: type | None, step: int
    ) -> list[int]:
        """Give the bounds of one kind; `strict` ones are moved by `step`.

        `True` and `1.0` are taken as the integers that they equal: `typing` keeps annotations
        that are equal once, so one that another file wrote may stand here.
        """
        found: list[int] = []
        for each in metadata:
            if not isinstance(each, (kind, strict) if strict else kind):
                continue
            (bound,) = (getattr(each, field.name) for field in fields(cast("Any", each)))
            if not isinstance(bound, int | float) or bound != int(bound):
                raise Found(BadBounds("the bounds of a type must be integers", span=self.span))
            found.append(int(bound) + (step if strict and isinstance(each, strict) else 0))
        return found

    def _interval(self, low: int | None, high: int | None) -> Type:
        if low is None or high is None:
            if self.bounded:
                what = "lower bound (`ge=`)" if low is None else "upper bound (`le=`)"
                raise Found(UnboundedInt(what, span=self.span))
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
        raise Found(UnsupportedType(name_of(annotation), advice_on(annotation), span=self.span))

    def _generic(self, annotation: object, origin: object, arguments: tuple[object, ...]) -> Type:
        if len(arguments) != _ARITY.get(origin, len(arguments)):
            raise Found(UnsupportedType(name_of(annotation), advice_on(origin), span=self.span))
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
        raise Found(UnsupportedType(name_of(annotation), advice_on(origin), span=self.span))

    def _immutable(self, annotation: object, where: str) -> Type:
        if get_origin(annotation) is list:
            # Said at once: a bound, which the list lacks as well, would not help.
            text = name_of(annotation)
            raise Found(MutableInside(text, where, frozen_name(ListType(INT)), span=self.span))
        found = self.read(annotation)
        mutable = [option for option in options_of(found) if is_mutable(option)]
        if mutable:
            instead = frozen_name(mutable[0])
            raise Found(MutableInside(name_of(annotation), where, instead, span=self.span))
        return found

    def _union(self, options: tuple[object, ...]) -> Type:
        found = tuple(dict.fromkeys(self.read(option) for option in options))
        for index, left in enumerate(found):
            for right in found[index + 1 :]:
                if inseparable(left, right):
                    raise Found(confusion(left, right, self.span))
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
        raise Found(UnsupportedType(cls.__name__, advice_on(cast("object", cls)), span=self.span))

    def _keep(self, cls: type, found: SortType | EnumType | RecordType) -> Type:
        self._check_plain(cls)
        if self.context.classes.get(cls.__name__, cls) is not cls:
            instead = (
                f"there is another `{cls.__name__}` in the spec: give one of the two a new name"
            )
            raise Found(UnsupportedType(cls.__name__, instead, span=self.span))
        doc = cleandoc(cls.__doc__ or "").split("\n")[0]
        if issubclass(cls, tuple) and doc.startswith(f"{cls.__name__}("):
            doc = ""
        self.context.classes[cls.__name__] = cls
        self.context.named[cls.__name__] = Named(found, doc)
        return found

    def _check_plain(self, cls: type) -> None:
        """Check that no class of the author's changes how values of the language compare.

        Raises: `Found` when `cls`, or a base of it, defines a method that Python calls for that.
        """
        for base in cls.__mro__:
            own = [name for name in _SPECIAL if isinstance(vars(base).get(name), FunctionType)]
            if own and self.context.loaded.source_of(base.__module__) is not None:
                instead = f"leave out `{own[0]}`: values are what they hold, and compare by that"
                raise Found(UnsupportedType(cls.__name__, instead, span=self.span))

    def field(self, annotation: object, record: str) -> Type | None:
        """Give the type of a record's field; `None` with a finding, so that the others are read."""
        try:
            return self._immutable(annotation, f"a field of the record `{record}`")
        except Found as found:
            if found.diagnostic is not None:
                self.context.report(found.diagnostic)
            return None

    def _at(self, span: Span | None) -> _Reader:
        return _Reader(self.context, span or self.span, self.variables, bounded=self.bounded)

    def _spans(self, record: type) -> dict[str, Span]:
        """Give where the annotations of a record's fields stand, if its class is an author's."""
        module = self.context.loaded.source_of(record.__module__)
        body: list[ast.stmt] = module.tree.body if module else []
        found = [each for each in body if isinstance(each, ast.ClassDef)]
        return {
            field.target.id: module.source.span(field.annotation)
            for each in found
            if module and each.name == record.__name__
            for field in each.body
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        }

    def record(self, cls: type) -> RecordType:
        known = self.context.named.get(cls.__name__)
        same = self.context.classes.get(cls.__name__) is cls
        if known is not None and same and isinstance(known.type, RecordType):
            return known.type
        if cls in self.context.open_records:
            raise Found(RecursiveType(cls.__name__, span=self.span))
        outer = self.context.open_records
        self.context.open_records = (*outer, cls)
        try:
            hints = annotations_of(cls, self.context)
            spans = self._spans(cls)
            read = [
                (name, self._at(spans.get(name)).field(hints.get(name), cls.__name__))
                for name in vars(cls)["_fields"]
            ]
        finally:
            self.context.open_records = outer
        parts = tuple((name, type_) for name, type_ in read if type_ is not None)
        if len(parts) < len(read):
            raise Found(None)
        found = RecordType(cls.__name__, parts)
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
    return {name: evaluated(annotation, namespace) for name, annotation in found.items()}


@dataclass(frozen=True)
class Broken:
    """An annotation that cannot be evaluated, why, and the name that may be meant."""

    why: str
    meant: str | None = None


def evaluated(annotation: object, namespace: Mapping[str, object]) -> object:
    """Give what an annotation, a text perhaps, stands for; `Broken` if it cannot be evaluated."""
    try:
        while isinstance(annotation, str | ForwardRef):
            text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
            annotation = eval(text, dict(namespace))  # noqa: S307  # the author's own annotation
    except NameError as error:
        close = get_close_matches(error.name or "", sorted({*namespace, *_BUILTIN}), n=1)
        return Broken(str(error), close[0] if close else None)
    except Exception as error:  # noqa: BLE001  # annotations are the author's code
        return Broken(str(error) or type(error).__name__)
    return annotation


def _flatten(metadata: Iterable[object]) -> list[object]:
    flat: list[object] = []
    for each in metadata:
        if isinstance(each, GroupedMetadata):
            flat.extend(each)
        else:
            flat.append(each)
    return flat


def _size(sort: type) -> int:
    return len(tuple(typing.cast("Iterable[object]", sort)))
