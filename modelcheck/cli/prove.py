"""`mc prove`: claims proved by induction, for every size where that can be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import (
    NamedType,
    SecondsType,
    color_option,
    need_z3,
    parameter_option,
    report_options,
)
from modelcheck.cli.output import check_writable
from modelcheck.cli.reports import Reports, report_to
from modelcheck.gate.opening import one_target

if TYPE_CHECKING:
    from modelcheck.gate.opening import Given

_EPILOG = """\b
Examples:
  mc prove specs/two_phase_commit.py                  by induction, at the default size
  mc prove specs/all_n/bracha.py --for-all N,T,F      for every N, T and F
  mc prove specs/all_n/bracha.py --property agreement one claim
  mc prove specs/all_n/bracha.py --for-all N,T,F --find   without lemmas, which it finds
  mc prove specs/isis.py --k 5 --time 60              over up to 5 steps, within a minute
  mc prove SPEC --certificate proof.json              and write what the proofs come down to
  mc prove --recheck proof.json                       check that again, without the search

A claim holds if it does at the start, and no step leads from where it holds, with the lemmas that
are proved before it, to where it does not.  A claim may be true and not inductive: then the exit
code is 20, and the steps in the way are shown.

Exit codes: 0 proved, 10 an assumption is false, 12 a claim is violated, 20 inconclusive, 75 an
evaluation error, 150 the spec is rejected, 2 wrong usage, 255 a bug of the checker.
"""


class NamesType(click.ParamType[tuple[str, ...]]):
    """`N,T,F`: names with commas between them."""

    name = "NAMES"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Give the names."""
        if value == ():  # the default, which click converts too
            return ()
        names = tuple(each.strip() for each in str(value).split(","))
        if not all(each.isidentifier() for each in names):
            self.fail(f"{value!r} is no list of names, as N,T,F is", param, ctx)
        return tuple(dict.fromkeys(names))


@click.command("prove", epilog=_EPILOG, short_help="Prove the claims by induction.")
@click.argument("spec", metavar="[SPEC]", type=NamedType(), required=False)
@parameter_option
@click.option(
    "--property",
    "properties",
    multiple=True,
    metavar="NAME",
    help="Prove this claim only.  Repeatable.",
)
@click.option("--model", metavar="NAME", help="Take the parameters of a model of the manifest.")
@click.option(
    "--for-all",
    "for_all",
    type=NamesType(),
    default=(),
    metavar="N,T,F",
    help="Prove it for every value of these parameters that the assumptions allow.",
)
@click.option(
    "--k",
    "k",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    metavar="N",
    help="The most steps of an induction.",
)
@click.option("--time", "seconds", type=SecondsType(), help="Stop after so many seconds.")
@click.option(
    "--find",
    "find",
    is_flag=True,
    help="Find invariants instead of taking lemmas: 60 s for each claim, or --time for all.",
)
@click.option(
    "--certificate",
    "certificate",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write what the proofs come down to, for `--recheck` and for other solvers.",
)
@click.option(
    "--recheck",
    "recheck",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Check a certificate instead, of the spec it names or of SPEC.",
)
@report_options("text", "json")
@color_option
@click.pass_context
def command(
    context: click.Context,
    *,
    spec: str | None,
    given: Given,
    properties: tuple[str, ...],
    model: str | None,
    for_all: tuple[str, ...],
    k: int,
    seconds: float | None,
    find: bool,
    certificate: Path | None,
    recheck: Path | None,
    form: str | None,
    path: Path | None,
    as_json: bool,
    quiet: bool,
    color: str,
) -> int:
    """Prove the claims of SPEC by induction, with its lemmas."""
    need_z3()
    from modelcheck.cli.certificates import (  # noqa: PLC0415  # `--help` needs no z3
        RecheckCall,
        rechecked,
        writing,
    )
    from modelcheck.gate.proving import ProveRequest, prove_all  # noqa: PLC0415  # nor does this

    if recheck is not None:
        return rechecked(RecheckCall(recheck, spec, seconds, quiet, color), context)
    if spec is None:
        raise click.MissingParameter(ctx=context, param_hint="'SPEC'", param_type="argument")
    if find and certificate is not None:
        message = "a certificate is of lemmas in the spec: paste there what --find has found"
        raise click.UsageError(message, context)
    request = ProveRequest(
        spec,
        given,
        properties,
        k,
        for_all,
        seconds,
        model,
        certified=certificate is not None,
        find=find,
    )
    reports = Reports(
        to=report_to(form, path, as_json=as_json, quiet=quiet, color=color),
        brief=Path(spec).is_dir(),
        titled=Path(spec).is_dir(),
    )
    checked = prove_all(request)
    if certificate is not None:
        one_target(spec)
        check_writable(certificate)
        checked = writing(checked, certificate, silent=reports.to.shown == "json")
    return reports.show_all(checked)
