"""Findings about certificates of proofs."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class UnreadableCertificate(Diagnostic):
    """A file is no certificate, or cannot be read."""

    code: ClassVar[str] = "MC357"
    says: ClassVar[str] = "`{path}` is no certificate: {why}"
    advises: ClassVar[str] = "name a file that `mc prove SPEC --certificate FILE` wrote"

    path: str
    why: str


class ChangedCertificate(Diagnostic):
    """A certificate is not what was written: its digest is that of another text."""

    code: ClassVar[str] = "MC358"
    says: ClassVar[str] = "`{path}` was changed after it was written: its digest does not fit it"
    advises: ClassVar[str] = "write it again: `mc prove {spec} --certificate {path}`"

    path: str
    spec: str


class OtherSpec(Diagnostic):
    """A certificate is of another spec than the call names."""

    code: ClassVar[str] = "MC359"
    says: ClassVar[str] = "`{path}` is a certificate of `{then}`, which `{now}` is not"
    advises: ClassVar[str] = "name the file of `{then}`, or leave SPEC out"

    path: str
    then: str
    now: str


class ChangedSpec(Diagnostic):
    """The spec has changed since the certificate was written."""

    code: ClassVar[str] = "MC360"
    says: ClassVar[str] = "`{spec}` is no longer the spec that `{path}` is a certificate of"
    advises: ClassVar[str] = "prove what it is now: `mc prove {spec} --certificate {path}`"

    path: str
    spec: str


class OtherObligations(Diagnostic):
    """A certificate says something else than what its inductions come down to."""

    code: ClassVar[str] = "MC361"
    says: ClassVar[str] = "{what} in `{path}` is not what follows from `{spec}`"
    advises: ClassVar[str] = (
        "another version of the checker may have written it: prove the spec again, "
        "with `--certificate {path}`"
    )

    path: str
    spec: str
    what: str


class NoProof(Diagnostic):
    """A solver finds that an obligation of a certificate is not as the proof needs it."""

    code: ClassVar[str] = "MC362"
    says: ClassVar[str] = (
        "`{path}` proves nothing of {claims}: a solver finds obligation `{obligation}` {found}, "
        "and the proof needs {expected}"
    )
    advises: ClassVar[str] = "see with `mc check {spec}` whether the claim is true at all"

    path: str
    spec: str
    claims: str
    obligation: str
    found: str
    expected: str


CERTIFICATES: tuple[type[Diagnostic], ...] = (
    UnreadableCertificate,
    ChangedCertificate,
    OtherSpec,
    ChangedSpec,
    OtherObligations,
    NoProof,
)
