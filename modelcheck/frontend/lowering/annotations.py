"""From evaluated annotations to types: `Annotated[int, Interval(ge=0, le=3)]` to `0..3`."""

from __future__ import annotations

import ast
import re
import sys
import types
import typing
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum, Flag
from inspect import cleandoc
from types import FunctionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Final,
    ForwardRef,
    Literal,
    NewType,
    TypeGuard,
    TypeVar,
    cast,
    get_args,
    get_origin,
    is_typeddict,
)

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
from modelcheck.frontend.lowering.conversion import options_of
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

_ARITY: Final[Mapping[object, int]] = {
    set: 1,
    frozenset: 1,
    list: 1,
    Counter: 1,
    dict: 2,
    Map: 2,
}
"""How many types a collection is made of: at run time Python takes any number."""

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
        if isinstance(annotation, str | ForwardRef):
            annotation = evaluated(annotation, self.context.loaded.namespace)
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
        if len(arguments) != _ARITY.get(origin, len(arguments)):
            raise Found(UnsupportedType(_name(annotation), _advice(origin), span=self.span))
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
        if get_origin(annotation) is list:
            # Said at once: a bound, which the list lacks as well, would not help.
            text = _name(annotation)
            raise Found(MutableInside(text, where, _frozen_name(ListType(INT)), span=self.span))
        found = self.read(annotation)
        mutable = [option for option in options_of(found) if is_mutable(option)]
        if mutable:
            instead = _frozen_name(mutable[0])
            raise Found(MutableInside(_name(annotation), where, instead, span=self.span))
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
        if known is not None and isinstance(known.type, RecordType):
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
    """An annotation that cannot be evaluated, and why."""

    why: str


def evaluated(annotation: object, namespace: Mapping[str, object]) -> object:
    """Give what an annotation, a text perhaps, stands for; `Broken` if it cannot be evaluated."""
    try:
        while isinstance(annotation, str | ForwardRef):
            text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
            annotation = eval(text, dict(namespace))  # noqa: S307  # the author's own annotation
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


def _name(annotation: object) -> str:
    if isinstance(annotation, list | tuple):
        return "[...]" if isinstance(annotation, list) else "(...)"
    if get_origin(annotation) is None and isinstance(annotation, type | FunctionType):
        return annotation.__name__
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", str(annotation)).lstrip("~")


def _advice(annotation: object) -> str:
    if isinstance(annotation, TypeVar):
        return "name the type itself; only helpers may be generic"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _enum_advice(annotation)
    if isinstance(annotation, NewType):
        return "name the type itself: `NewType` makes no type of its own"
    if is_dataclass(annotation) or is_typeddict(annotation):
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


def _enum_advice(enum: type[Enum]) -> str:
    aliases = [name for name, member in enum.__members__.items() if member.name != name]
    if aliases:
        first = enum[aliases[0]].name
        return f"give every member a value of its own: `{aliases[0]}` is the same as `{first}`"
    if not enum.__members__:
        return "give it members"
    return "derive it from `Enum` alone: its members are no numbers, no text and no sets"


def _frozen_name(found: Type) -> str:
    match found:
        case SetType():
            return f"`{show_type(replace(found, frozen=True))}`"
        case MapType():
            return f"`{show_type(replace(found, frozen=True))}`"
        case BagType(element=element):
            return f"`Map[{show_type(element)}, Annotated[int, Interval(ge=1, le=...)]]`"
        case _:
            return "a `NamedTuple` with a field per position, or a `Map` from positions"
