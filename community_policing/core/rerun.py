"""One rerun of a page: what the server's settings and files say is read once for it, however often it is asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")
_read: ContextVar[dict[Callable[[], Any], Any] | None] = ContextVar("read in this rerun", default=None)


@contextmanager
def one_rerun() -> Iterator[None]:
    """Within the block what `once_a_rerun` marks answers as it did at first; outside of any block it reads at each call."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def once_a_rerun(read: Callable[[], T]) -> Callable[[], T]:
    """The same function, which reads once in a rerun; an error is not kept.

    Examples
    --------
    >>> looks = []
    >>> @once_a_rerun
    ... def look() -> int:
    ...     looks.append("once more")
    ...     return len(looks)
    >>> with one_rerun():
    ...     look(), look()
    (1, 1)
    >>> look(), look()
    (2, 3)
    """

    @wraps(read)
    def kept() -> T:
        held = _read.get()
        if held is None:
            return read()
        if read not in held:
            held[read] = read()
        value: T = held[read]
        return value

    return kept
