"""The hand that writes: decisions drawn by Hypothesis, names that are used once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

T = TypeVar("T")

Roll: TypeAlias = Callable[[int, int], int]
"""Gives an integer from the first to the second, both inclusive."""

Lines: TypeAlias = list[str]


class Pen:
    """Draws decisions; the first option of each is the simplest."""

    def __init__(self, roll: Roll) -> None:
        self.number = roll
        self._used: dict[str, int] = {}
        self._joint = self.pick(("", "", "_"))
        self.choices = 0
        """How many more choices the body at hand may make."""
        self.risk = 0
        """Once in how many times a slip is made, such as a key that may be missing; 0 is never."""

    def pick(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def one_in(self, many: int) -> bool:
        """Say yes once in so many times."""
        return self.number(1, many) == many

    def slips(self) -> bool:
        """Say whether to write what may raise, or leave a bound."""
        return self.risk > 0 and self.one_in(self.risk)

    def mostly(self) -> bool:
        return not self.one_in(6)

    def some(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """Give several of the options, all different, in their order."""
        left = list(range(len(options)))
        count = self.number(least, min(most, len(options)))
        chosen = [left.pop(self.number(0, len(left) - 1)) for _ in range(count)]
        return [options[at] for at in sorted(chosen)]

    def fresh(self, wish: str) -> str:
        """Give a name that was not given before."""
        self._used[wish] = self._used.get(wish, 0) + 1
        return f"{wish}{self._joint}{self._used[wish]}"

    def named(self, wish: str, odd: Sequence[str]) -> str:
        """Give a name that was not given before, seldom an odd one."""
        if not self.one_in(20):
            return self.fresh(wish)
        name = self.pick(odd)
        self._used[name] = self._used.get(name, 0) + 1
        return name if self._used[name] == 1 else self.fresh(wish)

    def may_choose(self) -> bool:
        """Take one of the choices that the body at hand may still make, if there is one."""
        if self.choices <= 0 or not self.one_in(3):
            return False
        self.choices -= 1
        return True


def indented(lines: Sequence[str]) -> Lines:
    return [f"    {line}" if line else line for line in lines]
