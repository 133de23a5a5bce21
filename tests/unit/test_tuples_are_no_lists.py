"""A module's tuple reads like a list; CPython neither equals the two nor joins them."""

from __future__ import annotations

from pathlib import Path

from findings import compare

_SPEC = """
from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval, MaxLen

from modelcheck.lang import Spec, action, init, require

K: Final = (1, 2)


class Queue(Spec):
    items: Annotated[list[Annotated[int, Interval(ge=0, le=3)]], MaxLen(4)]

    @init
    def start(self) -> None:
        self.items = K  # error: MC210

    @action
    def read(self) -> None:
        require(len(K) == 2 and 1 in K and K[0] == 1 and sum(K) == 3 and K == K)
        self.items = list(K)

    @action
    def compare(self) -> None:
        require(self.items != K)  # error: MC212
        self.items.clear()

    @action
    def join(self) -> None:
        self.items = self.items + K  # error: MC227

    @action
    def cut(self) -> None:
        self.items = K[1:]  # error: MC210
"""


def test_a_tuple_is_refused_where_cpython_needs_a_list(tmp_path: Path) -> None:
    found, expected = compare(_SPEC, tmp_path)
    assert found == expected
