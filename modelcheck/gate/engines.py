"""Which engine explores a spec: compiled code where that can be, otherwise the author's class."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from enum import Enum
from importlib import import_module
from typing import Final

from modelcheck.explicit.native.memory import Region
from modelcheck.explicit.reference.explore import Options, unexplored
from modelcheck.explicit.reference.explore import explore as explore_in_python
from modelcheck.explicit.reference.watch import Observer
from modelcheck.gate.errors import NoNativeEngine
from modelcheck.gate.opening import Ready
from modelcheck.semantics.verdict import Reason, Result
from modelcheck.source.diagnostic import ConfigError

MOST_WORKERS: Final = 8
"""More of them wait for each other more than they do."""

_FOR_LLVM: Final = 128 << 20
"""The bytes of address space that compiling a spec may take."""


class Engine(Enum):
    """What explores."""

    AUTO = "auto"
    NATIVE = "native"
    PYTHON = "python"


@dataclass(frozen=True)
class Means:
    """By what a spec is explored; `workers` are those of compiled code, `None` as many as fit."""

    engine: Engine = Engine.AUTO
    is_symmetric: bool = True
    workers: int | None = None


DEFAULT_MEANS: Final = Means()


def explore(
    spec: Ready, options: Options, means: Means, observer: Observer | None = None
) -> Result:
    """Explore a spec by the means that are asked for.

    Where `auto` cannot use compiled code, the result has a note that says why.  Where memory
    ends, or a person, before there is anything to search, the result says that.
    Raises: `ConfigError` (MC303) where compiled code is asked for and cannot be used.
    """
    try:
        return _explored(spec, options, means, observer)
    except MemoryError:
        return unexplored(spec.program, options, Reason.MEMORY)
    except KeyboardInterrupt:
        return unexplored(spec.program, options, Reason.INTERRUPTED)


def llvm_text(spec: Ready) -> str:
    """Give what is compiled of a spec, before it is optimised.

    Raises: `ConfigError` (MC303) where it cannot be compiled.
    """
    found = why_not_compiled()
    if found is None:
        from modelcheck.explicit.native.emitter import Unsupported  # noqa: PLC0415
        from modelcheck.explicit.native.steps import compile_spec  # noqa: PLC0415

        try:
            return str(compile_spec(spec.loaded.module).module)
        except Unsupported as unsupported:
            found = unsupported.why
    raise ConfigError(NoNativeEngine(spec.spec, found, "read another stage, as `--stage normal`"))


def why_not_compiled() -> str | None:
    """Say why this machine compiles nothing; `None` where it does."""
    if sys.byteorder != "little" or sys.maxsize < 1 << 62:
        return "compiled code is for little-endian processors of 64 bits"
    try:
        binding = import_module("llvmlite.binding")
        binding.initialize_native_target()  # loads the library
        Region(_FOR_LLVM)  # given back; without it LLVM would end the process
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] == "llvmlite":
            return "llvmlite is not installed"
        return f"llvmlite cannot be used here: {error}"
    except (ImportError, OSError, RuntimeError) as error:
        return f"llvmlite cannot be used here: {str(error).partition('. ')[0]}"
    except MemoryError:
        return "there is too little memory for LLVM"
    return None


def _explored(spec: Ready, options: Options, means: Means, observer: Observer | None) -> Result:
    if means.engine is Engine.PYTHON:
        return explore_in_python(spec.program, options, observer)
    missing = why_not_compiled()
    found = missing or _explore_natively(spec, options, means, observer)
    if isinstance(found, Result):
        return found
    if means.engine is Engine.NATIVE:
        raise ConfigError(NoNativeEngine(spec.spec, found))
    # What is so of the machine is said once, of however many specs.
    what = "explores" if missing else f"explores {spec.spec}"
    note = f"the python engine {what}: {found}"
    return replace(explore_in_python(spec.program, options, observer), note=note)


def _explore_natively(
    spec: Ready, options: Options, means: Means, observer: Observer | None
) -> Result | str:
    """Give the result, or why compiled code cannot take the spec."""
    # Whoever asks for the python engine does not wait for LLVM to be loaded.
    from modelcheck.explicit.native.cache import default_cache  # noqa: PLC0415
    from modelcheck.explicit.native.emitter import Unsupported  # noqa: PLC0415
    from modelcheck.explicit.native.explore import BAD_START, Native, explore  # noqa: PLC0415

    module = spec.loaded.module
    native = Native(
        identity=(spec.loaded.hash, module.name, repr(module.parameters)),
        workers=means.workers or default_workers(),
        is_symmetric=means.is_symmetric,
        cache=default_cache(),
    )
    try:
        return explore(spec.program, options, native, observer)
    except Unsupported as unsupported:
        if unsupported.why == BAD_START:
            # The class makes the initial states, whatever explores: it shows what is wrong.
            return explore_in_python(spec.program, options, observer)
        return unsupported.why


def default_workers() -> int:
    """Give how many workers the processors at hand are worth."""
    return max(1, min(len(os.sched_getaffinity(0)), MOST_WORKERS))
