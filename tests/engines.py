"""Both engines on one program: what compiled code says, as the class would say it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

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


def natively(program: Program, options: Options, workers: int) -> Result:
    """Give what compiled code finds without symmetry, under the other engine's name."""
    native = Native(("test",), workers, is_symmetric=False, cache=Cache(None))
    found = explore(program, options, native)
    assert found.engine == "native"
    assert found.symmetry == NO_SYMMETRY
    return replace(found, engine="python")
