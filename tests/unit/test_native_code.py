"""What is compiled for a search, and how well."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import program_of

from modelcheck.explicit.native.cache import Cache
from modelcheck.explicit.native.code import code_of
from modelcheck.explicit.native.explore import NO_GROUP
from modelcheck.explicit.native.jit import Care, compile_module
from modelcheck.explicit.native.memory import most_bytes

ISIS = Path(__file__).parents[2] / "specs" / "isis.py"


def test_a_kernel_is_compiled_once_where_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    # The better code was linked with a kernel that was compiled again, to the same code.
    asked: list[Care] = []

    def compile_quickly(text: str, care: Care) -> bytes:
        asked.append(care)
        return compile_module(text, Care.QUICK)

    monkeypatch.setattr("modelcheck.explicit.native.code.compile_module", compile_quickly)
    program = program_of(ISIS, "Isis")
    code = code_of(program.module, NO_GROUP, (), Cache(None), most_bytes(None))
    assert sorted(asked, key=list(Care).index) == [Care.QUICK, Care.PLAIN]
    assert code.better is not None  # this spec is long
    code.better()
    assert asked[2:] == [Care.FULL]
