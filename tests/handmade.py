"""Programs made from classes without the front end: bodies are run, so the IR has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import Enum
from inspect import signature
from types import NoneType
from types import UnionType as PythonUnion
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from modelcheck.explicit.reference.program import Domain, Program
from modelcheck.ir.module import Action, Claim, ClaimKind, Field, Module, Typed
from modelcheck.ir.stmt import Function, Parameter
from modelcheck.ir.types import (
    BOOL,
    INT,
    NONE,
    BagType,
    EnumType,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)
from modelcheck.lang import Map, Spec, Symmetric
from modelcheck.lang.marks import MARK, Mark, Role
from modelcheck.lang.sorts import Sort

Hint: TypeAlias = Any  # Any: annotations and methods of classes that the tests define


def program_of(
    spec: type[Spec], domains: Mapping[tuple[str, str], Domain] | None = None
) -> Program:
    """Give the program of a class; actions and claims in the order of the class's body."""
    classes: dict[str, type] = {}
    marked = {
        name: (method, getattr(method, MARK))
        for kind in reversed(spec.__mro__)
        for name, method in vars(kind).items()
        if hasattr(method, MARK)
    }
    functions = {name: _function(method, classes) for name, (method, _) in marked.items()}
    marks: dict[str, Mark] = {name: mark for name, (_, mark) in marked.items()}
    hints = get_type_hints(spec, include_extras=True)
    module = Module(
        name=spec.__name__,
        path="handmade.py",
        doc="",
        named=(),
        constants=(),
        parameters=(),
        fields=tuple(Field(name, type_of(hint, classes)) for name, hint in hints.items()),
        init=next(functions[name] for name, mark in marks.items() if mark.role is Role.INIT),
        actions=tuple(
            Action(functions[name], mark.fair, mark.by)
            for name, mark in marks.items()
            if mark.role is Role.ACTION
        ),
        claims=tuple(_claims(functions, marks, marked)),
    )
    return Program(Typed(module), spec, classes, domains or {})


def _claims(
    functions: Mapping[str, Function], marks: Mapping[str, Mark], marked: Mapping[str, Hint]
) -> Iterator[Claim]:
    kinds = {each.value: each for each in ClaimKind}
    for name, mark in marks.items():
        if mark.role.value in kinds:
            over_steps = "old" in marked[name][0].__code__.co_names
            yield Claim(kinds[mark.role.value], functions[name], over_steps)


def _function(method: Hint, classes: dict[str, type]) -> Function:
    hints = get_type_hints(method, include_extras=True)
    names = list(signature(method).parameters)[1:]
    parameters = tuple(Parameter(name, type_of(hints[name], classes)) for name in names)
    result = BOOL if hints.get("return") is bool else None
    return Function(method.__name__, parameters, (), result)


def type_of(hint: Hint, classes: dict[str, type]) -> Type:
    """Give the type that an evaluated annotation means; its classes go to `classes`."""
    origin: Hint = get_origin(hint)
    if origin in (Union, PythonUnion):
        return UnionType(tuple(type_of(each, classes) for each in get_args(hint)))
    bound: Hint = None
    if origin is Annotated:
        hint, bound = get_args(hint)
        origin = get_origin(hint)
    inner = [type_of(each, classes) for each in get_args(hint)]
    match origin:
        case kind if kind in (set, frozenset):
            return SetType(inner[0], frozen=kind is frozenset)
        case kind if kind in (dict, Map):
            return MapType(inner[0], inner[1], frozen=kind is Map)
        case kind if kind is list:
            return ListType(inner[0], bound.max_length if bound else None)
        case kind if kind is Counter:
            return BagType(inner[0], bound.le if bound else None)
        case _:
            return _named(hint, bound, classes)


def _named(hint: Hint, bound: Hint, classes: dict[str, type]) -> Type:
    if hint is bool:
        return BOOL
    if hint is NoneType:
        return NONE
    if hint is int:
        return IntType(bound.ge, bound.le) if bound else INT
    classes[hint.__name__] = hint
    if issubclass(hint, Sort):
        return SortType(hint.__name__, len(hint), issubclass(hint, Symmetric))
    if issubclass(hint, Enum):
        return EnumType(hint.__name__, tuple(each.name for each in hint))
    parts = get_type_hints(hint, include_extras=True)
    return RecordType(hint.__name__, tuple((k, type_of(v, classes)) for k, v in parts.items()))
