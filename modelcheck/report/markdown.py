"""The page of a spec, in Markdown: what it is for, its state, steps and claims, its twins.

All of it is taken from the spec: its docstrings, and its normal form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tabulate import tabulate

from modelcheck.ir.module import ClaimKind
from modelcheck.ir.stmt import Perform
from modelcheck.ir.text_module import show_condition, show_head, show_mapping, show_step
from modelcheck.ir.types import EnumType, RecordType, SortType, show_type
from modelcheck.ir.values import show
from modelcheck.ir.walk import walk

if TYPE_CHECKING:
    from modelcheck.ir.module import NormalClaim, NormalStep
    from modelcheck.ir.stmt import Function
    from modelcheck.ir.types import Named
    from modelcheck.report.documented import Documented, DocumentedTwin

_HEADINGS = {
    ClaimKind.ASSUME: "Assumptions on the parameters",
    ClaimKind.INVARIANT: "Claims on every state",
    ClaimKind.STEP_INVARIANT: "Claims on every step",
    ClaimKind.FINAL: "Where it may end",
    ClaimKind.CONSTRAINT: "Where it is explored",
    ClaimKind.COVER: "What must be reached",
}

_LABEL = re.compile(r"(Source|Sources|Assumption|Assumptions): ")


def spec_page(spec: Documented) -> str:
    """Give the page of a spec; the same spec gives the same text."""
    module = spec.normal.module
    title, *paragraphs = spec.doc.split("\n\n") if spec.doc else [module.name]
    blocks = [f"# {title.strip().removesuffix('.')}"]
    blocks += [_LABEL.sub(r"**\1**: ", paragraph, count=1) for paragraph in paragraphs]
    blocks.append(f"The spec is `{spec.spec}`, from which this page is made by `mc doc`.")
    blocks += _section("Parameters", _table(("name", "value", "what it is"), _parameters(spec)))
    blocks += _section("Types", _table(("name", "values", "what it is"), _types(spec)))
    blocks += _section("State", _table(("field", "type", "what it is"), _fields(spec)))
    blocks += _section("Steps", [*_step(spec, spec.normal.init, is_init=True)])
    for step in spec.normal.actions:
        blocks += _step(spec, step)
    for kind, heading in _HEADINGS.items():
        claims = [each for each in spec.normal.claims if each.kind is kind and not each.lemma]
        blocks += _section(heading, [line for each in claims for line in _claim(spec, each)])
    lemmas = [each for each in spec.normal.claims if each.lemma]
    blocks += _section("Lemmas for proofs", [x for each in lemmas for x in _claim(spec, each)])
    blocks += _section("What it refines", [*_mapping(spec)])
    blocks += _section("Broken twins", [line for twin in spec.twins for line in _twin(twin)])
    return "\n\n".join(blocks) + "\n"


def _section(title: str, blocks: list[str]) -> list[str]:
    return [f"## {title}", *blocks] if blocks else []


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Give a table without the columns in which nothing stands."""
    found = list(rows)
    used = [number for number, _ in enumerate(head) if any(row[number] for row in found)]
    if not found:
        return []
    cells = [[row[number].replace("|", "\\|") for number in used] for row in found]
    columns = [head[number] for number in used]
    return [tabulate(cells, columns, tablefmt="github", disable_numparse=True)]


def _parameters(spec: Documented) -> Iterator[tuple[str, str, str]]:
    module = spec.normal.module
    docs = {each.type.name: each.doc for each in module.named}
    for name, value in module.parameters:
        yield f"`{name}`", f"`{show(value)}`", _line(spec.texts.get(name) or docs.get(name, ""))


def _types(spec: Documented) -> Iterator[tuple[str, str, str]]:
    for named in spec.normal.module.named:
        yield f"`{named.type.name}`", _values(named), _line(named.doc)


def _values(named: Named) -> str:
    match named.type:
        case SortType(_, size, symmetric):
            kind = "interchangeable" if symmetric else "ordered"
            return f"{size} {kind} element{'' if size == 1 else 's'}"
        case EnumType(_, members):
            return ", ".join(f"`{member}`" for member in members)
        case RecordType(_, fields):
            return ", ".join(f"`{name}: {show_type(type_)}`" for name, type_ in fields)


def _fields(spec: Documented) -> Iterator[tuple[str, str, str]]:
    for each in spec.normal.module.fields:
        ghost = "only claims read it" if each.ghost else ""
        text = "; ".join(filter(None, (_line(spec.texts.get(each.name, "")), ghost)))
        yield f"`{each.name}`", f"`{show_type(each.type)}`", text


def _step(spec: Documented, step: NormalStep, *, is_init: bool = False) -> Iterator[str]:
    module = spec.normal.module
    function = module.init if is_init else module.action(step.name).function
    yield f"### `{show_head(step.name, step.parameters)}`"
    if function.doc:
        yield function.doc.strip()
    if "." in step.name:  # of a component: what it does to the spec, its indications tell
        yield from (f"`{each.name}`: {each.doc.strip()}" for each in _performed(function))
    yield _code(show_step(step))


def _performed(function: Function) -> Iterator[Function]:
    """Give the helpers with a text that a body runs for what they do, not for a value."""
    for statement in function.body:
        for node in walk(statement):
            if isinstance(node, Perform) and node.call.function.doc:
                yield node.call.function


def _claim(spec: Documented, claim: NormalClaim) -> Iterator[str]:
    functions = {each.name: each.function for each in spec.normal.module.claims}
    yield f"### `{show_head(claim.name, claim.parameters)}`"
    if functions[claim.name].doc:
        yield functions[claim.name].doc.strip()
    yield _code(show_condition(claim))


def _mapping(spec: Documented) -> Iterator[str]:
    refinement = spec.normal.module.refinement
    if refinement is None:
        return
    yield f"### `{refinement.name}()`"
    if refinement.function.doc:
        yield refinement.function.doc.strip()
    abstract = f"`{refinement.abstract.name}` in `{refinement.abstract.path}`"
    yield f"So seen, every step is a step of {abstract}, or changes nothing there."
    yield _code(show_mapping(refinement))


def _twin(twin: DocumentedTwin) -> Iterator[str]:
    yield f"### `{twin.name}`"
    if twin.doc:
        yield twin.doc.strip()
    broken = ", ".join(f"`{name}`" for name in twin.breaks)
    own = ", ".join(f"{name}={text}" for name, text in twin.parameters)
    yield f"It breaks {broken}{f', under {own}' if own else ''}."
    for step in twin.steps:
        yield _code(f"{show_head(step.name, step.parameters)}\n{show_step(step)}")


def _code(text: str) -> str:
    return f"```text\n{text}\n```"


def _line(text: str) -> str:
    """Give a text on one line, as a table needs it."""
    return " ".join(text.split())
