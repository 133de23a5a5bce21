"""The catalogue asks best-effort broadcast for agreement in every model; the spec has it in a twin.

As no twin may hold in a manifest, the model in which it does is here.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelcheck.cli.main import run

SPEC = Path(__file__).parents[2] / "specs" / "best_effort_broadcast.py"
ASKED = ["check", f"{SPEC}::ExpectingAgreement", "--property", "agreement_when_quiet", "--json"]

MODELS = [
    ("F=0", 3, None),
    ("F=1", 3, 3),
    ("F=1", 5, 3),
]


@pytest.mark.parametrize(("crashes", "processes", "steps"), MODELS)
def test_best_effort_broadcast_has_agreement_only_without_crashes(
    crashes: str, processes: int, steps: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run([*ASKED, "-p", crashes, "-p", f"Process={processes}"])
    report = json.loads(capsys.readouterr().out)
    found = {each["name"]: each["depth"] for each in report["properties"]}
    assert found["agreement_when_quiet"] == steps
    assert code == (0 if steps is None else 12)
