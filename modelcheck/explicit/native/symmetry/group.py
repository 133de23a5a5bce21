"""Which elements of a spec are interchangeable: its symmetries, under its constants.

    SENDER: Final = one(Process)              Process1 | Process2 Process3
    WEIGHT: Final = each(Voter, (2, 1, 2))    Voter1 Voter3 | Voter2

Two elements of a symmetric sort are interchangeable where to swap them changes no constant that
the spec reads.  The group is all permutations that keep every element among those it is
interchangeable with: each of them is a product of such swaps, so it changes no constant either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import factorial, prod

from modelcheck.explicit.native.symmetry.renaming import renamed
from modelcheck.ir.expr import Call, Constant, Literal
from modelcheck.ir.module import Module
from modelcheck.ir.stmt import Function
from modelcheck.ir.types import (
    BagType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    StreamType,
    TupleType,
    Type,
    UnionType,
)
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value
from modelcheck.ir.walk import walk


@dataclass(frozen=True, slots=True)
class Classes:
    """A sort and its elements, by index, in classes of interchangeable ones.

    Classes come in the order of their first elements, elements in the order of the sort.
    """

    sort: SortType
    classes: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The symmetries of a spec: the sorts of which some elements are interchangeable."""

    sorts: tuple[Classes, ...]

    @property
    def order(self) -> int:
        """How many permutations there are, the one that changes nothing included."""
        return prod(factorial(len(each)) for sort in self.sorts for each in sort.classes)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sorts, in the order of the spec."""
        return tuple(each.sort.name for each in self.sorts)


def symmetry_group(module: Module) -> Group:
    """Give the symmetries of a spec under its parameters.

    Cost: a look at every constant for every two elements of a sort.
    """
    constants = [value for value in _constants(module) if any(_atoms(value))]
    found: list[Classes] = []
    for sort in _symmetric_sorts(module):
        touching = [each for each in constants if sort.name in _atoms(each)]
        classes = _classes(sort, touching)
        if len(classes) < sort.size:
            found.append(Classes(sort, classes))
    return Group(tuple(found))


def _classes(sort: SortType, constants: list[Value]) -> tuple[tuple[int, ...], ...]:
    classes: list[list[int]] = []
    for element in range(sort.size):
        for members in classes:
            if _interchangeable(sort, members[0], element, constants):
                members.append(element)
                break
        else:
            classes.append([element])
    return tuple(map(tuple, classes))


def _interchangeable(sort: SortType, a: int, b: int, constants: list[Value]) -> bool:
    images = list(range(sort.size))
    images[a], images[b] = b, a
    swap = {sort.name: tuple(images)}
    return all(renamed(each, swap) == each for each in constants)


def _symmetric_sorts(module: Module) -> tuple[SortType, ...]:
    """Give the symmetric sorts, those that only types name last."""
    declared = [named.type for named in module.named if isinstance(named.type, SortType)]
    used = [sort for field in module.fields for sort in sorts_in(field.type)]
    return tuple(each for each in dict.fromkeys((*declared, *used)) if each.symmetric)


def sorts_in(type_: Type) -> Iterator[SortType]:
    """Give the sorts of whose elements a value of the type may speak; some more than once."""
    match type_:
        case SortType():
            yield type_
        case RecordType(fields=fields):
            for _, part in fields:
                yield from sorts_in(part)
        case UnionType(options=types) | TupleType(items=types):
            for each in types:
                yield from sorts_in(each)
        case MapType(key=key, value=value):
            yield from sorts_in(key)
            yield from sorts_in(value)
        case (
            SetType(element=element)
            | ListType(element=element)
            | BagType(element=element)
            | StreamType(element=element)
        ):
            yield from sorts_in(element)
        case _:
            return


def _constants(module: Module) -> Iterator[Value]:
    """Give the constants that the bodies read, and what they write out.

    One that nothing reads, but maybe a twin of the spec, tells no elements apart.
    """
    bodies = [module.init]
    bodies += [action.function for action in module.actions]
    bodies += [claim.function for claim in module.claims]
    if module.refinement is not None:
        bodies.append(module.refinement.function)
        yield from _constants(module.refinement.abstract)
    seen: set[int] = set()
    while bodies:
        function = bodies.pop()
        if id(function) in seen:
            continue
        seen.add(id(function))
        for value, called in _written(function):
            if called is not None:
                bodies.append(called)
            else:
                yield value


def _written(function: Function) -> Iterator[tuple[Value, Function | None]]:
    domains = (each.domain for each in function.parameters if each.domain is not None)
    for root in (*function.body, *domains):
        for node in walk(root):
            match node:
                case Constant(value=value) | Literal(value=value):
                    yield value, None
                case Call(function=called):
                    yield None, called
                case _:
                    pass


def _atoms(value: Value) -> set[str]:
    """Give the names of the sorts and enums that a value speaks of."""
    match value:
        case Atom(type_name=name):
            return {name}
        case Record(values=values):
            return _all_atoms(values)
        case frozenset() | tuple():
            return _all_atoms(value)
        case MapValue(items=items):
            return _all_atoms(part for item in items for part in item)
        case BagValue(counts=counts):
            return _all_atoms(element for element, _ in counts)
        case _:
            return set()


def _all_atoms(values: Iterable[Value]) -> set[str]:
    return {name for value in values for name in _atoms(value)}
