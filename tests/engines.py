"""Both engines on one program: what compiled code says, as the class would say it."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from modelcheck.explicit.native.cache import Cache
from modelcheck.explicit.native.explore import Native, explore
from modelcheck.explicit.native.jit import Care
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.program import Program
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.gate import opening
from modelcheck.semantics.verdict import NO_SYMMETRY, Result


def program_of(path: Path, name: str, **parameters: str) -> Program:
    return opening.program_of(lower(open_spec(path, parameters), name))


def means(
    program: Program, workers: int = 1, *, is_symmetric: bool = True, care: Care | None = None
) -> Native:
    """Tell how to explore a program; what is compiled is kept while the tests of this process run.

    Most specs share a kernel.
    """
    return Native((repr(program.module),), workers, is_symmetric, _kept(), care)


@cache
def _kept() -> Cache:
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Cache(Path(folder.name))


def natively(
    program: Program,
    options: Options,
    workers: int,
    cares: Sequence[Care] = (Care.QUICK, Care.FULL),
) -> Result:
    """Give what compiled code finds without symmetry, under the other engine's name.

    That is the same with whichever of `cares` it is compiled.
    """
    found, *others = (
        explore(program, options, means(program, workers, is_symmetric=False, care=care))
        for care in cares
    )
    assert all(other == found for other in others)
    assert found.engine == "native"
    assert found.symmetry == NO_SYMMETRY
    return replace(found, engine="python")
