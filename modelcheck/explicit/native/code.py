"""The machine code of a spec: compiled, or what an earlier run has kept of it."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path
from typing import Final

from modelcheck.explicit.native.cache import Cache, key_of
from modelcheck.explicit.native.emitter import Native
from modelcheck.explicit.native.jit import Care, Kernel, compile_module, load_kernel
from modelcheck.explicit.native.kernel.build import Shape, kernel_module
from modelcheck.explicit.native.kernel.indexes import indexes_for
from modelcheck.explicit.native.layout import WORD, Layout, lay_out
from modelcheck.explicit.native.llvm import binding, compiler_version
from modelcheck.explicit.native.meaning import Bits, bits_of
from modelcheck.explicit.native.steps import compile_spec
from modelcheck.explicit.native.symmetry.canonical import write_canonical
from modelcheck.explicit.native.symmetry.group import Group
from modelcheck.ir.module import Module

_LONG: Final = 60_000
"""The characters of LLVM IR that it takes a person's notice to optimise: a quarter of a second
or more for twice as many."""
_WORTH_S: Final = 5e-6
"""The seconds of search per byte of code compiled quickly after which better code is worth
compiling: two thirds of what that takes."""


@dataclass(frozen=True)
class Code:
    """A spec ready to be searched.

    A search begins with `kernel`; where some of that was compiled quickly, a search that goes
    on for more than `patience` seconds is worth the time that `better` takes, which gives the
    same functions, faster.
    """

    kernel: Kernel
    better: Callable[[], Kernel] | None
    patience: float
    layout: Layout
    bits: Bits

    def canonical(self, state: int) -> int:
        """Give the state that is stored for a packed state: the least of its orbit."""
        address = self.kernel.engine.get_function_address("canonical")
        if not address:
            return state
        words = self.layout.words
        array = (ctypes.c_uint64 * words)(*_words(state, words))
        ctypes.CFUNCTYPE(None, ctypes.c_void_p)(address)(ctypes.addressof(array))
        return sum(word << WORD * at for at, word in enumerate(array))


def code_of(
    module: Module,
    group: Group,
    identity: tuple[str, ...],
    cache: Cache,
    most_bytes: int,
    care: Care | None = None,
) -> Code:
    """Give the code of a spec that visits one state per orbit of `group`.

    `identity` tells this spec under its parameters from every other, and from itself once its
    text has changed.  `most_bytes` is what a search may take at most.  The kernel, which many
    specs share, is compiled while the code of the spec is being written, and kept apart from it.
    The code of the spec is compiled with `care`; without it, as suits a search that may be short.
    Raises: `Unsupported` when something of the spec has no bits.
    """
    layout, bits = lay_out(module.fields), bits_of(module)
    workshop = _Workshop(cache, _surroundings(), care)
    indexes = indexes_for(layout.words, layout.used, most_bytes)
    shape = Shape(layout.words, indexes, group.order > 1, bool(bits.steps))
    # The kernel comes first: it is soon written, and compiled while the rest is being written.
    parts = (
        _Part((repr(shape),), once(lambda: str(kernel_module(shape))), Care.PLAIN),
        _Part((*identity, repr(group)), once(lambda: str(_spec_module(module, group))), Care.FULL),
    )
    # An interrupt of a thread while it takes llvmlite's lock could leave that locked for others:
    # it is this thread that is interrupted, so it does not call LLVM while others do.
    with ThreadPoolExecutor(2) as pool:
        soonest = list(pool.map(workshop.soonest, parts))

    def better() -> Kernel:
        pairs = zip(parts, soonest, strict=True)
        best = [code if made is part.best else workshop.best(part) for part, (code, made) in pairs]
        return load_kernel(best, layout.words, indexes)

    first = load_kernel([code for code, _ in soonest], layout.words, indexes)
    quick = sum(len(code) for code, made in soonest if made is Care.QUICK)
    return Code(first, better if quick else None, quick * _WORTH_S, layout, bits)


@dataclass(frozen=True)
class _Part:
    """A module of LLVM IR: what tells it from others, and its text, once it is asked for.

    Its fastest code is compiled with the `best` care.
    """

    name: tuple[str, ...]
    text: Callable[[], str]
    best: Care

    def cares(self, asked: Care | None) -> tuple[Care, ...]:
        """Give how it may be compiled, the best first; of the kernel, nothing else is asked."""
        if self.best is not Care.FULL:
            return (self.best,)
        return (Care.FULL, Care.QUICK) if asked is None else (asked,)


@dataclass(frozen=True)
class _Workshop:
    """Gives object code: what an earlier run has kept, or what it compiles now, and keeps.

    `surroundings` is what any code depends on; a spec is compiled with `care` first, if given.
    """

    cache: Cache
    surroundings: tuple[str, ...]
    care: Care | None

    def soonest(self, part: _Part) -> tuple[bytes, Care]:
        """Give the code that is there soonest, and how well it is compiled."""
        cares = part.cares(self.care)
        for care in cares:
            kept = self._kept(part, care)
            if kept is not None:
                return kept, care
        care = cares[0 if len(part.text()) < _LONG else -1]
        return self._made(part, care), care

    def best(self, part: _Part) -> bytes:
        """Give the fastest code."""
        return self._kept(part, part.best) or self._made(part, part.best)

    def _kept(self, part: _Part, care: Care) -> bytes | None:
        return self.cache.load(self._key(part, care))

    def _made(self, part: _Part, care: Care) -> bytes:
        code = compile_module(part.text(), care)
        self.cache.store(self._key(part, care), code)
        return code

    def _key(self, part: _Part, care: Care) -> str:
        return key_of((care.value, *part.name, *self.surroundings))


def _spec_module(module: Module, group: Group) -> Native:
    compiled = compile_spec(module, is_thorough=group.order > 1)
    if group.order > 1:
        write_canonical(compiled.module, compiled.layout, group)
    return compiled.module


def _surroundings() -> tuple[str, ...]:
    """Give what the code of one spec depends on besides: the compiler, LLVM, the processor."""
    return (
        _build(),
        compiler_version,
        str(binding.llvm_version_info),
        binding.get_default_triple(),
        binding.get_host_cpu_name(),
        binding.get_host_cpu_features().flatten(),
    )


def _build() -> str:
    """Name this very state of the package: a change of any file of it makes other code."""
    package = Path(__file__).parents[2]
    stats = (each.stat() for each in sorted(package.rglob("*.py")))
    stamps = (f"{each.st_size}.{each.st_mtime_ns}" for each in stats)
    return key_of((sys.version, str(package), *stamps))


def _words(state: int, count: int) -> Iterator[int]:
    return (state >> WORD * at & ((1 << WORD) - 1) for at in range(count))
