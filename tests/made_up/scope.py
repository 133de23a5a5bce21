"""What is in sight at a point of a body, and what may be done there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from made_up.world import Var, World
from modelcheck.ir.types import IntType, Type, UnionType


@dataclass(frozen=True)
class Helper:
    """A helper, by the text that calls it; one that has effects is a statement."""

    text: str
    parameters: tuple[Type, ...]
    result: Type | None
    has_effects: bool = False
    may_raise: bool = False
    roots: frozenset[str] = frozenset()
    """The fields that it names."""
    chooses: bool = False


@dataclass(frozen=True)
class Scope:
    """See the module."""

    world: World
    vars: tuple[Var, ...] = ()
    helpers: tuple[Helper, ...] = ()
    depth: int = 3
    total: bool = False
    """Nothing may raise: a set's order would decide whether it does."""
    chooses: bool = False
    locked: frozenset[str] = frozenset()
    """Fields that must not be written here: a loop runs over them."""
    in_loop: bool = False
    steps: bool = False
    """Statements may change the state."""
    lowers: bool = False
    """Counts in bags may be lowered: what asks for their elements is then out of sight."""

    def deeper(self) -> Scope:
        return replace(self, depth=self.depth - 1)

    def without_choices(self) -> Scope:
        return replace(self, chooses=False)

    def with_vars(self, *more: Var) -> Scope:
        """Give the scope in which there are more names, which hide those that are called alike."""
        names = {each.text for each in more}
        kept = (each for each in self.vars if not names & set(re.findall(r"[\w.]+", each.text)))
        return replace(self, vars=(*more, *kept))

    def without(self, roots: Iterable[str]) -> Scope:
        """Give the scope in which the fields `roots` are out of sight."""
        gone = set(roots)
        return replace(self, vars=tuple(each for each in self.vars if each.root not in gone))

    def unread(self, root: str, text: str) -> Scope:
        """Give the scope in which nothing reads the field `root`, or the local `text`."""
        if not root:
            return self.dropping(text)
        helpers = tuple(each for each in self.helpers if root not in each.roots)
        return replace(self.without([root]), helpers=helpers)

    def after_test(self, test: str) -> Scope:
        """Give the scope without what the test may have narrowed."""
        return self.dropping(
            *(
                each.text
                for each in self.vars
                if isinstance(each.type, UnionType) and each.text in test
            )
        )

    def dropping(self, *texts: str) -> Scope:
        return replace(self, vars=tuple(each for each in self.vars if each.text not in texts))


def fits(source: Type, target: Type) -> bool:
    """Tell whether a value of `source` may stand for `target`, bounds included."""
    if source == target:
        return True
    match source, target:
        case _, UnionType(options):
            mine = source.options if isinstance(source, UnionType) else (source,)
            return all(any(fits(each, option) for option in options) for each in mine)
        case IntType(low, high), IntType(other_low, other_high):
            below = other_low is not None and (low is None or low < other_low)
            above = other_high is not None and (high is None or high > other_high)
            return not below and not above
        case _:
            return False


def is_ordered(type_: Type) -> bool:
    """Tell whether the language has `<` on values of the type."""
    from modelcheck.frontend.lowering.conversion import unordered_part  # noqa: PLC0415

    return unordered_part(type_) is None
