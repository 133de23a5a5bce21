"""What a body puts together is of types that CPython tells apart, or it is refused."""

from __future__ import annotations

from pathlib import Path

from findings import expected_in, found_in

SPEC = '''"""A slot for something."""

from __future__ import annotations

from typing import NamedTuple

from modelcheck.lang import Ordered, Spec, action, init


class Node(Ordered, size=2):
    """Nodes."""


class Ask(NamedTuple):
    """A node asks."""

    who: Node


class Answer(NamedTuple):
    """A node is answered."""

    to: Node


class Slot(Spec):
    """What is in the slot."""

    content: Node | None
    full: bool

    @init
    def start(self) -> None:
        self.content = None
        self.full = False

    @action
    def numbers(self, node: Node) -> None:
        found = True if self.content is None else 1  # error: MC206
        self.full = found == 1 or 2 in [found]
        self.full = len({1, self.full}) == 1  # error: MC206
        self.full = 1 in (True, 2)  # error: MC206
        self.full = {1: True}.get(2, 0) == 1  # error: MC206
        mixed = 1 if self.content is None else node
        self.full = mixed == 1 or mixed in (2, node, None)

    @action
    def records(self, node: Node) -> None:
        self.full = len({Ask(node), Answer(node)}) == 1  # error: MC205
        sent = Ask(node) if self.full else Answer(node)  # error: MC205
        self.full = sent == Ask(node)

    @action
    def sets(self, node: Node) -> None:
        found = {node} - {node} if self.full else {1} - {1}  # error: MC206
        self.full = found == {1}
'''


def test_bool_and_int_equal_records_and_empty_sets_are_not_mixed(tmp_path: Path) -> None:
    path = tmp_path / "slot.py"
    path.write_text(SPEC, encoding="utf-8")
    assert found_in(path) == expected_in(SPEC)
