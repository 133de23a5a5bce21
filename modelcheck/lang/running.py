"""What a body may ask of the run it is part of: guards, choices, the state before a step."""

from __future__ import annotations

from contextvars import ContextVar
from itertools import combinations
from typing import TYPE_CHECKING, Literal, NoReturn, Protocol, TypeVar, overload

from modelcheck.lang.order import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_T = TypeVar("_T")


class Disabled(Exception):  # noqa: N818  # a guard that is false is no error
    """A guard is false: the step does not exist."""


class Failure(Exception):  # noqa: N818  # named after the word in the spec
    """`fail` was reached: the spec says that this must not happen."""


class OutsideRunError(RuntimeError):
    """A word that has a meaning only inside a run was used outside of one."""


class Run(Protocol):
    """The run that a body is part of."""

    def choose(self, options: Sequence[object]) -> object:
        """Give the option that this run takes; `options` is not empty."""
        ...

    def before(self, state: object) -> object:
        """Give the spec as it was before the step that `state` is the outcome of."""
        ...


current_run: ContextVar[Run | None] = ContextVar("current_run", default=None)


@overload
def require(condition: Literal[False]) -> NoReturn: ...
@overload
def require(condition: bool) -> None: ...  # noqa: FBT001  # a condition is what it takes
def require(condition: bool) -> None:  # noqa: FBT001
    """State a guard: where `condition` is false, the step does not exist.

    `require(False)` never returns: after `if x is None: require(False)`, `x` is not `None`.
    Raises: `Disabled` when it is false.
    """
    if not condition:
        raise Disabled


def fail(why: str) -> NoReturn:
    """State that this point must not be reached; `why` is shown with the run that reached it.

    Raises: `Failure` always.
    """
    raise Failure(why)


def oneof(options: Iterable[_T]) -> _T:
    """Choose one of `options`; a check follows every choice.

    With no option left the step does not exist.
    Raises: `Disabled` when `options` is empty, `OutsideRunError` outside a run.
    """
    run = current_run.get()
    if run is None:
        message = "oneof(...) chooses on behalf of a run: `mc check` explores every choice"
        raise OutsideRunError(message)
    distinct = list(dict.fromkeys(options))
    if not distinct:
        raise Disabled
    return run.choose(distinct)  # type: ignore[return-value]  # one of the options it was given


def subsets(
    elements: Iterable[_T],
    *,
    size: int | None = None,
    min: int = 0,  # noqa: A002  # the language's word
    max: int | None = None,  # noqa: A002
) -> list[frozenset[_T]]:
    """Give the subsets of `elements` that have `size` members, or from `min` to `max`.

    Smaller ones come first.  Cost: 2 to the number of elements.
    """
    distinct = list(dict.fromkeys(in_order(elements)))
    least = min if size is None else size
    most = size if size is not None else len(distinct) if max is None else max
    return [
        frozenset(chosen)
        for count in range(least if least > 0 else 0, most + 1)  # noqa: FURB136  # `max` is a parameter
        for chosen in combinations(distinct, count)
    ]


def old(state: _T) -> _T:
    """Give the spec before the step: `old(self).view` in a step invariant or a cover.

    Raises: `OutsideRunError` where no step is being looked at.
    """
    run = current_run.get()
    if run is None:
        message = "old(...) speaks of the step that is being checked: there is none"
        raise OutsideRunError(message)
    return run.before(state)  # type: ignore[return-value]  # the same spec, one step earlier
