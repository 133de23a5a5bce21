"""States as words: copied, compared, hashed.  Short ones without a loop."""

from __future__ import annotations

from typing import Final

from modelcheck.explicit.native.kernel.code import Array, Code, Number

_UNROLLED: Final = 8
_SEED: Final = 0x9E3779B97F4A7C15
_FACTOR: Final = 0xD6E8FEB86659FD93
_LAST: Final = 0xA0761D6478BD642F


def copy(code: Code, words: int, source: Array, target: Array) -> None:
    """Write the words of `source` to `target`."""
    if words <= _UNROLLED:
        for word in range(words):
            target[word] = source[word]
        return
    with code.span(0, words) as at:
        target[at] = source[at]


def differ(code: Code, words: int, one: Array, other: Array) -> Number:
    """Give a number that is 0 exactly if all words are the same."""
    if words <= _UNROLLED:
        difference = one[0] ^ other[0]
        for word in range(1, words):
            difference = difference | (one[word] ^ other[word])
        return difference
    found, at = code.variable(0), code.variable(0)
    with code.loop() as loop:
        found.set(one[at.get()] ^ other[at.get()])
        loop.leave_if(found.get().differs(0))
        at.set(at.get() + 1)
        loop.leave_if(at.get() >= words)
    return found.get()


def mixed(code: Code, words: int, state: Array) -> Number:
    """Give 64 bits that depend on all of the state; different states may have the same.

    Each word is multiplied into what came before, and the product of 128 bits folded, as
    wyhash does (Wang Yi, https://github.com/wangyi-fudan/wyhash).
    """
    total = code.variable(_SEED)
    if words <= _UNROLLED:
        for word in range(words):
            total.set((total.get() ^ state[word]).product_folded(_FACTOR))
    else:
        with code.span(0, words) as at:
            total.set((total.get() ^ state[at]).product_folded(_FACTOR))
    return total.get().product_folded(_LAST)
