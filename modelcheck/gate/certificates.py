"""Certificates as files: JSON that is the same for the same proofs, with a digest of itself.

See docs/certificates.md for the schema, and for what a certificate claims.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePath
from typing import Final, TypeGuard

from modelcheck.gate.certificate_errors import ChangedCertificate, UnreadableCertificate
from modelcheck.report.json_values import Json
from modelcheck.semantics.certificate import Certificate, Expected, Induction, Obligation
from modelcheck.source.diagnostic import ConfigError

SCHEMA: Final = "modelcheck/certificate/1"
_LARGEST: Final = 256 << 20
"""How many bytes of a certificate are read."""


def certificate_text(certificate: Certificate) -> str:
    """Give a certificate as it stands in a file; the same one gives the same bytes."""
    content = _content(certificate)
    digest = hashlib.sha256(_rendered(content).encode()).hexdigest()
    return _rendered({**content, "digest": f"sha256:{digest}"})


def way_to(spec: str) -> str:
    """Give the way to `path.py::Class` from the current folder; if there is none down, its name."""
    path, separator, name = spec.rpartition("::")
    file = PurePath(path)
    if file.is_absolute():
        here = Path.cwd()
        file = file.relative_to(here) if file.is_relative_to(here) else PurePath(file.name)
    return f"{file.as_posix()}{separator}{name}"


def read_certificate(path: Path) -> Certificate:
    """Read a certificate that is as it was written, to the byte.

    Raises: `ConfigError` when the file is none (MC357), or was changed (MC358).
    """
    text = _read(path)
    try:
        certificate = _certificate(_object(json.loads(text), "the file"))
    except (ValueError, RecursionError) as error:
        why = "it is no JSON" if isinstance(error, json.JSONDecodeError) else str(error)
        raise ConfigError(UnreadableCertificate(str(path), why)) from error
    if certificate_text(certificate) != text:
        raise ConfigError(ChangedCertificate(str(path), certificate.spec))
    return certificate


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1)
        if len(text) > _LARGEST:  # as a device may be, that never ends
            raise ConfigError(UnreadableCertificate(str(path), "it is larger than any is"))
        return text.decode()
    except OSError as error:
        why = error.strerror or str(error)
        raise ConfigError(UnreadableCertificate(str(path), why)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(UnreadableCertificate(str(path), "it is no text")) from error


def _rendered(content: dict[str, Json]) -> str:
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n"


def _content(certificate: Certificate) -> dict[str, Json]:
    return {
        "schema": SCHEMA,
        "spec": certificate.spec,
        "spec_hash": certificate.spec_hash,
        "parameters": dict(certificate.parameters),
        "for_all": list(certificate.unknowns),
        "assumptions": dict(certificate.assumptions),
        "claims": list(certificate.claims),
        "not_proved": list(certificate.not_proved),
        "sizes": [_obligation(each) for each in certificate.sizes],
        "inductions": [
            {
                "claims": list(each.claims),
                "k": each.k,
                "obligations": [_obligation(one) for one in each.obligations],
            }
            for each in certificate.inductions
        ],
    }


def _obligation(obligation: Obligation) -> Json:
    return {
        "name": obligation.name,
        "answer": obligation.answer.value,
        "smtlib": obligation.smtlib,
    }


def _certificate(found: dict[str, object]) -> Certificate:
    """Give what stands in the file.

    Raises: `ValueError` where that is no certificate; the text says why.
    """
    if found.get("schema") != SCHEMA:
        message = f"its schema is not {SCHEMA}"
        raise ValueError(message)
    return Certificate(
        spec=_text(found, "spec"),
        spec_hash=_text(found, "spec_hash"),
        parameters=_pairs(found, "parameters"),
        unknowns=_texts(found, "for_all"),
        assumptions=_pairs(found, "assumptions"),
        claims=_texts(found, "claims"),
        not_proved=_texts(found, "not_proved"),
        sizes=tuple(map(_read_obligation, _list(found, "sizes"))),
        inductions=tuple(map(_induction, _list(found, "inductions"))),
    )


def _induction(json: object) -> Induction:
    found = _object(json, "an induction")
    k = found.get("k")
    obligations = tuple(map(_read_obligation, _list(found, "obligations")))
    if type(k) is not int or not 1 <= k <= len(obligations):
        message = "`k` of an induction does not fit its obligations"
        raise ValueError(message)
    return Induction(_texts(found, "claims"), k, obligations)


def _read_obligation(json: object) -> Obligation:
    found = _object(json, "an obligation")
    answer = Expected(_text(found, "answer"))
    return Obligation(_text(found, "name"), answer, _text(found, "smtlib"))


def _text(found: dict[str, object], key: str) -> str:
    value = found.get(key)
    if isinstance(value, str):
        return value
    message = f"its `{key}` is no text"
    raise ValueError(message)


def _texts(found: dict[str, object], key: str) -> tuple[str, ...]:
    values = _list(found, key)
    texts = tuple(each for each in values if isinstance(each, str))
    if len(texts) == len(values):
        return texts
    message = f"its `{key}` has what is no text"
    raise ValueError(message)


def _pairs(found: dict[str, object], key: str) -> tuple[tuple[str, str], ...]:
    inner = _object(found.get(key), f"its `{key}`")
    return tuple((name, _text(inner, name)) for name in inner)


def _list(found: dict[str, object], key: str) -> list[object]:
    value = found.get(key)
    if _is_list(value):
        return value
    message = f"its `{key}` is no list"
    raise ValueError(message)


def _object(json: object, what: str) -> dict[str, object]:
    if _is_object(json):
        return json
    message = f"{what} is no object"
    raise ValueError(message)


# JSON comes untyped from a file; these two say what its containers hold.
def _is_object(json: object) -> TypeGuard[dict[str, object]]:
    return isinstance(json, dict)


def _is_list(json: object) -> TypeGuard[list[object]]:
    return isinstance(json, list)
