from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any, Final, Literal, NamedTuple, NewType, Optional, TypeAlias, TypedDict

from modelcheck.lang import Ordered, Spec, action, init


class Color(IntEnum):
    """An enum of integers."""

    RED = 1


class Twice(Enum):
    """An enum with an alias."""

    A = 1
    B = 1


class Empty(Enum):
    """An enum without members."""


class Plain:
    """A class."""


class Info(TypedDict):
    """A dict with keys."""

    paid: bool


class Row(NamedTuple):
    """A record with text."""

    text: str  # error: MC203


class Fuzzy(Enum):
    """An enum whose members are all equal."""

    LOW = 1
    HIGH = 2

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 1


class Versioned(NamedTuple):
    """A record that is compared by one of its fields."""

    paid: bool
    again: bool

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Versioned) and self.paid == other.paid


class Backwards(Ordered, size=2):
    """A sort with an order of its own."""

    def __lt__(self, other: Backwards) -> bool:
        return other > self


class Side(Enum):
    """Where somebody stands."""

    LEFT = 1


Where: TypeAlias = Side


class Side(Enum):
    """Another class of the same name."""

    RIGHT = 1


Number = NewType("Number", int)


@dataclass(frozen=True)
class Order:
    """An order."""

    paid: bool


class Shop(Spec):
    """A field of each kind."""

    order: Order  # error: MC203
    name: str  # error: MC203
    share: float  # error: MC203
    pair: tuple[bool, bool]  # error: MC203
    bare: list  # error: MC203
    anything: Any  # error: MC203
    choice: Literal["a", "b"]  # error: MC203
    color: Color  # error: MC203
    twice: Twice  # error: MC203
    empty: Empty  # error: MC203
    plain: Plain  # error: MC203
    info: Info  # error: MC203
    row: Row
    side: Side
    where: Where  # error: MC203
    fuzzy: Fuzzy  # error: MC203
    versioned: Versioned  # error: MC203
    backwards: Backwards  # error: MC203
    number: Number  # error: MC203
    constant: Final[bool]  # error: MC203
    table: dict[bool]  # error: MC203
    three: 3  # error: MC203
    some: set[str]  # error: MC203
    maybe: "str | None"  # error: MC203
    fine: Optional[bool]

    @init
    def start(self) -> None:
        self.order = Order(paid=False)
        self.fine = None

    @action
    def pay(self) -> None:
        local: str = 3  # error: MC203
        self.fine = (True, False)  # error: MC203
