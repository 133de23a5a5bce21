"""The canonical state of an orbit, in machine code.

    void @canonical(i64* state)

puts the canonical state in the place of any state of its orbit.  It is found in two parts,
which touch different bits of the state.

1. Sorts with columns (see `columns`): the columns of each class come in order.
2. The other sorts, jointly: see `search`.  Of the states that it arrives at, the first in the
   order of their words, as unsigned numbers, the first word counting most.

Both depend on nothing but the orbit; nothing is decided by a hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from modelcheck.explicit.native.emitter import I64, Emitter, Native
from modelcheck.explicit.native.layout import Layout
from modelcheck.explicit.native.llvm import ir
from modelcheck.explicit.native.symmetry.columns import Run, columns_of
from modelcheck.explicit.native.symmetry.group import Classes, Group
from modelcheck.explicit.native.symmetry.search import write_search
from modelcheck.explicit.native.symmetry.sorting import Sorting

_LARGEST_TABLE: Final = 4096
"""How many parts of columns are written out at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the sorts of a group are treated: those with columns, with these; the others."""

    columns: tuple[tuple[Classes, tuple[Run, ...]], ...]
    entangled: Group


def plan(group: Group, layout: Layout) -> Plan:
    """Tell how the canonical states of a spec are found."""
    columns: list[tuple[Classes, tuple[Run, ...]]] = []
    others: list[Classes] = []
    for classes in group.sorts:
        runs = columns_of(classes.sort, group, layout)
        if runs is None or len(runs) * classes.sort.size > _LARGEST_TABLE:
            others.append(classes)
        elif runs:
            columns.append((classes, runs))
    return Plan(tuple(columns), Group(tuple(others)))


def write_canonical(module: Native, layout: Layout, group: Group) -> None:
    """Add `@canonical` to a module of LLVM IR: it does nothing where the group is trivial.

    Raises: `Unsupported` when a field has no bits.
    """
    planned = plan(group, layout)
    search = write_search(module, layout, planned.entangled) if planned.entangled.sorts else None
    function = ir.Function(
        module, ir.FunctionType(ir.VoidType(), [I64.as_pointer()]), name="canonical"
    )
    (state,) = function.args
    entry = function.append_basic_block("entry")
    start = function.append_basic_block("start")
    builder = ir.IRBuilder(start)
    sorting = Sorting(Emitter(builder, entry, start, start))
    for classes, runs in planned.columns:
        sorting.sort_columns(state, runs, classes.classes)
    if search is not None:
        builder.call(search, [state])
    builder.ret_void()
    ir.IRBuilder(entry).branch(start)
