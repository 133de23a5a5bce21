"""What a proof established about a claim, and what stands in its way where there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from modelcheck.ir.module import Typed
from modelcheck.semantics.trace import Binding, Trace

BOUNDS: Final = "bounds of "
"""Begins the names of lemmas that nobody writes: that the integers of a field keep their bounds."""
KEYS: Final = "every key of "
"""Begins the names of lemmas that nobody writes: that a dict has all keys, always."""


@dataclass(frozen=True, slots=True)
class CounterexampleToInduction:
    """Steps that lead from states in which the claim holds to one in which it does not.

    The first state may be one that no run reaches: `is_reachable` tells, where that is known.
    `values` are those of the constants that stood for any integer.
    """

    trace: Trace
    values: Binding = ()
    is_reachable: bool | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Values of the unknown constants, and a run under them that breaks the claim.

    All assumptions are true of them but one: `instead` is what was assumed in its place, `None`
    for nothing.
    """

    instead: str | None
    values: Binding
    trace: Trace


@dataclass(frozen=True, slots=True)
class Need:
    """Whether a claim's proof needs an assumption, found by leaving it out.

    `shown_by` is a run that breaks the claim without it, `None` where none was found: then the
    assumption is needed by the proof, and perhaps not by the claim.
    """

    assumption: str
    text: str
    is_needed: bool | None
    shown_by: Numbers | None = None


@dataclass(frozen=True, slots=True)
class ClaimProof:
    """How a claim was proved, or why it was not.

    `k` is the number of steps of the induction, `lemmas` what it made use of.  `found` is the
    invariant that was found, in the spec's own terms, a conjunct each.
    """

    name: str
    k: int | None = None
    lemmas: tuple[str, ...] = ()
    obstacle: CounterexampleToInduction | None = None
    says: str = ""
    """What z3 says where it cannot tell."""
    needs: tuple[Need, ...] = ()
    found: tuple[str, ...] = ()
    values: Binding = ()
    """The sizes of the run that breaks the claim, where constants stood for any integer."""
    module: Typed | None = field(default=None, repr=False)
    """The spec of these sizes."""
