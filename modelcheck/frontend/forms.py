"""Marks and sorts that are written in a form that the language does not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from modelcheck.frontend.errors.loading import MisusedMark, SortWithoutSize
from modelcheck.frontend.words import Words, find_words
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import SourceFile

_SORTS: Final = ("Symmetric", "Ordered")
_BARE: Final = (
    "init",
    "step_invariant",
    "cover",
    "final",
    "assume",
    "constraint",
)
_TAKES: Final[Mapping[str, tuple[str, ...]]] = {
    "action": ("fair", "by"),
    "invariant": ("lemma",),
    "variant": ("breaks", "parameters", "of"),
}
_EXAMPLES: Final[Mapping[str, str]] = {
    "action": 'write `@action`, `@action(fair="weak")` or `@action(by="p")`',
    "invariant": "write `@invariant`, or `@invariant(lemma=True)` for a help of proofs",
    "refines": "write `@refines(Counters)`, with the name of a spec that this one refines",
    "variant": 'write `@variant(breaks="claim")`, with the name of what the twin breaks',
}


def check_forms(tree: ast.Module, source: SourceFile) -> list[Diagnostic]:
    """Find sorts without a size (MC281), and marks with arguments that they do not take (MC282).

    Without these findings the file's execution would raise, or a sort would have no element.
    """
    words = find_words(tree)
    findings: list[Diagnostic] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            findings += _unsized(node, words, source)
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            for decorator in node.decorator_list:
                findings += _misuse(decorator, words, source)
    return findings


def _unsized(node: ast.ClassDef, words: Words, source: SourceFile) -> Iterator[Diagnostic]:
    kinds = [word for base in node.bases if (word := words.word(base)) in _SORTS]
    if kinds and not any(each.arg in {None, "size"} for each in node.keywords):
        yield SortWithoutSize(node.name, str(kinds[0]), span=source.name_span(node))


def _misuse(decorator: ast.expr, words: Words, source: SourceFile) -> Iterator[Diagnostic]:
    span = source.span(decorator)
    match decorator:
        case ast.Call(func=function, args=args, keywords=keywords):
            word = words.word(function)
            if word == "refines":
                if keywords or not (len(args) == 1 and isinstance(args[0], ast.Name)):
                    problem = "`@refines` takes the name of one spec"
                    yield MisusedMark(problem, _EXAMPLES["refines"], span=span)
            elif word in _BARE:
                yield MisusedMark(f"`@{word}` takes no arguments", f"write `@{word}`", span=span)
            elif word is not None and word in _TAKES:
                given = {each.arg for each in keywords}
                strange = [each for each in keywords if not _is_taken(each, word)]
                if args or strange:
                    problem = f"`@{word}` does not take `{ast.unparse((*args, *strange)[0])}`"
                    yield MisusedMark(problem, _EXAMPLES[word], span=span)
                elif word == "variant" and not given & {None, "breaks"}:
                    problem = "`@variant` does not say what the twin breaks"
                    yield MisusedMark(problem, _EXAMPLES[word], span=span)
        case _ if words.word(decorator) == "refines":
            problem = "`@refines` does not say which spec is refined"
            yield MisusedMark(problem, _EXAMPLES["refines"], span=span)
        case _ if words.word(decorator) == "variant":
            problem = "`@variant` does not say what the twin breaks"
            yield MisusedMark(problem, _EXAMPLES["variant"], span=span)
        case _:
            pass


def _is_taken(keyword: ast.keyword, word: str) -> bool:
    """Tell whether `word` takes the keyword; `lemma` is said by a literal, for all to see."""
    if keyword.arg == "lemma" and word == "invariant":
        value = keyword.value
        return isinstance(value, ast.Constant) and isinstance(value.value, bool)
    return keyword.arg in {None, *_TAKES[word]}
