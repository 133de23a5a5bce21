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
    """In a tenth of the time, for a third to a seventh of the speed."""
    PLAIN = "plain"
    """In a third of the time, for all of the speed where there is little to optimise."""
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


_FEW: Final = ("always_inliner", "sroa", "simplify_cfg")
"""The passes of `QUICK` and `PLAIN`: they leave less to turn into machine code than they cost."""


def compile_module(text: str, care: Care = Care.FULL) -> bytes:
    """Give a module of LLVM IR as object code for this processor.

    Raises: `RuntimeError` if the module is malformed.
    """
    _initialise()
    parsed = binding.parse_assembly(text)
    parsed.verify()
    machine = _machine(care)
    tuning = binding.create_pipeline_tuning_options(speed_level=care.level)
    # Loops over the bits of a state are short: vectors take time to make, and save none.
    tuning.loop_vectorization = tuning.slp_vectorization = False
    passes = binding.create_pass_builder(machine, tuning)
    _pipeline(care, passes).run(parsed, passes)
    return bytes(machine.emit_object(parsed))


def _pipeline(care: Care, passes: Native) -> Native:
    match care:
        case Care.FULL:
            return passes.getModulePassManager()
        case Care.QUICK | Care.PLAIN:
            manager = binding.create_new_module_pass_manager()
            for name in _FEW:
                getattr(manager, f"add_{name}_pass")()
            return manager
        case _:
            assert_never(care)


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
