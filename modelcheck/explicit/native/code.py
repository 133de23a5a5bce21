"""The machine code of a spec: compiled, or what an earlier run has kept of it."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from modelcheck.explicit.native.cache import Cache, key_of
from modelcheck.explicit.native.jit import Kernel, compile_module, load_kernel
from modelcheck.explicit.native.kernel.build import add_kernel
from modelcheck.explicit.native.layout import WORD, Layout, lay_out
from modelcheck.explicit.native.llvm import binding
from modelcheck.explicit.native.meaning import Bits, bits_of
from modelcheck.explicit.native.steps import compile_spec
from modelcheck.explicit.native.symmetry.canonical import write_canonical
from modelcheck.explicit.native.symmetry.group import Group
from modelcheck.ir.module import Module


@dataclass(frozen=True)
class Code:
    """A spec ready to be searched."""

    kernel: Kernel
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


def code_of(module: Module, group: Group, identity: tuple[str, ...], cache: Cache) -> Code:
    """Give the code of a spec that visits one state per orbit of `group`.

    `identity` tells this spec under its parameters from every other, and from itself once its
    text has changed.
    Raises: `Unsupported` when something of the spec has no bits.
    """
    layout = lay_out(module.fields)
    key = key_of((*identity, repr(group), *_surroundings()))
    kept = cache.load(key)
    code = kept if kept is not None else _compiled(module, group)
    if kept is None:
        cache.store(key, code)
    return Code(load_kernel(code, layout.words), layout, bits_of(module))


def _compiled(module: Module, group: Group) -> bytes:
    compiled = compile_spec(module, is_thorough=group.order > 1)
    if group.order > 1:
        write_canonical(compiled.module, compiled.layout, group)
    add_kernel(compiled.module, compiled.layout.words)
    return compile_module(compiled.module)


def _surroundings() -> tuple[str, ...]:
    """Give what the code of one spec depends on besides: the compiler, LLVM, the processor."""
    return (
        _build(),
        version("llvmlite"),
        str(binding.llvm_version_info),
        binding.get_default_triple(),
        binding.get_host_cpu_name(),
        binding.get_host_cpu_features().flatten(),
    )


def _build() -> str:
    """Name this very state of the package: a change of any file of it makes other code."""
    package = Path(__file__).parents[2]
    files = sorted(package.rglob("*.py"))
    stamps = (f"{each.stat().st_size}.{each.stat().st_mtime_ns}" for each in files)
    return key_of((sys.version, str(package), *stamps))


def _words(state: int, count: int) -> Iterator[int]:
    return (state >> WORD * at & ((1 << WORD) - 1) for at in range(count))
