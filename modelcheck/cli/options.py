"""The options that several commands share, and how their values are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

from modelcheck.cli.output import complain
from modelcheck.gate.engines import MOST_WORKERS, Engine, Means
from modelcheck.gate.errors import NoSymmetry
from modelcheck.source.diagnostic import ConfigError

_F = TypeVar("_F", bound=Callable[..., Any])  # Any: click passes what the options say

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class ParameterType(click.ParamType[tuple[str, str]]):
    """`NAME=VALUE`."""

    name = "NAME=VALUE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Give the name and the text of the value."""
        name, equals, text = str(value).partition("=")
        if not equals or not name.strip():
            self.fail(f"{value!r} is not of the form NAME=VALUE, as in Process=3", param, ctx)
        return name.strip(), text.strip()


class SizeType(click.ParamType[int]):
    """`512M`, `2G`, `2GiB`: a number of bytes."""

    name = "SIZE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Give the number of bytes."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(
            r"(\d{1,18}(?:\.\d+)?)\s*(?:([KMGT])I?)?B?", str(value).strip().upper()
        )
        size = 0 if match is None else int(float(match[1]) * _UNITS[match[2] or ""])
        if size < 1:
            self.fail(f"{value!r} is no size, as 512M or 2G is", param, ctx)
        return size


class SecondsType(click.ParamType[float]):
    """`1`, `0.5`: a number of seconds."""

    name = "SECONDS"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Give the number of seconds."""
        try:
            seconds = float(str(value))
        except ValueError:
            seconds = 0.0
        if not seconds > 0:  # as `nan` is not
            self.fail(f"{value!r} is no time in seconds, as 30 or 0.5 is", param, ctx)
        return seconds


class NamedType(click.ParamType[str]):
    """`specs`, `specs/isis.py::Isis`: text that names something, as empty text does not."""

    name = "SPEC"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Give the text."""
        text = str(value)
        if not text.strip():
            self.fail("it is empty: name a spec's file, or a folder of specs", param, ctx)
        return text


def spec_argument(function: _F) -> _F:
    """Take the argument `SPEC`."""
    return click.argument("spec", metavar="SPEC", type=NamedType())(function)


def parameter_option(function: _F) -> _F:
    """Take `-p NAME=VALUE`, any number of times."""
    return click.option(
        "-p",
        "given",
        type=ParameterType(),
        multiple=True,
        help="Set a parameter of the spec: a size of a sort or a constant.  Repeatable.",
    )(function)


def need_z3() -> None:
    """Make sure that z3 can be used, before what needs it is imported."""
    try:
        import_module("z3")
    except ImportError as error:
        message = f"z3 cannot be used here ({error}): install z3-solver, or take `mc check`"
        raise click.UsageError(message) from error


def color_option(function: _F) -> _F:
    """Take `--color`."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Colour the report; by default on a terminal.",
    )(function)


def limit_options(function: _F) -> _F:
    """Take the limits of a search."""
    for option in (
        click.option(
            "--time",
            "seconds",
            type=SecondsType(),
            help="Stop after so many seconds: inconclusive.",
        ),
        click.option(
            "--memory",
            type=SizeType(),
            help="Stop when the process takes more, as in 512M or 2G: inconclusive.",
        ),
        click.option(
            "--max-depth",
            type=click.IntRange(min=0),
            metavar="N",
            help="Go no deeper than N steps.",
        ),
        click.option(
            "--max-states",
            type=click.IntRange(min=1),
            metavar="N",
            help="Stop at N distinct states: inconclusive.",
        ),
    ):
        function = option(function)
    return function


def engine_options(function: _F) -> _F:
    """Take the options that choose what is searched, and how."""
    for option in (
        click.option(
            "--workers",
            type=click.IntRange(min=1),
            metavar="N",
            help="How many threads of the native engine search; by default, as many as fit.",
        ),
        click.option(
            "--symmetry",
            type=click.Choice(["on", "off"]),
            help="Visit one state per orbit of interchangeable elements; by default, on.",
        ),
        click.option(
            "--engine",
            type=click.Choice(["auto", "native", "python"]),
            default="auto",
            help="What explores; `auto` compiles the spec where it can.",
        ),
    ):
        function = option(function)
    return function


def file_or_output(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    """Give the path after `-o`: `None`, for standard output, where it is `-`."""
    return None if path == Path("-") else path


def report_options(*forms: str) -> Callable[[_F], _F]:
    """Take what is reported, in one of `forms`, and where."""

    def options(function: _F) -> _F:
        for option in (
            click.option("--quiet", is_flag=True, help="Print the verdicts only, a line each."),
            click.option(
                "--json", "as_json", is_flag=True, help="Print the JSON report, and nothing else."
            ),
            click.option(
                "-o",
                "path",
                type=click.Path(path_type=Path),
                metavar="PATH",
                callback=file_or_output,
                help="Write the report to a file; `-` is standard output.",
            ),
            click.option(
                "--report",
                "form",
                type=click.Choice(forms),
                help="The form of the report; text by default.",
            ),
        ):
            function = option(function)
        return function

    return options


def means_of(engine: str, symmetry: str | None, workers: int | None) -> Means:
    """Give by what to explore.

    Raises: `ConfigError` (MC304) for symmetry of the engine that has none.
    """
    chosen = Engine(engine)
    if chosen is Engine.PYTHON and symmetry == "on":
        raise ConfigError(NoSymmetry())
    if workers is not None and workers > MOST_WORKERS:
        complain(f"note: {MOST_WORKERS} workers search, not {workers}: more wait for each other")
    capped = None if workers is None else min(workers, MOST_WORKERS)
    return Means(chosen, symmetry != "off", capped)
