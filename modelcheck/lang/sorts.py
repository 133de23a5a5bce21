"""Sorts: finite sets of named elements, such as processes or messages.

`class Process(Symmetric, size=3)` declares the elements `Process1`, `Process2` and
`Process3`.  The class itself is the set: `for p in Process`, `len(Process)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

_E = TypeVar("_E")

MAX_SIZE: Final = 4096
"""How many elements a sort may have: each is an object, and far fewer can be checked."""


class SizeError(ValueError):
    """A sort would have no element, or too many: its name and the size."""

    def __str__(self) -> str:
        """Say which sizes there may be."""
        return "a sort named {} cannot have {} elements".format(*self.args)


class SortMeta(type):
    """Makes a sort's class the finite collection of its elements, in index order."""

    _elements: tuple[Any, ...]  # Any: the elements of a class object are of that very class

    def __iter__(cls: type[_E]) -> Iterator[_E]:
        """Iterate over the elements, in index order."""
        return iter(cls._elements)  # type: ignore[attr-defined]  # declared on the metaclass

    def __len__(cls) -> int:
        """Give the number of elements."""
        return len(cls._elements)

    def __bool__(cls) -> bool:
        """Keep a class object true, as every other class is."""
        return True


class Sort(metaclass=SortMeta):
    """The common base of both kinds of sorts; a spec derives from one of the kinds."""

    __slots__ = ("index",)
    _elements: ClassVar[tuple[Any, ...]] = ()  # Any: see SortMeta
    index: int

    def __init_subclass__(cls, *, size: int | None = None) -> None:
        """Make the `size` elements of the sort; without a size the class is an abstract kind.

        Raises: `SizeError` unless `size` is from 1 to `MAX_SIZE`.
        """
        super().__init_subclass__()
        if size is not None and not 1 <= size <= MAX_SIZE:
            raise SizeError(cls.__name__, size)
        elements = tuple(object.__new__(cls) for _ in range(size or 0))
        for index, element in enumerate(elements):
            object.__setattr__(element, "index", index)
        cls._elements = elements

    def __new__(cls) -> Self:
        """Refuse to make a further element.

        Raises: `TypeError` always; the elements exist once the class does.
        """
        message = f"the elements of {cls.__name__} are fixed by its size; none can be made"
        raise TypeError(message)

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse to change an element.

        Raises: `AttributeError` always.
        """
        message = f"{self!r} is a constant: its attribute {name} cannot be set to {value!r}"
        raise AttributeError(message)

    def __repr__(self) -> str:
        """Give the element's name: the sort's name and the index, counted from 1."""
        return f"{type(self).__name__}{self.index + 1}"

    def __copy__(self) -> Self:
        """Give the element itself: there is only one of it."""
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """Give the element itself: there is only one of it."""
        return self

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Pickle the element by its sort and index, so that it stays the only one."""
        return _element, (type(self), self.index)


def _element(sort: type[_E], index: int) -> _E:
    return list(sort)[index]  # type: ignore[call-overload,no-any-return]  # see SortMeta


class Symmetric(Sort):
    """A sort of interchangeable elements (Murphi's scalarset, Ip and Dill 1996).

    Elements are compared with `==` and `!=`, and serve as keys and members.  Whatever
    could tell two of them apart is refused when the spec is read.
    """

    __slots__ = ()


class Ordered(Sort):
    """A sort whose elements are ordered by index; `min(P)` and `max(P)` are its ends."""

    __slots__ = ()

    def __lt__(self, other: Self) -> bool:
        """Compare by index; only elements of one sort are comparable."""
        return self.index < other.index if type(other) is type(self) else NotImplemented

    def __le__(self, other: Self) -> bool:
        """Compare by index; only elements of one sort are comparable."""
        return self.index <= other.index if type(other) is type(self) else NotImplemented

    def __gt__(self, other: Self) -> bool:
        """Compare by index; only elements of one sort are comparable."""
        return self.index > other.index if type(other) is type(self) else NotImplemented

    def __ge__(self, other: Self) -> bool:
        """Compare by index; only elements of one sort are comparable."""
        return self.index >= other.index if type(other) is type(self) else NotImplemented
