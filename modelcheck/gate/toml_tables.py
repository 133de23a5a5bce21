"""Tables of a TOML file, read key by key: values of the kinds that are asked for, or findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from modelcheck.frontend.text import did_you_mean
from modelcheck.gate.manifest_errors import MissingKey, UnknownKey, WrongEntry

if TYPE_CHECKING:
    from modelcheck.gate.manifest import Steps
    from modelcheck.gate.toml_places import Places, Toml
    from modelcheck.source.diagnostic import Diagnostic
    from modelcheck.source.span import Span

_W = TypeVar("_W", bound=Enum)

_COUNT = "a whole number, not negative"


@dataclass(frozen=True)
class Table:
    """A table under its path from the top; what is wrong with it goes to `findings`.

    Where a value is missing or of another kind, that is a finding, and `None` or nothing is given.
    """

    title: str
    entries: Mapping[str, Toml]
    path: tuple[str, ...]
    places: Places
    findings: list[Diagnostic]

    def span(self, *below: str) -> Span:
        """Give the place of the table, or of what is below it."""
        return self.places.span(*self.path, *below)

    def refuse_others(self, known: tuple[str, ...]) -> None:
        """Find the keys that are not among `known`."""
        for key in self.entries:
            if key not in known:
                advice = did_you_mean(key, list(known)) or "leave it out"
                listed = ", ".join(known)
                self.findings.append(
                    UnknownKey(key, self.title, listed, advice, span=self.span(key))
                )

    def missing(self, key: str, example: str) -> None:
        """Find that `key` is not there."""
        self.findings.append(MissingKey(self.title, key, example, span=self.span()))

    def wrong(self, key: str, value: Toml, wanted: str, example: str, *below: str) -> None:
        """Find that the value of `key`, or `below` it, is of another kind than is wanted."""
        name, span = ".".join((key, *below)), self.span(key, *below)
        self.findings.append(WrongEntry(name, _shown(value), wanted, example, span=span))

    def table(self, key: str, example: str | None = None) -> Table | None:
        """Give the table under `key`."""
        if key not in self.entries:
            self.missing(key, example or key)
            return None
        value = self.entries[key]
        path = (*self.path, key)
        title = f"[{'.'.join(path)}]"
        if not isinstance(value, dict):
            self.wrong(key, value, "a table", title)
            return None
        return Table(title, value, path, self.places, self.findings)

    def optional_table(self, key: str) -> Table | None:
        """Give the table under `key`, if there is one."""
        return self.table(key) if key in self.entries else None

    def word(self, key: str, words: type[_W], default: _W | None = None) -> _W | None:
        """Give the word under `key`, one of `words`."""
        known = {str(each.value): each for each in words}
        first = next(iter(known))
        if key not in self.entries:
            if default is None:
                self.missing(key, f'{key} = "{first}"')
            return default
        value = self.entries[key]
        if isinstance(value, str) and value in known:
            return known[value]
        wanted = " or ".join(f'"{each}"' for each in known)
        self.wrong(key, value, wanted, f'{key} = "{first}"')
        return None

    def count(self, key: str) -> int | None:
        """Give the number under `key`."""
        if key not in self.entries:
            self.missing(key, f"{key} = 1")
            return None
        value = self.entries[key]
        if _is_count(value):
            return value
        self.wrong(key, value, _COUNT, f"{key} = 1")
        return None

    def steps(self, key: str) -> Steps:
        """Give the names under `key` with a number each."""
        value = self.entries.get(key, {})
        example = f"{key} = {{ name = 3 }}"
        if not isinstance(value, dict):
            self.wrong(key, value, "a table of names and steps", example)
            return ()
        for name, steps in value.items():
            if not _is_count(steps):
                self.wrong(key, steps, _COUNT, example, name)
        return tuple((name, steps) for name, steps in value.items() if _is_count(steps))

    def names(self, key: str) -> tuple[str, ...]:
        """Give the list of names under `key`."""
        value = self.entries.get(key, [])
        if isinstance(value, list):
            names = tuple(each for each in value if isinstance(each, str))
            if len(names) == len(value):
                return names
        self.wrong(key, value, "a list of names", f'{key} = ["name"]')
        return ()


def _is_count(value: Toml) -> TypeGuard[int]:
    return type(value) is int and value >= 0


def _shown(value: Toml) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return str(value)
