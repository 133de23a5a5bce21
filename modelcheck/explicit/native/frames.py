"""What names stand for while a body is compiled: fields, locals, the choices of the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from modelcheck.explicit.native.emitter import Block
from modelcheck.explicit.native.values import Val
from modelcheck.ir.types import Type


@dataclass(frozen=True)
class Frame:
    """The names of a body.

    `fields` and `locals` are variables; `before` are the fields of the state before the step,
    where a claim over steps is compiled; `bound` are the values of comprehensions' variables.
    `returned` is the variable of the result, `leave` where `return` goes to; `loop` is where
    `continue` and `break` go to.
    """

    fields: Mapping[str, Val]
    before: Mapping[str, Val] | None = None
    locals: Mapping[str, Val] = field(default_factory=dict[str, Val])
    bound: Mapping[str, Val] = field(default_factory=dict[str, Val])
    returned: Val | None = None
    leave: Block = None
    loop: tuple[Block, Block] | None = None

    def types(self) -> dict[str, Type]:
        """Give the bounds of all names."""
        return {
            **{name: value.type for name, value in self.locals.items()},
            **{name: value.type for name, value in self.bound.items()},
        }

    def binding(self, names: Mapping[str, Val]) -> Frame:
        """Give the frame with more variables of comprehensions."""
        return replace(self, bound={**self.bound, **names})
