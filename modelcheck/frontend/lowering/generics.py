"""Generic helpers: what the type variables of an annotation stand for in a call."""

from __future__ import annotations

import types
import typing
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, TypeVar, get_args, get_origin

from modelcheck.frontend.lowering.conversion import element_of, join, options_of
from modelcheck.ir.types import NEVER, NONE, MapType, Type, UnionType

ABSTRACT: Final = (Collection, Iterable, Mapping, Sequence, AbstractSet)
"""Types that a helper's parameter may name, and that take whatever type the argument has."""


def is_abstract(annotation: object) -> bool:
    """Tell whether the annotation names no type of its own, but what the argument can do."""
    return get_origin(annotation) in ABSTRACT


def unify(annotation: object, type_: Type, known: dict[object, Type]) -> None:
    """Add to `known` what the type variables of `annotation` stand for, given a value's type."""
    if isinstance(annotation, TypeVar):
        known[annotation] = join(known.get(annotation, NEVER), type_)
        return
    arguments = get_args(annotation)
    origin = get_origin(annotation)
    if origin in {typing.Union, types.UnionType}:
        rest = tuple(option for option in options_of(type_) if option != NONE)
        for argument in arguments:
            if isinstance(argument, TypeVar) and rest:
                unify(argument, rest[0] if len(rest) == 1 else UnionType(rest), known)
    elif isinstance(type_, MapType) and len(arguments) == 2:  # noqa: PLR2004  # key and value
        unify(arguments[0], type_.key, known)
        unify(arguments[1], type_.value, known)
    elif arguments:
        element = element_of(type_)
        if element is not None:
            unify(arguments[0], element, known)
