"""What a proof leaves behind for others to check: the inductions it is made of, as SMT-LIB 2.

    claims of one induction, k     with all claims of the inductions before it
      obligations                  scripts that every solver can answer

Nothing here says that the obligations are those of a spec: `mc prove --recheck` makes them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from modelcheck.semantics.verdict import Reason


class Expected(Enum):
    """What a solver says of an obligation where the proof is one, in its own word."""

    SATISFIABLE = "sat"
    UNSATISFIABLE = "unsat"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A question to a solver, and the answer that the proof needs."""

    name: str
    answer: Expected
    smtlib: str


@dataclass(frozen=True, slots=True)
class Induction:
    """Claims proved together by an induction over `k` steps, with all those proved before."""

    claims: tuple[str, ...]
    k: int
    obligations: tuple[Obligation, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proofs of one spec, in the order in which they were made.

    `spec` is the way to it from the folder in which the proof was made, or its name where it is
    elsewhere; `parameters` are as they were typed.  `claims` are those that the inductions prove,
    in the order of the spec, and `not_proved` are the others.
    """

    spec: str
    spec_hash: str
    parameters: tuple[tuple[str, str], ...]
    unknowns: tuple[str, ...]
    assumptions: tuple[tuple[str, str], ...]
    """The name and the condition of each; of known constants they are true."""
    claims: tuple[str, ...]
    not_proved: tuple[str, ...]
    sizes: tuple[Obligation, ...]
    """That the assumptions can be true, where constants are unknown."""
    inductions: tuple[Induction, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An obligation that a solver cannot tell of, and what it says of why."""

    claims: tuple[str, ...]
    obligation: str
    reason: Reason
    says: str


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A certificate that is one of its spec, and how far its obligations were answered.

    The first `answered` ones are as the proof needs them; then comes the one that is `open`,
    `None` when there is none.  `claims` are those proved by what was answered.
    """

    certificate: Certificate
    claims: tuple[str, ...]
    answered: int
    open: Unanswered | None
