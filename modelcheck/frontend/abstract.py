"""The file of an abstract spec, as the file of a spec that refines it has executed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import cast

from modelcheck.frontend.errors.refinements import MissingParameter, OtherParameter
from modelcheck.frontend.execution import LocalModule
from modelcheck.frontend.loading import LoadedFile, spec_classes
from modelcheck.frontend.parameters import Declarations, ParameterValue, find_parameters
from modelcheck.lang import Map
from modelcheck.lang.sorts import Sort
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import Span


def abstract_file(loaded: LoadedFile, module: LocalModule) -> LoadedFile:
    """Give the `module` that `loaded` has imported as if it had been opened by itself."""
    if module.name == loaded.name:
        return loaded
    declarations = find_parameters(module.tree, module.source)
    return LoadedFile(
        path=module.source.path,
        source=module.source,
        tree=module.tree,
        name=module.name,
        namespace=module.namespace,
        specs=spec_classes(module.tree, module.source, module.namespace, module.name),
        parameters=_parameters(declarations, module.namespace),
        imported=loaded.imported,
        hash=loaded.hash,
    )


def _parameters(
    declarations: Declarations, namespace: Mapping[str, object]
) -> tuple[ParameterValue, ...]:
    return tuple(
        ParameterValue(name, value, value, declared.of, declared.span)
        for name, declared in declarations.parameters.items()
        if (value := _value(namespace[name])) is not None
    )


def _value(thing: object) -> int | bool | Enum | tuple[int, ...] | None:
    """Give the value of a parameter: of a sort, its size."""
    if isinstance(thing, bool | int | Enum):
        return thing
    if isinstance(thing, type) and issubclass(thing, Sort):
        return len(thing)
    if isinstance(thing, tuple | Map):
        parts = cast("Iterable[object]", thing.values() if isinstance(thing, Map) else thing)
        return tuple(each for each in parts if isinstance(each, int))
    return None


def find_other_parameters(
    loaded: LoadedFile, abstract: LoadedFile, name: str, span: Span
) -> Iterator[Diagnostic]:
    """Find the parameters of the file of the spec `name` that the file `loaded` does not share.

    It has none of that name (MC274), or one with another value (MC275): what is known of that
    spec would be known of another model.
    """
    for each in abstract.parameters:
        here = loaded.namespace.get(each.name)
        if here is abstract.namespace[each.name]:
            continue
        if each.name not in loaded.namespace:
            yield MissingParameter(name, each.name, abstract.name, span=span)
        elif (value := _value(here)) is None or _told(value) != _told(each.value):
            shown = "something else" if value is None else _told(value)
            instead = _advice(loaded, abstract, each.name, name)
            yield OtherParameter(each.name, shown, _told(each.value), name, instead, span=span)


def _advice(loaded: LoadedFile, abstract: LoadedFile, parameter: str, name: str) -> str:
    """Say why the parameter could not be given to the abstract file."""
    own = {each.name: each.value for each in loaded.parameters}
    if parameter not in own:
        literal = f"make it a literal, `{parameter}: Final = ...`"
        return f"{literal}: what is computed here cannot be given to another file"
    theirs = next(each.value for each in abstract.parameters if each.name == parameter)
    if type(own[parameter]) is not type(theirs):
        return f"give both the same kind of value: there it is {_told(theirs)}"
    return f"import `{name}` from where it is defined: `from {abstract.name} import {name}`"


def _told(value: int | bool | Enum | tuple[int, ...]) -> str:  # noqa: FBT001  # a value
    return value.name if isinstance(value, Enum) else str(value)
