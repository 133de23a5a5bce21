"""Verdicts and results: what an engine established, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from modelcheck.semantics.certificate import Certificate
    from modelcheck.semantics.proof import ClaimProof
    from modelcheck.semantics.trace import Binding, State, Trace


class Method(Enum):
    """How a claim was looked at."""

    EXHAUSTIVE = "exhaustive"
    SIMULATION = "simulation"
    BOUNDED = "bounded"
    """Every run up to a length, and there is none that is longer."""
    INDUCTION = "k-inductive"
    FOR_ALL = "proved for all N"
    """By induction, for every value of the constants that the assumptions allow."""

    @property
    def counts_states(self) -> bool:
        """Whether states are looked at one by one, and how many there are is known."""
        return self in {Method.EXHAUSTIVE, Method.SIMULATION}


class PropertyKind(Enum):
    """What kind of a claim a property is; the last two are no methods of the spec."""

    INVARIANT = "invariant"
    STEP_INVARIANT = "step_invariant"
    REFINEMENT = "refinement"
    DEADLOCK = "deadlock"
    EVALUATION = "evaluation"


class Reason(Enum):
    """Why a verdict is inconclusive."""

    TIME = "time"
    STATES = "max-states"
    DEPTH = "max-depth"
    MEMORY = "memory"
    INTERRUPTED = "interrupted"
    CONSTRAINT = "constraint"
    SIMULATION = "simulation"
    ASSUMPTION = "assumption"
    """An assumption is false under the parameters, so nothing was explored."""
    STOPPED = "stopped at the first violation"
    """Another claim was violated first, and the search ended there."""
    EVALUATION = "evaluation error"
    """The claim itself raises in some state, or no start completes: `evaluation` is violated."""
    UNKNOWN = "unknown"
    """z3 cannot tell."""
    INDUCTION = "counterexample to induction"
    """A step leads from states in which the claim holds to one in which it does not."""
    BEYOND = "beyond formulas"
    """The claim asks for something of which no formula is made."""


@dataclass(frozen=True, slots=True)
class Holds:
    """Every reachable state, or step, was seen."""

    method: Method


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A step that is none of the abstract spec, as states of that: `before` is `None` for a start.

    `ways` has what the abstract spec does instead: by action, the states that it leads to; by
    the name of its @init, where it begins.
    """

    before: State | None
    after: State
    ways: tuple[tuple[str, tuple[State, ...]], ...]


@dataclass(frozen=True, slots=True)
class Violated:
    """A run breaks the claim, for these values of its parameters; replayed in CPython.

    Of an exhaustive search it is a shortest one.  `message` says what was raised, where the
    claim is `evaluation`; `raiser` is then the claim of the spec that did, if it was not a step.
    `unmatched` is the last step, where the claim is that every step is one of another spec.
    """

    trace: Trace
    binding: Binding
    message: str | None = None
    raiser: str | None = None
    unmatched: Unmatched | None = None


@dataclass(frozen=True, slots=True)
class Inconclusive:
    """Neither a violation was found, nor everything seen."""

    reason: Reason


Verdict: TypeAlias = Holds | Violated | Inconclusive


@dataclass(frozen=True, slots=True)
class PropertyResult:
    """A claim and what is known of it."""

    name: str
    kind: PropertyKind
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CoverResult:
    """A cover and the shortest run to it, `None` if none was found."""

    name: str
    witness: Trace | None
    binding: Binding


@dataclass(frozen=True, slots=True)
class AssumptionResult:
    """An assumption and whether it holds of the parameters."""

    name: str
    holds: bool


@dataclass(frozen=True, slots=True)
class ActionCount:
    """An action and how many of the generated states are its outcomes."""

    name: str
    taken: int


@dataclass(frozen=True, slots=True)
class Matched:
    """Which actions of the spec `abstract` some step was, by the mapping `name`; and which not.

    Steps that leave the abstract state as it is are none of its actions.
    """

    name: str
    abstract: str
    taken: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """How much was seen.  `generated` counts as TLC does; `depth` counts steps."""

    distinct: int
    generated: int
    depth: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a search ends before it is complete; `None` is no limit."""

    states: int | None = None
    depth: int | None = None
    seconds: float | None = None
    memory_bytes: int | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Symmetry:
    """The sorts with interchangeable elements, and how many permutations leave a spec as it is.

    One state per orbit was stored; of order 1, every state.
    """

    sorts: tuple[str, ...] = ()
    group_order: int = 1


NO_SYMMETRY = Symmetry()


@dataclass(frozen=True, slots=True)
class Result:
    """What an engine found out about one spec under its parameters.

    `complete` says that every reachable state was seen; otherwise `stopped` says why not.
    `properties` has every claim that was asked for, and `deadlock` and `evaluation` only if
    violated.  Seconds are not part of it: the same input gives the same value.
    """

    method: Method
    figures: Figures
    complete: bool
    stopped: Reason | None
    properties: tuple[PropertyResult, ...]
    covers: tuple[CoverResult, ...]
    actions: tuple[ActionCount, ...]
    assumptions: tuple[AssumptionResult, ...]
    engine: str = "python"
    symmetry: Symmetry = NO_SYMMETRY
    note: str | None = None
    """What a person should know of how it was found out."""
    lengths: tuple[tuple[int, int], ...] = ()
    """Of a simulation: the lengths of its runs, and how many runs had each."""
    matched: Matched | None = None
    """What of the abstract spec was seen, where a refinement was asked for."""
    proofs: tuple[ClaimProof, ...] = ()
    """Of proofs: how each claim was proved, or what stands in the way."""
    unknowns: tuple[str, ...] = ()
    """Of proofs: the constants that stood for any integer."""
    certificate: Certificate | None = None
    """Of proofs: what they come down to, if that was asked for."""
