"""From LLVM's text to machine code of this processor, and to functions that Python can call.

Calls release the lock of the interpreter, so threads may run them side by side.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, assert_never

from modelcheck.explicit.native.emitter import Native
from modelcheck.explicit.native.kernel.indexes import Indexes
from modelcheck.explicit.native.llvm import binding

_EMPTY: Final = ""

Call = Callable[[int, int], int]
"""A function of the kernel over two addresses."""


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """The kernel of one spec, ready to be called; see `kernel.build`."""

    words: int
    indexes: Indexes
    explore: Call
    follow: Call
    admit: Call
    refill: Callable[[int, int, int], int]
    engine: Native  # of llvmlite, which has no types: it owns the code


class Care(Enum):
    """How well to compile."""

    QUICK = "quick"
    """In a fifth of the time, for a third to a seventh of the speed."""
    PLAIN = "plain"
    """In half of the time, for all of the speed where there is little to optimise."""
    FULL = "full"

    @property
    def level(self) -> int:
        """LLVM's optimisation level."""
        match self:
            case Care.FULL | Care.PLAIN:
                return 2
            case Care.QUICK:
                return 0
            case _:
                assert_never(self)


_INLINING: Final = ("always_inliner",)
_FEW: Final = (*_INLINING, "sroa", "simplify_cfg")
"""The passes of `QUICK` and `PLAIN`: they leave less to turn into machine code than they cost."""


def compile_module(text: str, care: Care = Care.FULL) -> bytes:
    """Give a module of LLVM IR as object code for this processor.

    Raises: `RuntimeError` if the module is malformed.
    """
    _initialise()
    parsed = binding.parse_assembly(text)
    parsed.verify()
    machine = _machine(care)
    tuning = binding.create_pipeline_tuning_options(speed_level=2)
    passes = binding.create_pass_builder(machine, tuning)
    match care:
        case Care.QUICK | Care.PLAIN:
            _run(_FEW, parsed, passes)
        case Care.FULL:
            _run(_INLINING, parsed, passes)
            # Each function by itself, as LLVM would: what it does to a module besides takes as long
            # again, and saves nothing.
            simplifying = passes.getFunctionPassManager()
            for function in parsed.functions:
                if not function.is_declaration:
                    simplifying.run(function, passes)
        case _:
            assert_never(care)
    return bytes(machine.emit_object(parsed))


def _run(names: Iterable[str], module: Native, passes: Native) -> None:
    """Run passes of LLVM over a module."""
    manager = binding.create_new_module_pass_manager()
    for name in names:
        getattr(manager, f"add_{name}_pass")()
    manager.run(module, passes)


def load_kernel(objects: Iterable[bytes], words: int, indexes: Indexes) -> Kernel:
    """Give the functions of object codes that `compile_module` gave on a machine like this one.

    Requires: `words` and `indexes` are those of the kernel; the codes define what they call.
    """
    _initialise()
    machine = _machine(Care.QUICK)  # it has nothing to compile
    engine: Native = binding.create_mcjit_compiler(binding.parse_assembly(_EMPTY), machine)
    for code in objects:
        engine.add_object_file(binding.ObjectFileRef.from_data(code))
    engine.finalize_object()
    two = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p)
    three = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint64)
    return Kernel(
        words,
        indexes,
        two(engine.get_function_address("explore")),
        two(engine.get_function_address("follow")),
        two(engine.get_function_address("admit")),
        three(engine.get_function_address("refill")),
        engine,
    )


def _initialise() -> None:
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()


def _machine(care: Care) -> Native:
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        opt=care.level,
        codemodel="jitdefault",
        jit=True,
    )
