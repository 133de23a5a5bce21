"""Which engine explores a spec: compiled code where that can be, otherwise the author's class."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from enum import Enum
from importlib.util import find_spec
from typing import Final

from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.explore import explore as explore_in_python
from modelcheck.explicit.reference.watch import Observer
from modelcheck.gate.errors import NoNativeEngine
from modelcheck.gate.opening import Ready
from modelcheck.semantics.verdict import Result
from modelcheck.source.diagnostic import ConfigError

MOST_WORKERS: Final = 8
"""More of them wait for each other more than they do."""


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

    Where `auto` cannot use compiled code, the result has a note that says why.
    Raises: `ConfigError` (MC303) where compiled code is asked for and cannot be used.
    """
    if means.engine is Engine.PYTHON:
        return explore_in_python(spec.program, options, observer)
    found = _explore_natively(spec, options, means, observer)
    if isinstance(found, Result):
        return found
    if means.engine is Engine.NATIVE:
        raise ConfigError(NoNativeEngine(spec.spec, found))
    note = f"the python engine explores {spec.spec}: {found}"
    return replace(explore_in_python(spec.program, options, observer), note=note)


def _explore_natively(
    spec: Ready, options: Options, means: Means, observer: Observer | None
) -> Result | str:
    """Give the result, or why compiled code cannot be used."""
    if find_spec("llvmlite") is None:
        return "llvmlite is not installed"
    # Whoever asks for the python engine does not wait for LLVM to be loaded.
    from modelcheck.explicit.native.cache import default_cache  # noqa: PLC0415
    from modelcheck.explicit.native.emitter import Unsupported  # noqa: PLC0415
    from modelcheck.explicit.native.explore import Native, explore  # noqa: PLC0415

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
        return unsupported.why


def default_workers() -> int:
    """Give how many workers the processors at hand are worth."""
    return max(1, min(len(os.sched_getaffinity(0)), MOST_WORKERS))
