"""The claims of a spec, asked of its states and steps by running their methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from modelcheck.explicit.reference.domains import Arguments, listed
from modelcheck.explicit.reference.raised import describe
from modelcheck.ir.module import ClaimKind
from modelcheck.semantics.verdict import AssumptionResult

if TYPE_CHECKING:
    from modelcheck.explicit.reference.mirror import Live
    from modelcheck.explicit.reference.program import Program
    from modelcheck.ir.module import Claim


@dataclass(frozen=True, slots=True)
class Answer:
    """For these arguments a claim has the truth asked for, or `raised` what this says."""

    arguments: Arguments
    raised: str | None = None


class Asked:
    """A claim and its bindings, in canonical order."""

    def __init__(self, claim: Claim, program: Program) -> None:
        """Prepare to ask `claim`."""
        self.claim = claim
        self.name = claim.name
        self._method: Live = program.method(claim.name)
        self._bindings = listed(claim.function, program.classes)

    def answers(self, view: Live, *, truth: bool) -> list[Answer]:
        """Give the first binding for which the claim is `truth`, and the first that raises.

        Requires: `view` is an instance over the state, or over the state after the step; of
        a step, the current run has the state before.
        """
        method = self._method
        found: list[Answer] = []
        arguments: Arguments = ()
        waiting = iter(self._bindings)
        while True:
            try:
                for arguments in waiting:
                    if bool(method(view, *arguments)) is truth:
                        found.append(Answer(arguments))
                        break
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001  # whatever a claim raises is a finding
                if not found:
                    said = f"{self.name} raises {describe(error, method)}"
                    found.append(Answer(arguments, said))
            else:
                return found


def asked(program: Program, kind: ClaimKind, names: frozenset[str] | None = None) -> list[Asked]:
    """Give the claims of `kind`, of those only that are in `names`, in the source's order."""
    claims = program.module.of_kind(kind)
    return [Asked(each, program) for each in claims if names is None or each.name in names]


def assumptions(program: Program) -> tuple[AssumptionResult, ...]:
    """Tell which assumptions hold of the parameters; one that raises does not.

    Runs no other body of the spec.
    """
    instance = object.__new__(program.spec_class)
    return tuple(
        AssumptionResult(each.name, not each.answers(instance, truth=False))
        for each in asked(program, ClaimKind.ASSUME)
    )
