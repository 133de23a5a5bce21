"""The values that the parameters of actions and claims range over, in canonical order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from modelcheck.explicit.reference.codec import Codecs
from modelcheck.explicit.reference.mirror import Live, object_of
from modelcheck.explicit.reference.program import Domain
from modelcheck.ir.stmt import Function, Parameter
from modelcheck.ir.types import Type
from modelcheck.lang.order import class_of, place_of
from modelcheck.semantics.bounds import all_values

Arguments: TypeAlias = tuple[Live, ...]


@dataclass(frozen=True, slots=True)
class Unbounded:
    """The container that bounds the next parameter could not be computed: `error` was raised."""

    domain: Domain
    arguments: Arguments
    error: Exception


Bindings: TypeAlias = Callable[[Live], Sequence[Arguments | Unbounded]]
"""Gives the bindings of an action in the state that the instance is over."""


def listed(function: Function, classes: Mapping[str, type]) -> list[Arguments]:
    """Give all bindings of the parameters, the first the slowest.

    Requires: every parameter's type can be listed.
    """
    return list(product(*(_members(each.type, classes) for each in function.parameters)))


def bindings(
    function: Function,
    domains: Mapping[tuple[str, str], Domain],
    classes: Mapping[str, type],
) -> Bindings:
    """Give the function that gives the bindings of the action `function` in a state."""
    bounded = [domains.get((function.name, each.name)) for each in function.parameters]
    if not any(bounded):
        fixed = listed(function, classes)
        return lambda _: fixed
    ranges = [
        _fixed(_members(each.type, classes)) if domain is None else _within(each, domain, classes)
        for each, domain in zip(function.parameters, bounded, strict=True)
    ]

    def extended(instance: Live, before: Arguments) -> Iterator[Arguments | Unbounded]:
        if len(before) == len(ranges):
            yield before
            return
        values = ranges[len(before)](instance, before)
        if isinstance(values, Unbounded):
            yield values
            return
        for value in values:
            yield from extended(instance, (*before, value))

    return lambda instance: list(extended(instance, ()))


_Range: TypeAlias = Callable[[Live, Arguments], list[Live] | Unbounded]


def _fixed(values: list[Live]) -> _Range:
    return lambda _, __: values


def _within(parameter: Parameter, domain: Domain, classes: Mapping[str, type]) -> _Range:
    kinds = Codecs(classes).of(parameter.type).classes

    in_order: dict[frozenset[Live], list[Live]] = {}  # to sort is what costs here

    def members(instance: Live, before: Arguments) -> list[Live] | Unbounded:
        try:
            found = frozenset(domain(instance, *before))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever the author's code raises
            return Unbounded(domain, before, error)
        values = in_order.get(found)
        if values is None:
            of_kind = [each for each in found if class_of(each) in kinds]
            values = in_order[found] = sorted(of_kind, key=place_of)
        return values

    return members


def _members(type_: Type, classes: Mapping[str, type]) -> list[Live]:
    return [object_of(value, type_, classes) for value in all_values(type_)]
