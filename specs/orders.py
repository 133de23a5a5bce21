"""What it means for deliveries to be in order: definitions that several specs share.

A *log* is the sequence in which one process has delivered messages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

M = TypeVar("M")


def are_comparable(first: Sequence[M], second: Sequence[M]) -> bool:
    """Whether one of two logs is a prefix of the other: the total order of what is delivered."""
    return first == second[: len(first)] or second == first[: len(second)]


def are_in_order(log: Sequence[M], first: M, second: M) -> bool:
    """Whether both messages are in the log, `first` before `second`."""
    return first in log and second in log and log.index(first) < log.index(second)


def is_ascending(numbers: Sequence[int]) -> bool:
    """Whether every number is greater than the one before it; gaps are fine."""
    return all(numbers[i] < numbers[i + 1] for i in range(len(numbers) - 1))


def has_no_gap(numbers: Sequence[int]) -> bool:
    """Whether the numbers are 1, 2, 3 and so on, up to some number."""
    return all(numbers[i] == i + 1 for i in range(len(numbers)))


def respects(log: Sequence[M], causes: Mapping[M, AbstractSet[M]]) -> bool:
    """Whether every message in the log stands behind all of its causes."""
    return all(all(cause in log[:i] for cause in causes[log[i]]) for i in range(len(log)))


def with_causes(direct: AbstractSet[M], causes: Mapping[M, AbstractSet[M]]) -> set[M]:
    """Give the messages in `direct` and whatever happened before these.

    Requires: `causes` has all that happened before each message, not the last step only.
    """
    return {m for m in causes if m in direct or any(m in causes[last] for last in direct)}
