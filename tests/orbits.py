"""Orbits by brute force: all permutations of a group, and canonical states by compiled code."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations, product
from typing import Any

from modelcheck.explicit.native.layout import Layout, lay_out
from modelcheck.explicit.native.llvm import binding, ir
from modelcheck.explicit.native.packing import pack_state, unpack_state
from modelcheck.explicit.native.symmetry.canonical import write_canonical
from modelcheck.explicit.native.symmetry.group import Classes, Group, symmetry_group
from modelcheck.explicit.native.symmetry.renaming import Renaming, renamed_state
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.running import running
from modelcheck.explicit.reference.steps import Machine, Raised
from modelcheck.ir.module import Field
from modelcheck.semantics.trace import State

WORD = 64


def renamings(group: Group) -> Iterator[Renaming]:
    """Give every permutation of a group, the one that changes nothing first."""
    ways = [list(_ways(classes)) for classes in group.sorts]
    for chosen in product(*ways):
        yield dict(zip(group.names, chosen, strict=True))


def _ways(classes: Classes) -> Iterator[tuple[int, ...]]:
    for images in product(*(permutations(members) for members in classes.classes)):
        way = list(range(classes.sort.size))
        for members, after in zip(classes.classes, images, strict=True):
            for member, image in zip(members, after, strict=True):
                way[member] = image
        yield tuple(way)


@dataclass(frozen=True)
class Canonical:
    """The canonical states of a layout under a group, as the compiled code gives them."""

    layout: Layout
    group: Group
    call: Callable[[Any], None]  # Any: an array of C
    engine: Any  # of llvmlite, which has no types: it owns the code

    @staticmethod
    def of(fields: tuple[Field, ...], group: Group) -> Canonical:
        layout = lay_out(fields)
        module = ir.Module(name="canonical")
        write_canonical(module, layout, group)
        binding.initialize_native_target()
        binding.initialize_native_asmprinter()
        parsed = binding.parse_assembly(str(module))
        parsed.verify()
        machine = binding.Target.from_default_triple().create_target_machine(opt=1)
        engine = binding.create_mcjit_compiler(parsed, machine)
        engine.finalize_object()
        address = engine.get_function_address("canonical")
        return Canonical(layout, group, ctypes.CFUNCTYPE(None, ctypes.c_void_p)(address), engine)

    def __call__(self, packed: int) -> int:
        words = self.layout.words
        # The word behind the state shows that the code keeps to the state.
        array = (ctypes.c_uint64 * (words + 1))(
            *(packed >> WORD * word & ((1 << WORD) - 1) for word in range(words)), 0xFEED
        )
        self.call(array)
        assert array[words] == 0xFEED
        return sum(array[word] << WORD * word for word in range(words))

    def check(self, state: State, tried: Iterable[Renaming]) -> State:
        """Give the canonical state: it is in the orbit, and that of every permuted state."""
        found = unpack_state(self(pack_state(state, self.layout)), self.layout)
        least = pack_state(found, self.layout)
        orbit = [pack_state(renamed_state(state, each), self.layout) for each in tried]
        assert all(self(each) == least for each in orbit), state
        return found


def orbits_by_brute_force(program: Program) -> tuple[int, int, int]:
    """Give the number of reachable states, of their orbits, and of their canonical states.

    Every orbit is reachable as a whole, and its states have one canonical state, which is
    one of them.
    """
    group = symmetry_group(program.module)
    canonical = Canonical.of(program.module.fields, group)
    everything = list(renamings(group))
    states = {pack_state(each, canonical.layout): each for each in reachable(program)}
    orbits = 0
    canonicals: set[int] = set()
    left = set(states)
    while left:
        state = states[left.pop()]
        images = (renamed_state(state, each) for each in everything)
        orbit = {pack_state(each, canonical.layout) for each in images}
        assert orbit <= states.keys()
        left -= orbit
        orbits += 1
        (found,) = {canonical(each) for each in orbit}
        assert found in orbit
        canonicals.add(found)
    return len(states), orbits, len(canonicals)


def reachable(program: Program, depth: int | None = None) -> Iterator[State]:
    """Give every reachable state, or those after up to `depth` steps, as CPython runs the spec."""
    machine = Machine(program)
    with running(machine.run):
        level = [each for *_, each in machine.initial() if not isinstance(each, Raised)]
        seen = set(level)
        while level:
            yield from map(machine.instances.state, dict.fromkeys(level))
            if depth == 0:
                return
            depth = None if depth is None else depth - 1
            steps = (after for now in level for *_, after in list(machine.steps(now)))
            found = dict.fromkeys(each for each in steps if not isinstance(each, Raised))
            level = [each for each in found if each not in seen]
            seen.update(level)
