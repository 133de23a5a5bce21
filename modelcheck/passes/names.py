"""Fresh names that follow the author's: `mine`, then `mine_2`, `mine_3`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable


class Names:
    """The names in use in one step or claim; gives others that differ from all of them."""

    def __init__(self, taken: Iterable[str]) -> None:
        """Take the names that are in use from the start: fields and parameters."""
        self._taken = set(taken)
        self._wishes: dict[str, str] = {}

    def fresh(self, wish: str) -> str:
        """Give `wish`, numbered from 2 where it is in use, and take it."""
        name = wish
        number = 1
        while name in self._taken:
            number += 1
            name = f"{wish}_{number}"
        self._taken.add(name)
        self._wishes[name] = wish
        return name

    def wish(self, name: str) -> str:
        """Give the wish that `name` was given for."""
        return self._wishes.get(name, name)

    @contextmanager
    def scoped(self, wishes: Iterable[str]) -> Generator[tuple[str, ...], None, None]:
        """Give fresh names for the variables of a loop or comprehension, free again after it."""
        names = tuple(self.fresh(wish) for wish in wishes)
        try:
            yield names
        finally:
            self._taken -= set(names)
