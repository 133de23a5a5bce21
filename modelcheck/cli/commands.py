"""The commands of `mc`, and what each way to end means."""

from __future__ import annotations

import gc
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from types import ModuleType
from typing import TYPE_CHECKING

import click

from modelcheck.cli.output import complain, complain_about
from modelcheck.source.diagnostic import ConfigError, SpecError

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = (
    "check",
    "prove",
    "bmc",
    "sweep",
    "gate",
    "simulate",
    "replay",
    "debug",
    "explain",
    "dump",
    "doc",
)
_REJECTED, _USAGE, _BUG, _INTERRUPTED = 150, 2, 255, 20


class _Commands(click.Group):
    """The commands, each loaded from the module of its name when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Give the names, in the order in which people need them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command."""
        if cmd_name not in _COMMANDS:
            return None
        command: object = _loaded(f"modelcheck.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None


def _loaded(module: str) -> ModuleType:
    """Give a module, imported without a search for garbage.

    Hundreds of classes and functions are made, which stay: to look through them again and again,
    now and later, takes a seventh of a short check.
    """
    if module in sys.modules:
        return sys.modules[module]
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`mc COMMAND --help` shows examples.",
)
@click.version_option(package_name="modelcheck", prog_name="mc")
def commands() -> None:
    """Check designs of distributed protocols, written as typed Python classes."""


def call(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` name, and give the exit code; no exception leaves it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        with commands.make_context("mc", list(arguments)) as context:
            code: object = commands.invoke(context)
            return code if isinstance(code, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        complain(error.format_message())
        return _USAGE
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        return error.exit_code
    except SpecError as error:
        complain_about(error.diagnostics)
        return _REJECTED
    except ConfigError as error:
        complain_about(error.diagnostics)
        return _USAGE
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted: nothing was established")
        return _INTERRUPTED
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001  # what else comes is a bug of ours, told as one
        if isinstance(error.__cause__, KeyboardInterrupt):  # as Python wraps it in class bodies
            complain("interrupted: nothing was established")
            return _INTERRUPTED
        _report_bug(arguments)
        return _BUG


def _report_bug(arguments: Sequence[str]) -> None:
    from importlib.metadata import version  # noqa: PLC0415  # slow to load, and hardly ever needed

    called = " ".join(["mc", *arguments])
    versions = f"modelcheck {version('modelcheck')} under Python {sys.version.split()[0]}"
    complain(
        f"{traceback.format_exc()}\n"
        f"This is a bug of {versions}, not of your spec.\n"
        f"Please report it with the lines above, the spec, and the call: {called}"
    )
