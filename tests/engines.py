"""Both engines on one program: what compiled code says, as the class would say it."""

from __future__ import annotations

import atexit
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from modelcheck.explicit.native.cache import Cache
from modelcheck.explicit.native.explore import Native, explore
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.program import Program
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.gate import opening
from modelcheck.semantics.verdict import NO_SYMMETRY, Result


def program_of(path: Path, name: str, **parameters: str) -> Program:
    return opening.program_of(lower(open_spec(path, parameters), name))


def means(program: Program, workers: int = 1, *, is_symmetric: bool = True) -> Native:
    """Tell how to explore a program; what is compiled is kept while the tests of this process run.

    Most specs share a kernel.
    """
    return Native((repr(program.module),), workers, is_symmetric, _kept())


@cache
def _kept() -> Cache:
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Cache(Path(folder.name))


def natively(program: Program, options: Options, workers: int) -> Result:
    """Give what compiled code finds without symmetry, under the other engine's name."""
    found = explore(program, options, means(program, workers, is_symmetric=False))
    assert found.engine == "native"
    assert found.symmetry == NO_SYMMETRY
    return replace(found, engine="python")
