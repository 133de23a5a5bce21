"""The pages of specs, made from the specs themselves."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from modelcheck.frontend.assignments import parameter_text
from modelcheck.frontend.loading import LoadedFile, SpecClass
from modelcheck.frontend.lower import LoadedSpec
from modelcheck.gate.opening import Given, Rejected, Target, fitting, opened, ready, targets, twins
from modelcheck.ir.module import NormalStep
from modelcheck.passes.normalise import normalise
from modelcheck.report.documented import Documented, DocumentedTwin
from modelcheck.report.markdown import spec_page
from modelcheck.source.diagnostic import ConfigError, SpecError


@dataclass(frozen=True)
class SpecPage:
    """The page of a spec's file, which has the `name` of the file."""

    name: str
    text: str


def pages(spec: str, given: Given = ()) -> Iterator[SpecPage | Rejected]:
    """Give the page of a spec, or of each file in a folder; the same spec gives the same page.

    Raises: `ConfigError` when a folder has no spec (MC102).
    """
    for target in targets(spec):
        try:
            yield SpecPage(target.path.stem, spec_page(document(target, given)))
        except (SpecError, ConfigError) as error:
            yield Rejected(str(target.path), error)


def document(target: Target, given: Given) -> Documented:
    """Give what the page of the one spec in a file is made from.

    Raises: `SpecError` and `ConfigError`.
    """
    file, (main, *_) = opened(target, given)
    loaded = ready(target, given, file, main).loaded
    normal = normalise(loaded.module)
    texts = dict([*_texts(file.tree.body), *_texts(main.node.body)])
    texts |= dict(_of_components(loaded, texts))
    found = tuple(_twin(target, given, file, twin, main) for twin in twins(file, main))
    return Documented(str(target.path), ast.get_docstring(file.tree) or "", normal, texts, found)


def _twin(
    target: Target, given: Given, file: LoadedFile, twin: SpecClass, main: SpecClass
) -> DocumentedTwin:
    mark = twin.variant
    own = () if mark is None else mark.parameters
    parameters = tuple((name, parameter_text(value)) for name, value in own)
    steps = _steps(target, fitting(given, twin), file, twin)
    # Under the twin's parameters, so that only what it does otherwise differs.
    merged = tuple({**dict(given), **dict(parameters)}.items())
    known = _steps(target, merged, opened(target, merged)[0] if own else file, main)
    return DocumentedTwin(
        name=twin.name,
        doc=ast.get_docstring(twin.node) or "",
        breaks=() if mark is None else mark.breaks,
        parameters=parameters,
        steps=tuple(step for name, step in steps.items() if known.get(name) != step),
    )


def _steps(
    target: Target, given: Given, file: LoadedFile, spec: SpecClass
) -> dict[str, NormalStep]:
    normal = normalise(ready(target, given, file, spec).loaded.module)
    return {each.name: each for each in (normal.init, *normal.actions)}


def _of_components(loaded: LoadedSpec, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the fields of components, with what the spec or else the component says of it."""
    docs = {each.path: inspect.getdoc(each.cls) or "" for each in loaded.components}
    for field in loaded.module.fields:
        path = field.name.rpartition(".")[0]
        if path:
            yield field.name, own.get(path, docs[path].split("\n\n", maxsplit=1)[0])


def _texts(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Give the names that are annotated, with the text that stands below them."""
    for statement, after in pairwise(body):
        match statement, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str() as text)),
            ):
                yield name, inspect.cleandoc(text)
            case _:
                pass
