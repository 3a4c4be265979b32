"""Releases as the recipients of mail see them: one programme for all who are shown the same, kept as long as the sender runs."""

from functools import lru_cache
from typing import TYPE_CHECKING

from community_policing.measure.programme import Programme
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import User, access_policy
from community_policing.protect.rounding_secret import rounding_secret

if TYPE_CHECKING:
    from community_policing.briefing.mail.letter import Opened
    from community_policing.dataset.releases import Releases

_WHOLE, _SEEN = 2, 8  # programmes in memory: as recorded, and as somebody sees them


def opener(releases: "Releases") -> "Opened":
    """What opens a release as somebody sees it.  It raises ReleaseError where that cannot be read."""
    seen: dict[tuple[int, str], Programme] = {}

    @lru_cache(maxsize=_WHOLE)
    def recorded(number: int) -> Programme:
        return Programme.of(releases.dataset(releases.release(number)))

    def opened(user: User, number: int) -> Programme:
        held = access_policy().protection(user)
        if held is None:
            return recorded(number)
        key = number, access_policy().audience(user)
        if key not in seen:
            if len(seen) >= _SEEN:
                del seen[next(iter(seen))]
            seen[key] = Programme.of(protect(recorded(number).dataset, held, rounding_secret()))
        return seen[key]

    return opened
