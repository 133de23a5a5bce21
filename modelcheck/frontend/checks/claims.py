"""Who may change what: claims change nothing and choose nothing, actions change something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from modelcheck.frontend.checks.bodies import nodes, reached
from modelcheck.frontend.errors.checks import (
    ActionChangesNothing,
    AssumptionReadsState,
    ClaimChangesState,
    StepWordInClaim,
)
from modelcheck.frontend.lowering.choices import root_of
from modelcheck.ir.expr import Call, Literal, OneOf, Read
from modelcheck.ir.module import Claim, ClaimKind, Module
from modelcheck.ir.stmt import Assign, Fail, FieldPlace, Function, Perform, Require
from modelcheck.ir.walk import Node
from modelcheck.source.diagnostic import Diagnostic

_INSTEAD: Final = {
    "require": "return the condition, as `return not (...) or ...`",
    "oneof": "write `any(... for x in ...)`, or `all`",
    "fail": "return `False`",
}


def find_misplaced_effects(module: Module) -> tuple[Diagnostic, ...]:
    """Find claims that act as steps (MC196, MC198, MC199) and actions that do nothing (MC197)."""
    findings: list[Diagnostic] = []
    for action in module.actions:
        function = action.function
        if not any(_matters(node) for each in reached(function) for node in nodes(each)):
            findings.append(ActionChangesNothing(function.name, span=function.span))
    for claim in module.claims:
        findings.extend(_in_claim(claim))
    return tuple(dict.fromkeys(findings))


def _matters(node: Node) -> bool:
    """Tell whether a node gives its action a point: a change, a failure, or `require(False)`."""
    match node:
        case Assign(place) | Perform(_, place) if place is not None:
            return isinstance(root_of(place), FieldPlace)
        case Fail() | Require(Literal(False)):
            return True
        case _:
            return False


def _in_claim(claim: Claim) -> Iterator[Diagnostic]:
    """Find what a claim must not have; what a helper does is found where the claim calls it."""
    for node in nodes(claim.function):
        if isinstance(node, Call):
            for function in reached(node.function):
                yield from _found(claim, function, node)
        else:
            yield from _at(claim, node, node)


def _found(claim: Claim, function: Function, call: Call) -> Iterator[Diagnostic]:
    for node in nodes(function):
        yield from _at(claim, node, call)


def _at(claim: Claim, node: Node, where: Node) -> Iterator[Diagnostic]:
    span = where.span
    match node:
        case Assign(place) | Perform(_, place) if place is not None:
            root = root_of(place)
            if isinstance(root, FieldPlace):
                yield ClaimChangesState(claim.name, root.name, span=span)
        case Require():
            yield StepWordInClaim("require", claim.name, _INSTEAD["require"], span=span)
        case Fail():
            yield StepWordInClaim("fail", claim.name, _INSTEAD["fail"], span=span)
        case OneOf():
            yield StepWordInClaim("oneof", claim.name, _INSTEAD["oneof"], span=span)
        case Read(name) if claim.kind is ClaimKind.ASSUME:
            yield AssumptionReadsState(claim.name, name, span=span)
        case _:
            pass
