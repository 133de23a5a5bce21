"""The report of a certificate that was checked, for people: a line for each claim, and a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelcheck.report.rows import Page, Rows
from modelcheck.report.style import Tone
from modelcheck.report.text import steps_text, why_open

if TYPE_CHECKING:
    from modelcheck.semantics.certificate import Certificate, Rechecked


def recheck_report(found: Rechecked, page: Page, *, brief: bool = False) -> str:
    """Give what was checked, without an end of line at its end; the sum only, if `brief`."""
    rows, certificate = Rows(page), found.certificate
    steps = {name: each.k for each in certificate.inductions for name in each.claims}
    for name in () if brief else found.claims:
        how = f"by induction over {steps_text(steps[name])}"
        rows.headline("rechecked", name, how, Tone.GOOD)
    if found.open is not None:
        what = ", ".join(found.open.claims) or "everything"
        text = f"{what}: {why_open(found.open.reason)} ({found.open.says})"
        rows.wrapped("inconclusive", text, Tone.OPEN)
    if certificate.not_proved:
        rows.wrapped("not in it", ", ".join(certificate.not_proved))
    rows.wrapped("model", f"{certificate.spec}, {_model(certificate)}")
    rows.wrapped("sum", _sum(found))
    return rows.text()


def _model(certificate: Certificate) -> str:
    parameters = " ".join(f"{name}={text}" for name, text in certificate.parameters)
    under = f"with {parameters}" if parameters else "as it stands"
    if not certificate.unknowns:
        return under
    names = ", ".join(certificate.unknowns)
    every = f"for every {names} of which the assumptions are true"
    return f"{under}, {every}" if parameters else every


def _sum(found: Rechecked) -> str:
    claims = f"{len(found.claims)} {'claim' if len(found.claims) == 1 else 'claims'}"
    many = sum(len(each.obligations) for each in found.certificate.inductions)
    many += len(found.certificate.sizes)
    if found.open is None:
        return f"{claims}; each of {many} obligations is as the proof needs it"
    return f"{claims}; {found.answered} of {many} obligations are as the proof needs them"
