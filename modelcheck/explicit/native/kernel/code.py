"""Writing machine code as if it were Python: numbers with operators, arrays, blocks.

    with code.span(0, count) as at:
        with code.when(ages[at] < limit):
            total.set(total.get() + ages[at])

writes a loop.  Numbers are of 64 bits and without a sign.  This is the one file of the kernel
that touches llvmlite, which has no types.
"""

# ruff: noqa: D105  # operators mean what they say

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from modelcheck.explicit.native.emitter import Native
from modelcheck.explicit.native.llvm import ir

_BIT: Final = ir.IntType(1)
_INT: Final = ir.IntType(64)
_VOID: Final = ir.VoidType()


@dataclass(frozen=True, eq=False)
class Truth:
    """A condition."""

    code: Code
    value: Native

    def __and__(self, other: Truth) -> Truth:
        return Truth(self.code, self.code.builder.and_(self.value, other.value))

    def __or__(self, other: Truth) -> Truth:
        return Truth(self.code, self.code.builder.or_(self.value, other.value))

    def number(self) -> Number:
        """Give 1 where it is true, 0 where it is not."""
        return Number(self.code, self.code.builder.zext(self.value, _INT))


@dataclass(frozen=True, eq=False)
class Number:
    """A number of 64 bits; arithmetic wraps around, comparison takes no notice of a sign."""

    code: Code
    value: Native

    def _with(self, operation: str, other: int | Number) -> Number:
        right = self.code.number(other)
        return Number(self.code, getattr(self.code.builder, operation)(self.value, right.value))

    def __add__(self, other: int | Number) -> Number:
        return self._with("add", other)

    def __sub__(self, other: int | Number) -> Number:
        return self._with("sub", other)

    def __mul__(self, other: int | Number) -> Number:
        return self._with("mul", other)

    def __and__(self, other: int | Number) -> Number:
        return self._with("and_", other)

    def __or__(self, other: int | Number) -> Number:
        return self._with("or_", other)

    def __xor__(self, other: int | Number) -> Number:
        return self._with("xor", other)

    def __lshift__(self, other: int | Number) -> Number:
        return self._with("shl", other)

    def __rshift__(self, other: int | Number) -> Number:
        return self._with("lshr", other)

    def inverted(self) -> Number:
        """Give the number with every bit turned over."""
        return self ^ -1

    def _product(self, factor: int | Number) -> Native:
        builder, wide = self.code.builder, ir.IntType(128)
        right = self.code.number(factor)
        return builder.mul(builder.zext(self.value, wide), builder.zext(right.value, wide))

    def _higher(self, product: Native) -> Native:
        half = self.code.builder.lshr(product, ir.Constant(product.type, 64))
        return self.code.builder.trunc(half, _INT)

    def high_product(self, factor: int | Number) -> Number:
        """Give the higher half of the product of 128 bits."""
        return Number(self.code, self._higher(self._product(factor)))

    def product_folded(self, factor: int) -> Number:
        """Give both halves of the product of 128 bits, one over the other by exclusive or."""
        product = self._product(factor)
        lower = self.code.builder.trunc(product, _INT)
        return Number(self.code, self.code.builder.xor(lower, self._higher(product)))

    def lowest(self) -> Number:
        """Give the position of the lowest bit that is set; some bit must be."""
        is_never_zero = ir.Constant(_BIT, 1)
        return Number(self.code, self.code.builder.cttz(self.value, is_never_zero))

    def _compared(self, relation: str, other: int | Number) -> Truth:
        right = self.code.number(other)
        return Truth(self.code, self.code.builder.icmp_unsigned(relation, self.value, right.value))

    def __lt__(self, other: int | Number) -> Truth:
        return self._compared("<", other)

    def __le__(self, other: int | Number) -> Truth:
        return self._compared("<=", other)

    def __gt__(self, other: int | Number) -> Truth:
        return self._compared(">", other)

    def __ge__(self, other: int | Number) -> Truth:
        return self._compared(">=", other)

    def equals(self, other: int | Number) -> Truth:
        """Tell whether they are the same number."""
        return self._compared("==", other)

    def differs(self, other: int | Number) -> Truth:
        """Tell whether they are different numbers."""
        return self._compared("!=", other)


@dataclass(frozen=True, eq=False)
class Variable:
    """A number that changes, and lives as long as the call does."""

    code: Code
    address: Native

    def get(self) -> Number:
        """Read it."""
        return Number(self.code, self.code.builder.load(self.address))

    def set(self, value: int | Number) -> None:
        """Write it."""
        self.code.builder.store(self.code.number(value).value, self.address)


@dataclass(frozen=True, eq=False)
class Array:
    """Numbers of `width` bits in memory, one after another; read ones are widened to 64."""

    code: Code
    address: Native
    width: int = 64

    def _at(self, index: int | Number) -> Native:
        return self.code.builder.gep(self.address, [self.code.number(index).value])

    def from_(self, index: int | Number) -> Array:
        """Give the part that begins at `index`."""
        return Array(self.code, self._at(index), self.width)

    def as_(self, width: int) -> Array:
        """Give the same memory as numbers of another width."""
        kind = ir.IntType(width).as_pointer()
        return Array(self.code, self.code.builder.bitcast(self.address, kind), width)

    def __getitem__(self, index: int | Number) -> Number:
        loaded = self.code.builder.load(self._at(index))
        return self._widened(loaded)

    def __setitem__(self, index: int | Number, value: int | Number) -> None:
        self.code.builder.store(self._narrowed(value), self._at(index))

    def _widened(self, loaded: Native) -> Number:
        wide = loaded if self.width == _INT.width else self.code.builder.zext(loaded, _INT)
        return Number(self.code, wide)

    def _narrowed(self, value: int | Number) -> Native:
        number = self.code.number(value).value
        if self.width == _INT.width:
            return number
        return self.code.builder.trunc(number, ir.IntType(self.width))

    def array(self, index: int | Number, width: int = 64) -> Array:
        """Give the array whose address stands at `index`."""
        kind = ir.IntType(width).as_pointer()
        return Array(self.code, self.code.builder.inttoptr(self[index].value, kind), width)

    def acquire(self, index: int | Number) -> Number:
        """Read what another thread released, and with it all that it wrote before."""
        loaded = self.code.builder.load_atomic(self._at(index), "acquire", self.width // 8)
        return self._widened(loaded)

    def release(self, index: int | Number, value: int | Number) -> None:
        """Write so that who reads it by `acquire` sees all that was written before."""
        self.code.builder.store_atomic(
            self._narrowed(value), self._at(index), "release", self.width // 8
        )

    def draw(self, index: int | Number) -> Number:
        """Add one, in one go with reading it; give what it was."""
        one = ir.Constant(ir.IntType(self.width), 1)
        return self._widened(self.code.builder.atomic_rmw("add", self._at(index), one, "acq_rel"))

    def fetch(self) -> None:
        """Have the line of memory in which it begins brought near; nothing waits for it."""
        self.code.fetch(self)

    def which_equal(self, value: Number) -> Number:
        """Give a bit for each of the first 16 numbers, of 8 bits, that equals `value`.

        Requires: the address is a multiple of 16.
        """
        builder, byte = self.code.builder, ir.IntType(8)
        lanes = ir.VectorType(byte, 16)
        loaded = builder.load(builder.bitcast(self.address, lanes.as_pointer()), align=16)
        one = builder.insert_element(
            ir.Constant(lanes, ir.Undefined),
            builder.trunc(value.value, byte),
            ir.Constant(ir.IntType(32), 0),
        )
        nowhere = ir.Constant(ir.VectorType(ir.IntType(32), 16), [0] * 16)
        splat = builder.shuffle_vector(one, ir.Constant(lanes, ir.Undefined), nowhere)
        equal = builder.icmp_unsigned("==", loaded, splat)
        return Number(self.code, builder.zext(builder.bitcast(equal, ir.IntType(16)), _INT))


@dataclass(frozen=True, eq=False)
class Loop:
    """A loop that is being written."""

    code: Code
    after: Native

    def leave_if(self, condition: Truth) -> None:
        """End the loop where the condition is true."""
        go_on = self.code.builder.append_basic_block("go_on")
        self.code.builder.cbranch(condition.value, self.after, go_on)
        self.code.builder.position_at_end(go_on)


class Code:
    """A function in the making."""

    def __init__(self, module: Native, function: Native) -> None:
        """Begin to write `function` of `module`."""
        self.module = module
        self._entry = function.append_basic_block("entry")
        self.builder: Native = ir.IRBuilder(self._entry)
        body = function.append_basic_block("body")
        self._into_body = self.builder.branch(body)
        self.builder.position_at_end(body)

    def number(self, value: int | Number) -> Number:
        """Give a constant as a number."""
        if isinstance(value, Number):
            return value
        return Number(self, ir.Constant(_INT, value))

    def variable(self, value: int | Number) -> Variable:
        """Give a new variable that holds `value`."""
        with self.builder.goto_block(self._entry):
            variable = Variable(self, self.builder.alloca(_INT))
        variable.set(value)
        return variable

    def scratch(self, count: int) -> Array:
        """Give an array that lives as long as the call does."""
        with self.builder.goto_block(self._entry):
            return Array(self, self.builder.alloca(_INT, count))

    def either(self, condition: Truth, then: int | Number, otherwise: int | Number) -> Number:
        """Give one of two numbers."""
        a, b = self.number(then).value, self.number(otherwise).value
        return Number(self, self.builder.select(condition.value, a, b))

    # Blocks

    @contextmanager
    def when(self, condition: Truth) -> Generator[None]:
        """Write what runs only where the condition is true."""
        then = self.builder.append_basic_block("then")
        after = self.builder.append_basic_block("after")
        self.builder.cbranch(condition.value, then, after)
        self.builder.position_at_end(then)
        yield
        self._go_to(after)
        self.builder.position_at_end(after)

    @contextmanager
    def loop(self) -> Generator[Loop]:
        """Write a loop, which goes on until it is left."""
        inside = self.builder.append_basic_block("loop")
        after = self.builder.append_basic_block("after")
        self.builder.branch(inside)
        self.builder.position_at_end(inside)
        yield Loop(self, after)
        self._go_to(inside)
        self.builder.position_at_end(after)

    @contextmanager
    def span(self, start: int | Number, stop: int | Number) -> Generator[Number]:
        """Write a loop for the numbers from `start` up to `stop`, without it."""
        at, end = self.variable(start), self.number(stop)
        with self.loop() as loop:
            now = at.get()
            loop.leave_if(now >= end)
            yield now
            at.set(now + 1)

    def _go_to(self, block: Native) -> None:
        if not self.builder.block.is_terminated:
            self.builder.branch(block)

    def give(self, value: int | Number) -> None:
        """End the function with this number."""
        self.builder.ret(self.number(value).value)

    # Calls

    def call(self, name: str, *arguments: Array | Number) -> Number:
        """Call a function of the module that gives a number."""
        function = self.module.get_global(name)
        values = [each.address if isinstance(each, Array) else each.value for each in arguments]
        return Number(self, self.builder.call(function, values))

    def fetch(self, array: Array) -> None:
        """Have the line of memory in which `array` begins brought near."""
        byte, int32 = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(_VOID, [byte, int32, int32, int32])
        prefetch = _declared(self.module, "llvm.prefetch.p0", kind)
        reading, near, data = (ir.Constant(int32, each) for each in (0, 3, 1))
        address = self.builder.bitcast(array.address, byte)
        self.builder.call(prefetch, [address, reading, near, data])

    def let_others_run(self) -> None:
        """Offer the processor to other threads."""
        kind = ir.FunctionType(ir.IntType(32), [])
        self.builder.call(_declared(self.module, "sched_yield", kind), [])


def _declared(module: Native, name: str, kind: Native) -> Native:
    return module.globals.get(name) or ir.Function(module, kind, name=name)


def define(
    module: Native,
    name: str,
    arguments: tuple[int, ...],
    write: Callable[..., None],
    *,
    is_public: bool = False,
    is_inlined: bool = False,
) -> None:
    """Add a function to the module that gives a number.

    `arguments` has the width of the numbers of each array that is passed, 0 for a number;
    `write` is given the code and the arguments, and must end every way with `give`.
    """
    kinds = [ir.IntType(width).as_pointer() if width else _INT for width in arguments]
    function = ir.Function(module, ir.FunctionType(_INT, kinds), name=name)
    if not is_public:
        function.linkage = "internal"
        function.attributes.add("alwaysinline" if is_inlined else "noinline")
    code = Code(module, function)
    given = [
        Array(code, each, width) if width else Number(code, each)
        for each, width in zip(function.args, arguments, strict=True)
    ]
    write(code, *given)
    if not code.builder.block.is_terminated:
        code.builder.unreachable()


def declare(module: Native, name: str, arguments: tuple[int, ...]) -> None:
    """Tell a module of a function that gives a number and is defined in another one.

    `arguments` are those of `define`.
    """
    kinds = [ir.IntType(width).as_pointer() if width else _INT for width in arguments]
    ir.Function(module, ir.FunctionType(_INT, kinds), name=name)


def has_function(module: Native, name: str) -> bool:
    """Tell whether the module has a function of this name."""
    return name in module.globals
