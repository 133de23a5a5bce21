"""A function of machine code in the making: blocks, loops, variables, and its early exits."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from modelcheck.explicit.native.llvm import ir

Value: TypeAlias = Any
"""A value of LLVM: llvmlite has no types to say more; so are the next ones."""

Kind: TypeAlias = Any
"""A type of LLVM."""

Block: TypeAlias = Any
"""A basic block of LLVM."""

Native: TypeAlias = Any
"""A function, module or builder of LLVM."""

I1: Final = ir.IntType(1)
I64: Final = ir.IntType(64)


# NOTE(widths): LLVM 22 compiles `x >> c == x & mask` on integers of n bits, where the mask has
# the lowest n - c, to a comparison of x with itself rotated by c; that is wrong unless c divides
# n, and so on integers of 3 bits, say.  Every width that it gets to see is a power of two; the
# bits of a value that its type has no use for are 0.
def wide(bits: int) -> Kind:
    """Give the integer type for `bits` bits: of one bit, or of as many bytes as a power of two."""
    return ir.IntType(1 if bits <= 1 else max(8, 1 << (bits - 1).bit_length()))


class Unsupported(Exception):  # noqa: N818  # a fact about the spec, no error of it
    """The compiler cannot represent something of the spec: the reference engine runs it."""

    def __init__(self, what: object) -> None:
        """Say what it is: a sentence, or what stands in the IR."""
        super().__init__(what)
        self.why = what if isinstance(what, str) else f"{type(what).__name__} has no bits here"


@dataclass
class Emitter:
    """Writes one function.

    `slow` is where control goes when the step, or claim, must be left to the reference
    engine: an evaluation error, or a value that no bits stand for.  `disabled` is where it
    goes when a guard is false.
    """

    builder: Native
    entry: Block
    slow: Block
    disabled: Block

    def number(self, value: int, bits: int = 64) -> Value:
        """Give a constant."""
        return ir.Constant(wide(bits), value)

    def true(self) -> Value:
        """Give the constant true."""
        return ir.Constant(I1, 1)

    def false(self) -> Value:
        """Give the constant false."""
        return ir.Constant(I1, 0)

    def resized(self, value: Value, bits: int) -> Value:
        """Give the value with another number of bits: cut off, or filled up with zeros."""
        target = wide(bits)
        if value.type.width > target.width:
            value = self.builder.trunc(value, target)
        elif value.type.width < target.width:
            value = self.builder.zext(value, target)
        if bits in {0, target.width}:
            return value
        return self.builder.and_(value, ir.Constant(target, (1 << bits) - 1))

    def variable(self, kind: Kind, name: str = "") -> Value:
        """Give the address of a new variable, which lives as long as the call does."""
        with self.builder.goto_block(self.entry):
            return self.builder.alloca(kind, name=name)

    def slow_unless(self, condition: Value) -> None:
        """Leave the step to the reference engine where the condition is false."""
        self._exit_unless(condition, self.slow)

    def disable_unless(self, condition: Value) -> None:
        """End the step, which does not exist, where the condition is false."""
        self._exit_unless(condition, self.disabled)

    def _exit_unless(self, condition: Value, target: Block) -> None:
        go_on = self.builder.append_basic_block("go_on")
        self.builder.cbranch(condition, go_on, target)
        self.builder.position_at_end(go_on)

    def leave(self, block: Block) -> None:
        """Jump to `block`; what is written next is never reached."""
        self.builder.branch(block)
        self.builder.position_at_end(self.builder.append_basic_block("unreached"))

    @contextmanager
    def where(self, condition: Value) -> Generator[None]:
        """Write what runs only where the condition is true."""
        then = self.builder.append_basic_block("then")
        after = self.builder.append_basic_block("after")
        self.builder.cbranch(condition, then, after)
        self.builder.position_at_end(then)
        yield
        self.builder.branch(after)
        self.builder.position_at_end(after)

    def branches(
        self, condition: Value, then: Callable[[], None], otherwise: Callable[[], None]
    ) -> None:
        """Write both branches of a condition."""
        yes = self.builder.append_basic_block("yes")
        no = self.builder.append_basic_block("no")
        after = self.builder.append_basic_block("after")
        self.builder.cbranch(condition, yes, no)
        self.builder.position_at_end(yes)
        then()
        self.builder.branch(after)
        self.builder.position_at_end(no)
        otherwise()
        self.builder.branch(after)
        self.builder.position_at_end(after)

    def block(self, name: str) -> Block:
        """Give a new block."""
        return self.builder.append_basic_block(name)

    def go_on_in(self, block: Block) -> None:
        """Jump to `block`, and write what follows there."""
        self.builder.branch(block)
        self.builder.position_at_end(block)

    def count_up(self, stop: Value, body: Callable[[Value], None]) -> None:
        """Write a loop for 0 up to `stop`; the body is given the number."""
        at = self.variable(I64)
        self.builder.store(self.number(0), at)
        head = self.builder.append_basic_block("head")
        inside = self.builder.append_basic_block("inside")
        step = self.builder.append_basic_block("step")
        after = self.builder.append_basic_block("after")
        self.builder.branch(head)
        self.builder.position_at_end(head)
        now = self.builder.load(at)
        self.builder.cbranch(self.builder.icmp_signed("<", now, stop), inside, after)
        self.builder.position_at_end(inside)
        body(now)
        self.builder.branch(step)
        self.builder.position_at_end(step)
        self.builder.store(self.builder.add(now, self.number(1)), at)
        self.builder.branch(head)
        self.builder.position_at_end(after)
