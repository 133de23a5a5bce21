"""Bodies as written -> guarded parallel assignments.

action pour(j: Jug)                       action pour(j: Jug)
  require(holds[j] > 0)                     when  holds[j] > 0
  room = SIZE - holds[other]                let   poured = min([holds[j], SIZE - holds[other]])
  poured = min([holds[j], room])            then  holds'[j] = holds[j] - poured
  holds[j] = holds[j] - poured                    holds'[other] = holds[other] + poured
  holds[other] = holds[other] + poured
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelcheck.ir.expr import Expr, Local, Read
from modelcheck.ir.module import Normal, NormalClaim, NormalStep
from modelcheck.ir.types import BOOL
from modelcheck.passes.alternatives import with_alternatives
from modelcheck.passes.names import Names
from modelcheck.passes.renumber import renumbered, renumbered_step
from modelcheck.passes.shape import value_shape
from modelcheck.passes.symbolic import Run
from modelcheck.passes.tidy import tidy
from modelcheck.passes.trail import clauses, conform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from modelcheck.ir.module import Claim, Typed
    from modelcheck.ir.stmt import Function, Parameter


def normalise(module: Typed) -> Normal:
    """Give the normal form of `module`: the same states, steps, errors and claims.

    Cost: linear in the size of the bodies with helpers unfolded.
    """
    fields: dict[str, Expr] = {
        each.name: Read(each.name, old=False, type=each.type, span=each.span)
        for each in module.fields
    }
    return Normal(
        module,
        _step(module, module.init, {}),
        tuple(_step(module, action.function, fields) for action in module.actions),
        tuple(_claim(claim, fields) for claim in module.claims),
    )


def _step(module: Typed, function: Function, fields: Mapping[str, Expr]) -> NormalStep:
    taken = [*(each.name for each in module.fields), *_names(function)]
    names = Names(taken)
    run = Run(names, fields, _locals(function.parameters))
    run.perform(function.body)
    changed = [
        each.name
        for each in module.fields
        if each.name in run.fields and run.fields[each.name] != fields.get(each.name)
    ]
    tidied = tidy(run.trail, [run.fields[name] for name in changed])
    trail, values = with_alternatives(*tidied)
    found, optional = clauses(trail)
    updates = [
        (name, conform(value, optional)) for name, value in zip(changed, values, strict=True)
    ]
    step = NormalStep(
        function.name, function.parameters, tuple(found), tuple(updates), span=function.span
    )
    return renumbered_step(step, taken, names.wish)


def _claim(claim: Claim, fields: Mapping[str, Expr]) -> NormalClaim:
    function = claim.function
    taken = [*fields, *_names(function)]
    names = Names(taken)
    run = Run(names, fields, _locals(function.parameters), shape=value_shape(BOOL))
    run.block(function.body)
    condition = renumbered(run.expression(), taken, names.wish)
    return NormalClaim(
        claim.kind, claim.name, function.parameters, condition, claim.lemma, span=function.span
    )


def _locals(parameters: tuple[Parameter, ...]) -> dict[str, Expr]:
    return {each.name: Local(each.name, each.type, span=each.span) for each in parameters}


def _names(function: Function) -> list[str]:
    return [each.name for each in function.parameters]
