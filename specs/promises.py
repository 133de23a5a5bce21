"""What broadcasts of one message promise: definitions that several specs share.

`deliveries` is how often each process has delivered the message, `crashed` who has stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

P = TypeVar("P")


def has_delivered(deliveries: Mapping[P, int], crashed: AbstractSet[P], p: P) -> bool:
    """Whether a process has delivered; one that has crashed need not."""
    return p in crashed or deliveries[p] > 0


def agree(deliveries: Mapping[P, int], crashed: AbstractSet[P], p: P, q: P) -> bool:
    """Whether both have delivered, or neither; one that has crashed need not agree."""
    return p in crashed or q in crashed or (deliveries[p] > 0) == (deliveries[q] > 0)


def agree_uniformly(deliveries: Mapping[P, int], crashed: AbstractSet[P], p: P, q: P) -> bool:
    """Whether `q` has delivered if `p` has, crashed or not; `q` need not if it has crashed."""
    return deliveries[p] == 0 or q in crashed or deliveries[q] > 0
