"""Kernels of small specs written as machine code by hand, and what they must find."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from modelcheck.explicit.native.breadth_first import Effort, Expansion, Found, Meaning
from modelcheck.explicit.native.jit import Care, Kernel, compile_module, load_kernel
from modelcheck.explicit.native.kernel.build import add_kernel
from modelcheck.explicit.native.kernel.code import Array, Code, Number, define
from modelcheck.explicit.native.kernel.fields import DEADLOCK, RAISED
from modelcheck.explicit.native.kernel.indexes import NARROW, Indexes
from modelcheck.explicit.native.llvm import ir
from modelcheck.semantics.verdict import Reason

# The claims of graphs, as bits.
OUTSIDE, FINAL, CLAIM, COVER = 1, 2, 4, 8
STEP_CLAIM = 1
ACTIONS = 3
MEANING = Meaning(
    violations=CLAIM | 1 << DEADLOCK | 1 << RAISED, outside=OUTSIDE, final=FINAL, steps=STEP_CLAIM
)
_NODES, _EDGES = 32, 8
_ROW = 3 + 2 * _EDGES + _NODES
_SLOW = 1 << RAISED


@dataclass(frozen=True)
class Node:
    """A state of a graph: its bits, its steps, and what of it is left to the fallback.

    A step is an action and a node; `marked` are the nodes to which a step breaks the claim.
    `raises` is how many steps come before one that raises.
    """

    bits: int = 0
    steps: tuple[tuple[int, int], ...] = ()
    raises: int | None = None
    is_slow: bool = False
    is_hard: bool = False
    marked: frozenset[int] = frozenset()
    hard_steps: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Graph:
    """States, and the initial ones; a state has `words` words, all of which matter."""

    nodes: tuple[Node, ...]
    initial: tuple[int, ...]
    words: int = 1

    def packed(self, node: int) -> int:
        """Give a node as a state: its number is spread over the first and the last word."""
        if self.words == 1:
            return node
        return node >> 2 | (node & 3) << 64 * (self.words - 1)

    def node(self, packed: int) -> int:
        """Give the node that a state is."""
        if self.words == 1:
            return packed
        return (packed & 0xFF) << 2 | packed >> 64 * (self.words - 1)

    # The fallback

    def expand(self, state: int) -> Expansion:
        node = self.nodes[self.node(state)]
        steps = [(action, self.packed(after)) for action, after in node.steps]
        return Expansion(steps, node.raises)

    def judge(self, state: int, seen: int) -> int:  # noqa: ARG002  # no covers here
        return self.nodes[self.node(state)].bits

    def judge_step(self, before: int, after: int, seen: int) -> int:  # noqa: ARG002  # nor here
        return STEP_CLAIM if self.node(after) in self.nodes[self.node(before)].marked else 0

    def stuck(self, state: int) -> int:
        return 0 if self.judge(state, 0) & FINAL else 1 << DEADLOCK


@cache
def _graph_kernel(words: int, indexes: Indexes) -> tuple[Kernel, ctypes.Array[ctypes.c_int64]]:
    """Give a kernel that reads its graph from memory, and the memory."""
    memory = (ctypes.c_int64 * (_NODES * _ROW))()
    address = ctypes.addressof(memory)

    def row(code: Code, state: Array) -> Array:
        number = state[0] if words == 1 else state[0] << 2 | state[words - 1]
        places = code.scratch(1)
        places[0] = address
        return places.array(0).from_(number * _ROW)

    def expand(code: Code, state: Array, out: Array, actions: Array, room: Number) -> None:
        node = row(code, state)
        with code.when(node[1].equals(-2)):
            code.give(-2)
        with code.when(node[1] > room):
            code.give(-1)
        with code.span(0, node[1]) as at:
            actions[at] = node[at * 2 + 3]
            after = node[at * 2 + 4]
            for word in range(words):
                out[at * words + word] = 0
            out[at * words] = after if words == 1 else after >> 2
            if words > 1:
                out[at * words + (words - 1)] = after & 3
        code.give(node[1])

    def judge(code: Code, state: Array) -> None:
        code.give(row(code, state)[0])

    def judge_step(code: Code, before: Array, after: Array) -> None:
        number = after[0] if words == 1 else after[0] << 2 | after[words - 1]
        code.give(row(code, before)[number + (3 + 2 * _EDGES)])

    module = ir.Module(name="graph")
    define(module, "expand", (64, 64, 16, 0), expand, is_public=True)
    define(module, "judge", (64,), judge, is_public=True)
    define(module, "judge_step", (64, 64), judge_step, is_public=True)
    add_kernel(module, words, indexes)
    return load_kernel([compile_module(str(module), Care.PLAIN)], words, indexes), memory


def graph_kernel(graph: Graph, indexes: Indexes = NARROW) -> Kernel:
    """Give the kernel of a graph; it is that of the graph asked for last."""
    kernel, memory = _graph_kernel(graph.words, indexes)
    for at, node in enumerate(graph.nodes):
        row = at * _ROW
        memory[row] = _signed(_SLOW if node.is_hard else node.bits)
        memory[row + 1] = -2 if node.is_slow or node.raises is not None else len(node.steps)
        for place, (action, after) in enumerate(node.steps):
            memory[row + 3 + 2 * place], memory[row + 4 + 2 * place] = action, after
        for after in range(len(graph.nodes)):
            said = STEP_CLAIM if after in node.marked else 0
            said = _SLOW if after in node.hard_steps else said
            memory[row + 3 + 2 * _EDGES + after] = _signed(said)
    return kernel


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number


@dataclass(frozen=True)
class Facts:
    """What a search is compared by; nodes instead of states."""

    distinct: int
    generated: int
    depth: int
    taken: tuple[int, ...]
    stopped: Reason | None
    first: dict[int, int]
    steps: dict[int, tuple[int, int]]
    raising: int | None
    states: list[int]
    lengths: dict[int, int]
    """Of the runs to the first states."""


def facts(found: Found, graph: Graph) -> Facts:
    """Give what a search found."""
    number = {at: graph.node(found.arrays.state(at)) for at in range(found.arrays.stored)}
    for index in found.first.values():
        run = [graph.node(packed) for packed in found.path(index)]
        assert run[0] in graph.initial
        for before, after in pairwise(run):
            assert after in [to for _, to in graph.nodes[before].steps]
    return Facts(
        found.distinct,
        found.generated,
        found.depth,
        found.taken,
        found.stopped,
        {bit: number[index] for bit, index in found.first.items()},
        {bit: (number[at], graph.node(after)) for bit, (at, after) in found.steps.items()},
        None if found.raising is None else number[found.raising],
        [graph.node(packed) for packed in found.states()],
        {bit: len(found.path(index)) for bit, index in found.first.items()},
    )


class _LimitError(Exception):
    pass


@dataclass
class Search:
    """The same search, in the plainest way."""

    graph: Graph
    effort: Effort
    depths: dict[int, int] = field(default_factory=dict[int, int])
    inside: list[int] = field(default_factory=list[int])
    first: dict[int, int] = field(default_factory=dict[int, int])
    steps: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    taken: list[int] = field(default_factory=lambda: [0] * ACTIONS)
    generated: int = 0
    raising: int | None = None

    def facts(self) -> Facts:
        """Give what is to be found."""
        try:
            stopped = self._levels()
        except _LimitError:
            stopped = Reason.STATES
        return Facts(
            len(self.inside),
            self.generated,
            max((self.depths[node] for node in self.inside), default=0),
            tuple(self.taken),
            stopped,
            self.first,
            self.steps,
            self.raising,
            self.inside,
            {bit: self.depths[node] + 1 for bit, node in self.first.items()},
        )

    def _levels(self) -> Reason | None:
        for node in self.graph.initial:
            self._follow(None, None, node)
        depth, level = 0, list(self.inside)
        while level:
            violated = any(MEANING.violations >> bit & 1 for bit in self.first) or self.steps
            if (violated or self.raising is not None) and not self.effort.keep_going:
                return Reason.STOPPED
            if depth == self.effort.limits.depth:
                return Reason.DEPTH
            depth, before = depth + 1, len(self.inside)
            for node in level:
                self._expand(node)
            level = self.inside[before:]
        return Reason.CONSTRAINT if len(self.depths) > len(self.inside) else None

    def _expand(self, at: int) -> None:
        node = self.graph.nodes[at]
        for number, (action, after) in enumerate(node.steps):
            if number == node.raises:
                self._raise(at)
            if after in node.marked:
                self.steps.setdefault(0, (at, after))
            self._follow(at, action, after)
        if len(node.steps) == node.raises:
            self._raise(at)
        if not node.steps and node.raises is None and not node.bits & FINAL:
            self.first.setdefault(DEADLOCK, at)

    def _raise(self, at: int) -> None:
        if self.raising is None:
            self.raising = at

    def _follow(self, parent: int | None, action: int | None, node: int) -> None:
        self.generated += 1
        if action is not None:
            self.taken[action] += 1
        if node in self.depths:
            return
        is_outside = bool(self.graph.nodes[node].bits & OUTSIDE)
        if not is_outside and len(self.inside) == self.effort.limits.states:
            raise _LimitError
        self.depths[node] = 0 if parent is None else self.depths[parent] + 1
        if not is_outside:
            self.inside.append(node)
        for bit in range(4):
            if self.graph.nodes[node].bits >> bit & 1:
                self.first.setdefault(bit, node)


class NoFallback:
    """For specs that leave nothing to a fallback."""

    def expand(self, state: int) -> Expansion:
        raise AssertionError(state)

    def judge(self, state: int, seen: int) -> int:  # noqa: ARG002  # no covers here
        raise AssertionError(state)

    def judge_step(self, before: int, after: int, seen: int) -> int:  # noqa: ARG002  # nor here
        raise AssertionError(before, after)

    def stuck(self, state: int) -> int:
        raise AssertionError(state)


@cache
def grid_kernel(counters: int, words: int, indexes: Indexes = NARROW) -> Kernel:
    """Give the kernel of counters from 0 to 7, each an action; bit 0: all are 7."""
    places = [(at * words // counters, at * 3) for at in range(counters)]

    def expand(code: Code, state: Array, out: Array, actions: Array, room: Number) -> None:
        with code.when(room < counters):
            code.give(-1)
        count = code.variable(0)
        for action, (place, shift) in enumerate(places):
            with code.when((state[place] >> shift & 7) < 7):
                now = count.get()
                for word in range(words):
                    add = 1 << shift if word == place else 0
                    out[now * words + word] = state[word] + add
                actions[now] = action
                count.set(now + 1)
        code.give(count.get())

    def judge(code: Code, state: Array) -> None:
        ends = _ends(places, words)
        missing = state[0] ^ ends[0]
        for word in range(1, words):
            missing = missing | (state[word] ^ ends[word])
        code.give(missing.equals(0).number())

    module = ir.Module(name="grid")
    define(module, "expand", (64, 64, 16, 0), expand, is_public=True)
    define(module, "judge", (64,), judge, is_public=True)
    add_kernel(module, words, indexes)
    return load_kernel([compile_module(str(module), Care.PLAIN)], words, indexes)


def _ends(places: Sequence[tuple[int, int]], words: int) -> list[int]:
    return [sum(7 << shift for place, shift in places if place == word) for word in range(words)]


@cache
def bottomless_kernel(indexes: Indexes) -> tuple[Kernel, ctypes.Array[ctypes.c_uint64]]:
    """Give a kernel for which no room is enough, and where it writes for how much it asked."""
    asked = (ctypes.c_uint64 * 1)()
    address = ctypes.addressof(asked)

    def expand(code: Code, _state: Array, _out: Array, _actions: Array, room: Number) -> None:
        places = code.scratch(1)
        places[0] = address
        places.array(0)[0] = room
        code.give(-1)

    def judge(code: Code, _state: Array) -> None:
        code.give(0)

    module = ir.Module(name="bottomless")
    define(module, "expand", (64, 64, 16, 0), expand, is_public=True)
    define(module, "judge", (64,), judge, is_public=True)
    add_kernel(module, 1, indexes)
    return load_kernel([compile_module(str(module), Care.PLAIN)], 1, indexes), asked
