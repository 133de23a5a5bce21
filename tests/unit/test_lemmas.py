"""Lemmas: invariants that help proofs are told from claims by word, and checked like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelcheck.cli.main import run
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.gate.documenting import SpecPage, pages
from modelcheck.gate.exit_codes import Exit
from modelcheck.gate.pipeline import CheckRequest, check
from modelcheck.ir.text_module import show_normal, show_typed
from modelcheck.passes.normalise import normalise
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import Violated

SPEC = '''from __future__ import annotations

from typing import Annotated

from annotated_types import Interval
from modelcheck.lang import Spec, action, init, invariant, require, variant


class Lamp(Spec):
    """A lamp that goes out after two hours."""

    hours: Annotated[int, Interval(ge=0, le=5)]

    @init
    def start(self) -> None:
        self.hours = 0

    @action
    def wait(self) -> None:
        require(self.hours < 2)
        self.hours += 1

    @action
    def switch(self) -> None:
        self.hours = 0

    @invariant
    def lit(self) -> bool:
        return self.hours < LIMIT

    @invariant(lemma=True)
    def short(self) -> bool:
        """It is not on for long."""
        return self.hours <= 2

    @invariant()
    def known(self) -> bool:
        return self.hours >= 0


@variant(breaks="lit")
class Slow(Lamp):
    """It goes out later."""

    @action
    def wait(self) -> None:
        require(self.hours < 4)
        self.hours += 1
'''


def written(folder: Path, limit: int = 3) -> Path:
    path = folder / "lamp.py"
    path.write_text(SPEC.replace("LIMIT", str(limit)), encoding="utf-8")
    return path


def outcomes(spec: str, variant: str | None = None) -> list[Outcome]:
    found = list(check(CheckRequest(spec, variant=variant, keep_going=True)))
    return [each for each in found if isinstance(each, Outcome)]


def test_only_an_invariant_that_says_so_is_a_lemma(tmp_path: Path) -> None:
    module = lower(open_spec(written(tmp_path), {}), "Lamp").module
    normal = normalise(module)
    assert [each.name for each in module.claims if each.lemma] == ["short"]
    assert [each.name for each in normal.claims if each.lemma] == ["short"]
    for text in (show_typed(module), show_normal(normal)):
        assert "\nlemma short()" in text
        assert "\ninvariant known()" in text


def test_a_twin_need_not_name_the_lemma_that_it_breaks(tmp_path: Path) -> None:
    _, twin = outcomes(str(written(tmp_path)), variant="all")
    assert twin.declared is not None
    assert twin.declared.found == ("lit",)
    assert twin.exit_code == Exit.HOLDS


MANIFEST = """
[models.default]
time = "fast"
result = "success"
distinctStates = 3
totalStates = 6
stateDepth = 2
holds = ["lit", "short", "known"]

[models.default.twins.Slow]
result = "safety failure"
distinctStates = 5
totalStates = 10
stateDepth = 4
violated = { lit = 3, short = 3 }
"""


@pytest.mark.parametrize(
    ("violated", "code"),
    [
        ("{ lit = 3, short = 3 }", Exit.HOLDS),
        ("{ lit = 3 }", Exit.UNREACHED),
        ("{ short = 3 }", Exit.UNREACHED),
        ("{ lit = 3, short = 3, known = 3 }", Exit.UNREACHED),
    ],
)
def test_a_manifest_has_the_lemmas_that_a_twin_breaks(
    violated: str, code: Exit, tmp_path: Path
) -> None:
    path = written(tmp_path)
    text = MANIFEST.replace("{ lit = 3, short = 3 }", violated)
    path.with_suffix(".toml").write_text(text, encoding="utf-8")
    assert run(["gate", str(path), "--workers", "1"]) == code


def test_a_lemma_that_is_false_is_a_violated_claim(tmp_path: Path) -> None:
    (outcome,) = outcomes(f"{written(tmp_path, limit=9)}::Slow")
    assert outcome.exit_code == Exit.SAFETY
    (found,) = (each for each in outcome.result.properties if isinstance(each.verdict, Violated))
    assert found.name == "short"


def test_the_page_of_a_spec_has_its_lemmas_apart(tmp_path: Path) -> None:
    (page,) = pages(str(written(tmp_path)))
    assert isinstance(page, SpecPage)
    claims, lemmas = page.text.split("## Lemmas for proofs")
    assert "`known()`" in claims
    assert "`short()`" not in claims
    assert "### `short()`\n\nIt is not on for long." in lemmas
