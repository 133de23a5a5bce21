"""Certificates of inductions that are named by hand, as no search for proofs would make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelcheck.gate.opening import one_target, opened, ready
from modelcheck.gate.rechecking import certified
from modelcheck.gate.theories import theory_of
from modelcheck.semantics.certificate import Certificate, Induction, Obligation
from modelcheck.symbolic.induction import evaluation, goals, lemmas
from modelcheck.symbolic.pace import no_hurry
from modelcheck.symbolic.solving import Clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from modelcheck.symbolic.pace import Tick


def certificate_of(
    spec: str,
    *for_all: str,
    made: Iterable[Induction] | None = None,
    tick: Tick = no_hurry,
) -> Certificate:
    """Give the certificate of these inductions, which need not be proofs.

    Without any: of all lemmas together, and then of each claim, over one step.
    """
    target = one_target(spec)
    file, (found,) = opened(target, ())
    of = ready(target, (), file, found)
    theory = theory_of(of, file, for_all, Clock(None))
    if made is None:
        together = Induction(tuple(each.name for each in lemmas(theory.system)), 1)
        alone = (*goals(theory.system), evaluation(theory.system))
        made = [together, *(Induction((each.name,), 1) for each in alone)]
    return certified(of, theory, made, tick)


def obligations_of(certificate: Certificate) -> list[Obligation]:
    """Give every obligation, in the order in which a recheck asks for answers."""
    inner = (each for one in certificate.inductions for each in one.obligations)
    return [*certificate.sizes, *inner]
