"""The machine code of a spec: compiled, or what an earlier run has kept of it."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec

from modelcheck.explicit.native.cache import Cache, key_of
from modelcheck.explicit.native.emitter import Native
from modelcheck.explicit.native.jit import Kernel, compile_module, load_kernel
from modelcheck.explicit.native.kernel.build import Shape, kernel_module
from modelcheck.explicit.native.layout import WORD, Layout, lay_out
from modelcheck.explicit.native.llvm import binding
from modelcheck.explicit.native.meaning import Bits, bits_of
from modelcheck.explicit.native.steps import compile_spec
from modelcheck.explicit.native.symmetry.canonical import write_canonical
from modelcheck.explicit.native.symmetry.group import Group
from modelcheck.ir.module import Module

P = ParamSpec("P")


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
    text has changed.  The kernel, which many specs share, is compiled while the code of the
    spec is being written, and kept apart from it.
    Raises: `Unsupported` when something of the spec has no bits.
    """
    layout, bits, surroundings = lay_out(module.fields), bits_of(module), _surroundings()
    shape = Shape(layout.words, group.order > 1, bool(bits.steps))
    with ThreadPoolExecutor(1) as pool:
        kernel = pool.submit(_kept, cache, (repr(shape), *surroundings), kernel_module, shape)
        key = (*identity, repr(group), *surroundings)
        spec = _kept(cache, key, _spec_module, module, group)
        loaded = load_kernel((spec, kernel.result()), layout.words)
    return Code(loaded, layout, bits)


def _kept(
    cache: Cache,
    parts: tuple[str, ...],
    write: Callable[P, Native],
    *args: P.args,
    **kwargs: P.kwargs,
) -> bytes:
    """Give the object code that an earlier run has kept, or compile and keep it."""
    key = key_of(parts)
    kept = cache.load(key)
    if kept is not None:
        return kept
    code = compile_module(write(*args, **kwargs))
    cache.store(key, code)
    return code


def _spec_module(module: Module, group: Group) -> Native:
    compiled = compile_spec(module, is_thorough=group.order > 1)
    if group.order > 1:
        write_canonical(compiled.module, compiled.layout, group)
    return compiled.module


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
