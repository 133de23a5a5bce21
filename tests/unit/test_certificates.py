"""Certificates of proofs: what is in them, and that nothing else than proofs passes for one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from proofs import certificate_of, obligations_of
from smt_solvers import answer_of_cvc5

from modelcheck.cli.main import run
from modelcheck.gate.certificates import certificate_text, read_certificate
from modelcheck.gate.opening import Rejected
from modelcheck.gate.proving import ProveRequest, prove_all
from modelcheck.gate.rechecking import recheck
from modelcheck.semantics.certificate import Certificate, Expected, Induction, Obligation
from modelcheck.semantics.verdict import Reason
from modelcheck.source.diagnostic import ConfigError
from modelcheck.symbolic.pace import StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[2] / "docs"

SPEC = '''\
from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import (
    Spec, action, assume, final, init, invariant, old, require, step_invariant, variant
)

N: Final[int] = 4


class Stairs(Spec):
    """Two walk up N stairs, one behind the other, until both are at the top."""

    first: Annotated[int, Interval(ge=0, le=N)]
    second: Annotated[int, Interval(ge=0, le=N)]

    @init
    def start(self) -> None:
        self.first = 0
        self.second = 0

    @action
    def go(self) -> None:
        require(self.first < N and self.first <= self.second)
        self.first += 1

    @action
    def follow(self) -> None:
        require(self.second < self.first)
        self.second = self.first

    @assume
    def some_stairs(self) -> bool:
        return N >= 1

    @final
    def at_the_top(self) -> bool:
        return self.second == N

    @step_invariant
    def never_down(self) -> bool:
        return self.first >= old(self).first

    @invariant
    def behind(self) -> bool:
        return self.second <= self.first

    @invariant
    def together_or_one_apart(self) -> bool:
        return self.first - self.second <= 1

    @invariant
    def low_together(self) -> bool:
        """It is inductive only with the lemma."""
        return self.first != 1 or self.second <= 1

    @invariant(lemma=True)
    def close(self) -> bool:
        return 0 <= self.first - self.second <= 1


@variant(breaks="together_or_one_apart")
class Ahead(Stairs):
    """The first does not wait."""

    @action
    def go(self) -> None:
        require(self.first < N)
        self.first += 1
'''

OTHER = SPEC.replace("class Stairs", "class Steps").replace("(Stairs)", "(Steps)")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("stairs.py").write_text(SPEC, encoding="utf-8")
    Path("steps.py").write_text(OTHER, encoding="utf-8")
    return tmp_path


def proved(spec: str = "stairs.py", *for_all: str, k: int = 3) -> Certificate:
    """Give the certificate of the proofs of a spec."""
    request = ProveRequest(spec, k=k, for_all=for_all, certified=True)
    (found,) = prove_all(request)
    assert not isinstance(found, Rejected), found.error
    assert found.result.certificate is not None
    return found.result.certificate


def written(certificate: Certificate) -> Path:
    path = Path("proof.json")
    path.write_text(certificate_text(certificate), encoding="utf-8")
    return path


def refused(certificate: Certificate, spec: str | None = None) -> str:
    """Give the code of the finding with which a certificate is refused."""
    with pytest.raises(ConfigError) as found:
        recheck(written(certificate), spec, None)
    (diagnostic,) = found.value.diagnostics
    assert diagnostic.message
    return diagnostic.code


@pytest.mark.parametrize("for_all", [(), ("N",)])
def test_a_certificate_of_proofs_is_accepted(for_all: tuple[str, ...]) -> None:
    certificate = proved("stairs.py", *for_all)
    found = recheck(written(certificate), None, None)
    assert found.open is None
    assert found.certificate == certificate
    assert set(certificate.claims) == {
        "close",
        "never_down",
        "behind",
        "together_or_one_apart",
        "low_together",
        "evaluation",
    }
    assert certificate.not_proved == ()
    assert {*certificate.claims} <= {*found.claims}


def test_it_says_what_was_proved_of_what() -> None:
    certificate = proved("stairs.py", "N")
    assert certificate.spec == "stairs.py::Stairs"
    assert certificate.unknowns == ("N",)
    assert certificate.assumptions == (("some_stairs", "N >= 1"),)
    first, *others = certificate.inductions
    assert first.claims == ("bounds of first", "bounds of second", "close")
    assert [each.claims for each in others] == [
        ("never_down",),
        ("behind",),
        ("together_or_one_apart",),
        ("low_together",),
        ("evaluation",),
    ]


def test_it_has_parameters_but_no_time_and_no_folder(folder: Path) -> None:
    call = ["prove", str(folder / "stairs.py"), "-p", "N=5", "--certificate", "proof.json"]
    assert run(call) == 0
    text = Path("proof.json").read_text(encoding="utf-8")
    assert json.loads(text)["parameters"] == {"N": "5"}
    assert str(folder) not in text
    assert "time" not in text
    assert "seconds" not in text
    assert run(["prove", "--recheck", "proof.json"]) == 0
    assert run(["prove", "--recheck", "proof.json", str(folder / "stairs.py")]) == 0


def test_of_a_spec_elsewhere_it_has_only_the_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    certificate = proved(str(folder / "stairs.py"))
    assert certificate.spec == "stairs.py::Stairs"
    path = written(certificate)
    assert recheck(path, str(folder / "stairs.py"), None).open is None
    assert run(["prove", "--recheck", str(path)]) == 2
    assert proved("../stairs.py").spec == "../stairs.py::Stairs"


def test_the_same_proofs_give_the_same_bytes() -> None:
    texts = {certificate_text(proved("stairs.py", "N"))}
    assert proved("steps.py").claims
    texts.add(certificate_text(proved("stairs.py", "N")))
    call = ["prove", "stairs.py", "--for-all", "N", "--certificate", "proof.json"]
    script = f"from modelcheck.cli.main import run; assert run({call}) == 0"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", script], env=environment, check=True)
        texts.add(Path("proof.json").read_text(encoding="utf-8"))
    assert len(texts) == 1


def test_what_was_not_proved_is_said() -> None:
    certificate = proved("stairs.py::Ahead")
    assert "together_or_one_apart" in certificate.not_proved
    assert "close" in certificate.not_proved
    assert "together_or_one_apart" not in certificate.claims
    assert recheck(written(certificate), None, None).open is None


def test_one_changed_byte_is_refused() -> None:
    question = Obligation("start 0", Expected.UNSATISFIABLE, "(check-sat)\n")
    certificate = Certificate(
        spec="stairs.py::Stairs",
        spec_hash="sha256:0",
        parameters=(("N", "4"),),
        unknowns=("M",),
        assumptions=(("more", "M > 1"),),
        claims=("close",),
        not_proved=("behind",),
        sizes=(question,),
        inductions=(Induction(("close",), 1, (question,)),),
    )
    good = certificate_text(certificate).encode()
    path = Path("proof.json")
    path.write_bytes(good)
    assert read_certificate(path) == certificate
    for place, byte in enumerate(good):
        path.write_bytes(bytes((*good[:place], byte ^ 1, *good[place + 1 :])))
        with pytest.raises(ConfigError) as found:
            read_certificate(path)
        assert found.value.diagnostics[0].code in {"MC357", "MC358"}, place
    for text in (good + b"\n", good[:-1], good[1:], b" " + good, b"\xff"):
        path.write_bytes(text)
        with pytest.raises(ConfigError):
            read_certificate(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": "modelcheck/1"}',
        '{"schema": "modelcheck/certificate/1", "spec": 1}',
        "[" * 100_000,
    ],
)
def test_what_is_no_certificate_is_refused(text: str) -> None:
    Path("proof.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as found:
        read_certificate(Path("proof.json"))
    assert [each.code for each in found.value.diagnostics] == ["MC357"]


def test_a_certificate_of_another_spec_is_refused() -> None:
    certificate = proved()
    assert refused(certificate, "steps.py") == "MC359"
    assert refused(certificate, "stairs.py::Ahead") == "MC359"


def test_a_certificate_of_a_spec_that_was_changed_is_refused() -> None:
    certificate = proved()
    Path("stairs.py").write_text(SPEC.replace("N: Final[int] = 4", "N: Final[int] = 5"), "utf-8")
    assert refused(certificate) == "MC360"
    assert refused(certificate, "stairs.py") == "MC360"


def _with_obligations(
    certificate: Certificate, change: Callable[[Obligation], Obligation]
) -> Certificate:
    *others, last = certificate.inductions
    changed = replace(last, obligations=tuple(map(change, last.obligations)))
    return replace(certificate, inductions=(*others, changed))


def _forgeries(it: Certificate) -> dict[str, Certificate]:
    """Give certificates that are not what they would be, under a digest that fits."""
    return {
        "another question": _with_obligations(it, lambda each: replace(each, smtlib="(check-sat)")),
        "another name": _with_obligations(it, lambda each: replace(each, name="other")),
        "more claims": replace(it, claims=(*it.claims, "wealth")),
        "more claims not proved": replace(it, not_proved=("wealth",)),
        "no assumptions": replace(it, assumptions=()),
        "no sizes": replace(it, sizes=()),
        "known sizes": replace(it, unknowns=()),
        "other parameters": replace(it, parameters=(("N", "5"),), unknowns=()),
        "no lemmas": replace(it, inductions=it.inductions[1:]),
        "lemmas at the end": replace(it, inductions=it.inductions[::-1]),
        "no claim": replace(it, inductions=(Induction(("wealth",), 1, it.sizes),)),
        "nothing": replace(it, inductions=(Induction((), 1, it.sizes),)),
        "a step and a state": replace(
            it, inductions=(Induction(("behind", "never_down"), 1, it.sizes),)
        ),
    }


def test_a_certificate_is_not_believed() -> None:
    for name, forged in _forgeries(proved("stairs.py", "N")).items():
        assert refused(forged) == "MC361", name


@pytest.mark.parametrize("for_all", [(), ("N",)])
def test_what_is_false_has_no_proof(for_all: tuple[str, ...]) -> None:
    certificate = certificate_of("stairs.py::Ahead", *for_all, made=[Induction(("close",), 1)])
    assert refused(certificate) == "MC362"
    answers = [answer_of_cvc5(each.smtlib) for each in obligations_of(certificate)[-2:]]
    assert answers == ["unsat", "sat"]


def test_what_is_true_but_not_inductive_has_no_proof() -> None:
    alone = [Induction(("low_together",), 1)]
    assert refused(certificate_of("stairs.py", made=alone)) == "MC362"
    late = [*alone, Induction(("close",), 1)]
    assert refused(certificate_of("stairs.py", made=late)) == "MC362"
    in_order = certificate_of("stairs.py", made=late[::-1])
    assert recheck(written(in_order), None, None).open is None


def test_a_proof_over_more_steps_has_an_obligation_for_each_start() -> None:
    made = [Induction(("close",), 1), Induction(("together_or_one_apart",), 3)]
    certificate = certificate_of("stairs.py", made=made)
    _, last = certificate.inductions
    assert [each.name for each in last.obligations] == ["start 0", "start 1", "start 2", "step"]
    assert recheck(written(certificate), None, None).open is None


def test_without_time_a_recheck_is_inconclusive() -> None:
    path = written(proved())
    found = recheck(path, None, 1e-9)
    assert found.open is not None
    assert found.answered == 0
    assert found.claims == ()
    assert run(["prove", "--recheck", str(path), "--time", "0.000001"]) == 20


def test_a_certificate_that_cannot_be_written_is_refused_before_the_proof(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["prove", "stairs.py", "--certificate", "no/such/proof.json"]) == 2
    printed = capsys.readouterr()
    assert "MC306" in printed.err
    assert printed.out == ""


def test_a_recheck_says_what_it_checked(capsys: pytest.CaptureFixture[str]) -> None:
    path = written(proved())
    assert run(["prove", "--recheck", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = [line.split()[1] for line in lines if line.startswith("rechecked")]
    assert names == [name for each in proved().inductions for name in each.claims]
    assert lines[-1].startswith("sum ")


@pytest.mark.parametrize(
    "options", [["-p", "N=3"], ["--k", "2"], ["--for-all", "N"], ["--certificate", "x"], ["--json"]]
)
def test_what_a_certificate_decides_is_not_asked_for(options: list[str]) -> None:
    path = written(proved())
    assert run(["prove", "--recheck", str(path), *options]) == 2


def test_without_a_spec_there_is_nothing_to_prove() -> None:
    assert run(["prove"]) == 2


def test_the_page_says_how_to_ask_another_solver(folder: Path) -> None:
    page = (DOCS / "certificates.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    written(proved("stairs.py", "N"))
    subprocess.run([sys.executable, "-c", script], check=True)
    paths = sorted(folder.glob("*.smt2"))
    assert len(paths) > 10
    for path in paths:
        _, answer, _ = path.name.split(".")
        assert answer_of_cvc5(path.read_text(encoding="utf-8")) == answer


def test_a_recheck_stops_in_the_middle_of_its_obligations() -> None:
    certificate = proved()
    ticks = iter(range(3))

    def tick() -> None:
        if next(ticks, None) is None:
            raise StoppedError(Reason.TIME)

    with pytest.raises(StoppedError):
        certificate_of("stairs.py", made=certificate.inductions, tick=tick)
