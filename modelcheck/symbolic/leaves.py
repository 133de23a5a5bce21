"""Values of a type as a fixed number of bits and numbers: what a state is made of for z3.

Every value has one way only to be written: what is not there (under a key without a value,
behind the end of a list, in an option that is not taken) is written as the least of its kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice, product
from typing import Final, TypeAlias

from modelcheck.ir.size import cardinality
from modelcheck.ir.types import (
    BagType,
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    NoneType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
    show_type,
)
from modelcheck.ir.values import BagValue, MapValue, Record, Value, ordered, show
from modelcheck.semantics.bounds import all_values
from modelcheck.symbolic.algebra import Algebra, BeyondError, options
from modelcheck.symbolic.numbers import Number, at_most, known
from modelcheck.symbolic.terms import Formula, conj, conj_all, disj_all, either, neg
from modelcheck.symbolic.values import (
    Counts,
    Members,
    Nothing,
    Pick,
    Row,
    Struct,
    Symbolic,
    Table,
    Truth,
)

MOST_KEYS: Final = 4096
"""How many values the elements of a set, or the keys of a map, may have."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A leaf that is true or false."""

    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A leaf that is an integer from `low` to `high`; `None` is no bound."""

    name: str
    low: int | None
    high: int | None


Leaf: TypeAlias = Bit | Figure
"""What a value is made of; its name says where in the value it stands."""

Piece: TypeAlias = Formula | Number
"""What stands in a leaf: a formula in a bit, and in the others a number."""


def leaves(type_: Type, name: str) -> tuple[Leaf, ...]:
    """Give the leaves of a value of this type that is called `name`, each with a name of its own.

    Raises: `BeyondError` for types with too many keys, or that no field has.
    """
    found: list[Leaf] = []
    alike: Counter[str] = Counter()
    for each in _leaves(type_, name):
        # Members of two enums may be shown alike; see NOTE(constants-by-name) in `system`.
        alike[each.name] += 1
        many = alike[each.name]
        found.append(each if many == 1 else replace(each, name=f"{each.name} ({many})"))
    return tuple(found)


def _leaves(type_: Type, name: str) -> Iterator[Leaf]:
    match type_:
        case BoolType():
            yield Bit(name)
        case IntType(low, high):
            yield Figure(name, low, high)
        case NoneType():
            pass
        case EnumType() | SortType():
            yield Figure(name, 0, cardinality(type_) - 1)
        case RecordType(fields=fields):
            for part, of in fields:
                yield from _leaves(of, f"{name}.{part}")
        case UnionType(kinds):
            yield Figure(f"kind of {name}", 0, len(kinds) - 1)
            for each in kinds:
                yield from _leaves(each, f"{name} as {show_type(each)}")
        case SetType(element):
            for key in keys(element):
                yield Bit(f"{show(key)} in {name}")
        case MapType(of, held):
            for key in keys(of):
                yield Bit(f"{show(key)} in {name}")
                yield from _leaves(held, f"{name}[{show(key)}]")
        case ListType(element, int(most)):
            yield Figure(f"len({name})", 0, most)
            for at in range(most):
                yield from _leaves(element, f"{name}[{at}]")
        case BagType(element, int(most)):
            for key in keys(element):
                yield Figure(f"{name}[{show(key)}]", 0, most)
        case _:
            message = f"a field of type {show_type(type_)}"
            raise BeyondError(message)


@cache
def keys(type_: Type) -> tuple[Value, ...]:
    """Give all values of a type, in canonical order.

    Raises: `BeyondError` where these are too many.
    """
    if cardinality(type_) > MOST_KEYS:
        message = f"a set or dict over {show_type(type_)}, which has more than {MOST_KEYS} values"
        raise BeyondError(message)
    return tuple(ordered(_values(type_)))


def _values(type_: Type) -> Iterable[Value]:
    match type_:
        case RecordType(name, fields):
            names = tuple(each for each, _ in fields)
            parts = product(*(_values(of) for _, of in fields))
            return (Record(name, names, each) for each in parts)
        case UnionType(kinds):
            return (value for each in kinds for value in _values(each))
        case SetType(element):
            chosen = _choices(dict.fromkeys(keys(element), (True,)))
            return (frozenset(key for key, _ in each) for each in chosen)
        case MapType(of, held):
            return map(MapValue, _choices({key: _values(held) for key in keys(of)}))
        case ListType(element, int(most)):
            every = tuple(_values(element))
            return (each for length in range(most + 1) for each in product(every, repeat=length))
        case BagType(element, int(most)):
            counts = (
                [(key, count) for key, count in each if isinstance(count, int)]
                for each in _choices({key: range(1, most + 1) for key in keys(element)})
            )
            return map(BagValue, counts)
        case _:
            return all_values(type_)


def _choices(
    under: Mapping[Value, Iterable[Value]],
) -> Iterator[tuple[tuple[Value, Value], ...]]:
    """Give the ways to have something, or nothing, under each key."""
    ways = [[(), *(((key, value),) for value in values)] for key, values in under.items()]
    for chosen in product(*ways):
        yield tuple(item for items in chosen for item in items)


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """What a value was read from: of which type, which pieces, under a key also if it is there."""

    value: Symbolic
    type: Type
    pieces: tuple[Piece, ...]
    there: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """What values were read from, by their identity: to write one back is to leave it alone."""

    of: dict[int, Origin] = field(default_factory=dict[int, Origin])

    def note(self, origin: Origin) -> None:
        """Note what a value was read from."""
        self.of[id(origin.value)] = origin  # which is kept, so that no other has its id

    def find(self, type_: Type, value: Symbolic) -> Origin | None:
        """Give what the value was read from, if that was one of this type."""
        found = self.of.get(id(value))
        return found if found is not None and found.type == type_ else None


NO_ORIGINS: Final = Origins()
"""Of values that were read nowhere; nothing is noted in it."""


def read(
    type_: Type, pieces: Iterator[Piece], algebra: Algebra, origins: Origins | None = None
) -> Symbolic:
    """Give the value of this type that is written in the next pieces; note parts in `origins`."""

    def inner(of: Type, *, there: Formula) -> Symbolic:
        if origins is None:
            return read(of, pieces, algebra)
        mine = tuple(islice(pieces, len(leaves(of, ""))))
        value = read(of, iter(mine), algebra, origins)
        origins.note(Origin(value, of, mine, there))
        return value

    match type_:
        case BoolType():
            return Truth(next(pieces))
        case IntType():
            return _number(next(pieces))
        case NoneType():
            return Nothing()
        case EnumType(name) | SortType(name):
            return Pick(name, _number(next(pieces)))
        case RecordType(name, fields):
            names = tuple(each for each, _ in fields)
            return Struct(name, names, tuple(inner(of, there=True) for _, of in fields))
        case UnionType(kinds):
            tag = _number(next(pieces))
            found = [read(each, pieces, algebra) for each in kinds]
            guards = [algebra.numbers.equal(tag, known(at)) for at in range(len(kinds))]
            result = found[0]
            for guard, each in zip(guards[1:], found[1:], strict=True):
                result = algebra.either(neg(guard), result, each)
            return result
        case SetType(element):
            return Members({key: next(pieces) for key in keys(element)})
        case MapType(of, held):
            return Table(
                {key: (there := next(pieces), inner(held, there=there)) for key in keys(of)}
            )
        case ListType(element, int(most)):
            length = _number(next(pieces))
            items = tuple(read(element, pieces, algebra) for _ in range(most))
            lengths = range(most + 1)
            return Row({n: (algebra.numbers.equal(length, known(n)), items[:n]) for n in lengths})
        case BagType(element):
            return Counts({key: _number(next(pieces)) for key in keys(element)})
        case _:
            message = f"a field of type {show_type(type_)}"
            raise BeyondError(message)


def _number(piece: Piece) -> Number:
    if isinstance(piece, Number):
        return piece
    message = f"{piece} stands where a number does"
    raise TypeError(message)


@dataclass(frozen=True, slots=True)
class Written:
    """A value in pieces, and whether it is of the type that they are for."""

    pieces: tuple[Piece, ...]
    fits: Formula


def write(type_: Type, value: Symbolic, algebra: Algebra, origins: Origins = NO_ORIGINS) -> Written:
    """Give a value as pieces of this type; what has an origin is the pieces it was read from.

    Where it does not fit, the pieces are anything.
    """
    return _Writer(algebra, origins).write(type_, value)


def least(type_: Type) -> tuple[Piece, ...]:
    """Give the pieces of what is not there."""
    return tuple(
        False if isinstance(leaf, Bit) else known(0 if leaf.low is None else leaf.low)
        for leaf in _leaves(type_, "")
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    algebra: Algebra
    origins: Origins

    def write(self, type_: Type, value: Symbolic) -> Written:
        origin = self.origins.find(type_, value)
        if origin is not None:
            return Written(origin.pieces, fits=True)
        match type_:
            case UnionType():
                return self._union(type_, value)
            case _:
                found = [(guard, self._option(type_, option)) for guard, option in options(value)]
                fits = disj_all(conj(guard, each.fits) for guard, each in found)
                *others, (_, last) = [(g, each) for g, each in found if each.fits is not False] or [
                    (True, Written(least(type_), fits=False))
                ]
                pieces = last.pieces
                for guard, each in reversed(others):
                    pieces = self._either(guard, each.pieces, pieces)
                return Written(pieces, fits)

    def _either(
        self, test: Formula, then: tuple[Piece, ...], otherwise: tuple[Piece, ...]
    ) -> tuple[Piece, ...]:
        return tuple(
            self.algebra.numbers.either(test, one, other)
            if isinstance(one, Number) and isinstance(other, Number)
            else either(test, one, other)
            for one, other in zip(then, otherwise, strict=True)
        )

    def _union(self, type_: UnionType, value: Symbolic) -> Written:
        """Write the value as the first option that it fits."""
        found = [self.write(each, value) for each in type_.options]
        tag = known(0)
        before: Formula = False
        pieces: list[Piece] = []
        for at, (each, written) in enumerate(zip(type_.options, found, strict=True)):
            taken = conj(written.fits, neg(before))
            tag = self.algebra.numbers.either(taken, known(at), tag)
            before = disj_all((before, written.fits))
            pieces += self._either(taken, written.pieces, least(each))
        return Written((tag, *pieces), before)

    def _option(self, type_: Type, value: Symbolic) -> Written:
        numbers = self.algebra.numbers
        match type_, value:
            case BoolType(), Truth(formula):
                return Written((formula,), fits=True)
            case IntType(low, high), Number():
                below = True if low is None else at_most(numbers, known(low), value)
                above = True if high is None else at_most(numbers, value, known(high))
                return Written((value,), conj(below, above))
            case NoneType(), Nothing():
                return Written((), fits=True)
            case (EnumType(name) | SortType(name), Pick(other, index)) if name == other:
                return Written((index,), fits=True)
            case RecordType(name, fields), Struct(other, _, parts) if name == other:
                types = [of for _, of in fields]
                found = [self.write(of, part) for of, part in zip(types, parts, strict=True)]
                return _joined(found)
            case SetType(element), Members(of):
                every = dict.fromkeys(keys(element))
                outside = conj_all(neg(each) for key, each in of.items() if key not in every)
                return Written(tuple(of.get(key, False) for key in every), outside)
            case MapType(), Table(of):
                return self._map(type_, of)
            case ListType(element, int(most)), Row(of):
                return self._list(element, most, of)
            case BagType(element, int(most)), Counts(of):
                return self._bag(element, most, of)
            case _:
                return Written(least(type_), fits=False)

    def _map(self, type_: MapType, of: Mapping[Value, tuple[Formula, Symbolic]]) -> Written:
        every, nothing = dict.fromkeys(keys(type_.key)), least(type_.value)
        fits = [neg(there) for key, (there, _) in of.items() if key not in every]
        pieces: list[Piece] = []
        for key in every:
            there, value = of.get(key, (False, Nothing()))
            if there is False:
                pieces += [False, *nothing]
                continue
            origin = self.origins.find(type_.value, value)
            if origin is not None and origin.there is there:
                pieces += [there, *origin.pieces]
                continue
            held = self.write(type_.value, value)
            fits.append(disj_all((neg(there), held.fits)))
            pieces += [there, *self._either(there, held.pieces, nothing)]
        return Written(tuple(pieces), conj_all(fits))

    def _list(
        self, element: Type, most: int, of: Mapping[int, tuple[Formula, tuple[Symbolic, ...]]]
    ) -> Written:
        numbers = self.algebra.numbers
        length, nothing = known(0), least(element)
        items = [nothing] * most
        fits: list[Formula] = []
        for count, (is_it, parts) in of.items():
            if count > most:
                fits.append(neg(is_it))
                continue
            length = numbers.either(is_it, known(count), length)
            for at, part in enumerate(parts):
                held = self.write(element, part)
                fits.append(disj_all((neg(is_it), held.fits)))
                items[at] = self._either(is_it, held.pieces, items[at])
        flat = [piece for item in items for piece in item]
        return Written((length, *flat), conj_all(fits))

    def _bag(self, element: Type, most: int, of: Mapping[Value, Number]) -> Written:
        numbers = self.algebra.numbers
        every = dict.fromkeys(keys(element))
        fits: list[Formula] = []
        for key, number in of.items():
            if key in every:
                fits.append(at_most(numbers, known(0), number))
                fits.append(at_most(numbers, number, known(most)))
            else:
                fits.append(numbers.equal(number, known(0)))
        return Written(tuple(of.get(key, known(0)) for key in every), conj_all(fits))


def _joined(found: list[Written]) -> Written:
    pieces = tuple(piece for each in found for piece in each.pieces)
    return Written(pieces, conj_all(each.fits for each in found))


def decode(type_: Type, parts: Iterator[bool | int], atom: Callable[[str, int], Value]) -> Value:
    """Give the value that is written in the next parts: `bool` for bits, `int` for figures.

    `atom` gives an element of a sort or enum by its index.
    Requires: the parts are written as `write` does.
    """
    match type_:
        case BoolType():
            return bool(next(parts))
        case IntType():
            return int(next(parts))
        case NoneType():
            return None
        case EnumType(name) | SortType(name):
            return atom(name, int(next(parts)))
        case RecordType(name, fields):
            names = tuple(each for each, _ in fields)
            return Record(name, names, tuple(decode(of, parts, atom) for _, of in fields))
        case UnionType(kinds):
            tag = int(next(parts))
            return [decode(each, parts, atom) for each in kinds][tag]
        case SetType(element):
            return frozenset([key for key in keys(element) if next(parts)])
        case MapType(of, held):
            found = [(key, next(parts), decode(held, parts, atom)) for key in keys(of)]
            return MapValue([(key, value) for key, there, value in found if there])
        case ListType(element, int(most)):
            length = int(next(parts))
            return tuple([decode(element, parts, atom) for _ in range(most)])[:length]
        case BagType(element):
            return BagValue([(key, int(next(parts))) for key in keys(element)])
        case _:
            message = f"a field of type {show_type(type_)}"
            raise BeyondError(message)
