"""Certificates made of proofs, and checked without the search for a proof.

What a certificate says is made again from the spec, and compared: nothing of it is believed but
which claims are proved together, in which order, and over how many steps.  A fresh solver then
answers each obligation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from modelcheck.frontend.loading import LoadedFile, open_spec
from modelcheck.gate.certificate_errors import ChangedSpec, NoProof, OtherObligations, OtherSpec
from modelcheck.gate.certificates import read_certificate, way_to
from modelcheck.gate.needs import assumed
from modelcheck.gate.opening import Given, Ready, Target, one_target, opened, ready
from modelcheck.gate.theories import theory_of
from modelcheck.ir.text import show_expr
from modelcheck.semantics.certificate import (
    Certificate,
    Expected,
    Induction,
    Obligation,
    Rechecked,
    Unanswered,
)
from modelcheck.semantics.verdict import Reason
from modelcheck.source.diagnostic import ConfigError
from modelcheck.symbolic.induction import Theory, evaluation, goals
from modelcheck.symbolic.obligations import UnfoundedError, inductions, sizes
from modelcheck.symbolic.pace import StoppedError, Tick, at_work, no_hurry
from modelcheck.symbolic.smtlib import decide
from modelcheck.symbolic.solving import Clock, Satisfied, Unknown, Unsatisfiable


def certified(
    spec: Ready, theory: Theory, made: Iterable[Induction], tick: Tick = no_hurry
) -> Certificate:
    """Give the certificate of inductions, in the order in which they were made.

    Requires: the theory knows nothing yet.
    Raises: `UnfoundedError` for what is no induction of the spec, and what `tick` raises.
    """
    system = theory.system
    found = inductions(theory, made, tick)
    proved = {name for each in found for name in each.claims}
    marked = [each.name for each in spec.loaded.module.claims if each.lemma]
    wanted = [*marked, *(each.name for each in (*goals(system), evaluation(system)))]
    of_sizes = assumed(system) if system.unknowns else ()
    return Certificate(
        spec=way_to(spec.spec),
        spec_hash=spec.loaded.hash,
        parameters=spec.given,
        unknowns=tuple(system.unknowns),
        assumptions=tuple((each.name, show_expr(each.condition)) for each in of_sizes),
        claims=tuple(name for name in wanted if name in proved),
        not_proved=tuple(name for name in wanted if name not in proved),
        sizes=sizes(theory),
        inductions=found,
    )


@at_work()
def recheck(path: Path, spec: str | None, seconds: float | None) -> Rechecked:
    """Check the certificate at `path`, of `spec` or, where that is `None`, of the spec it names.

    Raises: `ConfigError` when it is none, or was changed (MC357, MC358), is of another spec or of
    the spec before it was changed (MC359, MC360), or is no proof (MC361, MC362); `SpecError`.
    """
    certificate = read_certificate(path)
    found, file = _opened(path, certificate, spec)
    clock = Clock.of(seconds)
    theory = theory_of(found, file, certificate.unknowns, clock)
    try:
        made = certified(found, theory, certificate.inductions, lambda: _tick(clock))
    except StoppedError as error:
        says = "its obligations were not all made again"
        return Rechecked(certificate, (), 0, Unanswered((), "", error.reason, says))
    except UnfoundedError as error:
        what = f"the induction of {error}"
        raise ConfigError(OtherObligations(str(path), found.spec, what)) from error
    other = _difference(certificate, replace(made, spec=certificate.spec))
    if other is not None:
        raise ConfigError(OtherObligations(str(path), found.spec, other))
    return _answered(path, certificate, clock)


def _tick(clock: Clock) -> None:
    if clock.is_over:
        raise StoppedError(Reason.TIME)


def _opened(path: Path, certificate: Certificate, spec: str | None) -> tuple[Ready, LoadedFile]:
    """Open the spec of a certificate, which must be the one that it was made of."""
    asked = certificate.spec if spec is None else spec
    target = one_target(asked)
    file = open_spec(target.path, {})
    _, _, name = certificate.spec.rpartition("::")
    if target.class_name not in {None, name} or name not in {each.name for each in file.specs}:
        raise ConfigError(OtherSpec(str(path), name, asked))
    if file.hash != certificate.spec_hash:
        raise ConfigError(ChangedSpec(str(path), asked))
    target = Target(target.path, name)
    given: Given = certificate.parameters
    file, (found,) = opened(target, given)
    return ready(target, given, file, found), file


def _difference(found: Certificate, made: Certificate) -> str | None:
    """Say what a certificate says otherwise than it would if it was made now."""
    if found == made:
        return None
    for name in ("parameters", "unknowns", "assumptions", "claims", "not_proved", "sizes"):
        if getattr(found, name) != getattr(made, name):
            return f"what is said of {name.replace('_', ' ')}"
    for each, other in zip(found.inductions, made.inductions, strict=True):
        for one, again in zip(each.obligations, other.obligations, strict=False):
            if one != again:
                return f"obligation `{one.name}` of {_listed(each.claims)}"
        if each != other:
            return f"the number of obligations of {_listed(each.claims)}"
    return "something"


def _answered(path: Path, certificate: Certificate, clock: Clock) -> Rechecked:
    """Let a solver that knows nothing answer each obligation."""
    number, proved = 0, list[str]()
    every = [Induction((), 0, certificate.sizes), *certificate.inductions]
    for induction in every:
        for obligation in induction.obligations:
            answer = decide(obligation.smtlib, clock)
            if isinstance(answer, Unknown):
                open_ = Unanswered(induction.claims, obligation.name, answer.reason, answer.says)
                return Rechecked(certificate, tuple(proved), number, open_)
            if _said(answer) is not obligation.answer:
                raise ConfigError(_no_proof(path, certificate, induction, obligation))
            number += 1
        proved += induction.claims
    return Rechecked(certificate, tuple(proved), number, None)


def _said(answer: Satisfied | Unsatisfiable) -> Expected:
    is_satisfied = isinstance(answer, Satisfied)
    return Expected.SATISFIABLE if is_satisfied else Expected.UNSATISFIABLE


def _no_proof(
    path: Path, certificate: Certificate, induction: Induction, obligation: Obligation
) -> NoProof:
    expected = obligation.answer.name.lower()
    (found,) = (each.name.lower() for each in Expected if each is not obligation.answer)
    claims = _listed(induction.claims) or "any claim"
    return NoProof(str(path), certificate.spec, claims, obligation.name, found, expected)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{each}`" for each in names)
