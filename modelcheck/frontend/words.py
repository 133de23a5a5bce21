"""Which words of the language a file uses, under which names; words it does not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from modelcheck import lang
from modelcheck.frontend.errors.loading import LaterWord, UnknownWord
from modelcheck.frontend.text import did_you_mean
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import SourceFile, Span

LATER: Final = (
    "always",
    "eventually",
    "happened",
    "leads_to",
    "temporal",
    "until",
)
"""Words of the language that a later version has; until then they are refused, not ignored."""

_PACKAGES: Final = ("modelcheck", "modelcheck.lang")


@dataclass(frozen=True)
class Words:
    """The names under which a file knows the language's words, and the language itself."""

    names: Mapping[str, str]
    modules: frozenset[str]

    def word(self, expression: ast.expr) -> str | None:
        """Give the word of the language that `expression` names, if it does."""
        match expression:
            case ast.Name(id=name):
                return self.names.get(name)
            case ast.Attribute(value=value, attr=attribute) if _dotted(value) in self.modules:
                return attribute
            case _:
                return None


def find_words(tree: ast.Module) -> Words:
    """Give the names that the imports of `tree` bind to words of the language."""
    names: dict[str, str] = {}
    modules: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    if alias.name in _PACKAGES:
                        modules |= {alias.asname} if alias.asname else {alias.name, "modelcheck"}
            case ast.ImportFrom(module=module, names=aliases, level=0) if module in _PACKAGES:
                for alias in aliases:
                    if alias.name == "*":
                        names |= {word: word for word in lang.__all__}
                    elif alias.name == "lang":
                        modules.add(alias.asname or alias.name)
                    else:
                        names[alias.asname or alias.name] = alias.name
            case _:
                pass
    return Words(names, frozenset(modules))


def check_words(tree: ast.Module, source: SourceFile) -> list[Diagnostic]:
    """Find the words in `tree` that the language has not (MC108) or not yet (MC107)."""
    words = find_words(tree)
    findings: list[Diagnostic] = []
    for word, span in _uses(tree, source, words):
        if word in LATER:
            findings.append(LaterWord(word, span=span))
        elif word not in lang.__all__:
            findings.append(UnknownWord(word, _advice(word), span=span))
    return findings


def _uses(tree: ast.Module, source: SourceFile, words: Words) -> Iterator[tuple[str, Span]]:
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=module, names=aliases, level=0) if module in _PACKAGES:
                for alias in aliases:
                    if alias.name not in ("*", "lang"):
                        yield alias.name, source.span(alias)
            case ast.Attribute(value=value, attr=name) if _dotted(value) in words.modules:
                if name != "lang" and not name.startswith("__"):
                    yield name, source.span(node)
            case _:
                pass


def _advice(word: str) -> str:
    return did_you_mean(word, list(lang.__all__)) or f"its words are {', '.join(lang.__all__)}"


def _dotted(expression: ast.expr) -> str | None:
    match expression:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            before = _dotted(value)
            return before and f"{before}.{attribute}"
        case _:
            return None
