"""Lease of the one sender: the holder counts on in the registry, and is followed once it has stood still for long enough.

How long is measured by the follower's own monotonic clock, so that no clock that is set, and no two that differ, matter.
"""

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

from community_policing.dataset.releases import ReleaseError

if TYPE_CHECKING:
    from community_policing.dataset.releases.rows.mail_rows import MailRows

PATIENCE_S = 20.0  # seconds that a holder may stand still
_BEATS = 6  # in that time


class Lease:
    """The right to send, as long as the block runs; `holder` names who has it."""

    def __init__(
        self, rows: "MailRows", holder: str, patience: float = PATIENCE_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.holder, self._rows, self._patience, self._clock = holder, rows, patience, clock
        self._done = Event()
        self._thread = Thread(target=self._beat, name="mail lease", daemon=True)

    def taken(self) -> bool:
        """Whether it is ours from now on; False where another sender lives, which is watched for as long as it may stand still."""
        seen = self._rows.lease()
        until = self._clock() + self._patience
        while seen[0] and self._clock() < until:
            if self._done.wait(self._patience / _BEATS):
                return False
            if (now := self._rows.lease()) != seen:
                if now[0]:
                    return False
                seen = now
        return self._rows.take(self.holder, seen)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        try:
            self._rows.give_back(self.holder)
        except ReleaseError:
            return  # the next sender waits until it has stood still

    def _beat(self) -> None:
        while not self._done.wait(self._patience / _BEATS):
            try:
                if not self._rows.beat(self.holder):
                    return  # somebody else has it: `begin` refuses the next mail
            except ReleaseError:
                continue  # while the registry is away nobody takes it either
