"""What the readers of a briefing may see: donors get the protected Programme that they see on the screen, nothing finer."""

from community_policing.access import Reader, Role, access
from community_policing.briefing.presets import Asked
from community_policing.disclosure import protect
from community_policing.guard import Guard
from community_policing.programme import Programme, remembered
from community_policing.rounding_secret import rounding_secret


def seen(programme: Programme, asked: Asked) -> Programme:
    """The scoped programme as those may see it who the briefing is for: for a donor protected, the grants of the donors that
    were chosen in detail.  ProgrammeError where the secret of the rounding cannot be had."""
    if not asked.donor or programme.dataset.guard:
        return programme
    guard = access().guard(Reader("", Role.DONOR, grants=programme.scope.donors))
    assert guard is not None, "a donor sees no rows"
    return _protected(programme.whole, guard).within(programme.scope)


@remembered
def _protected(whole: Programme, guard: Guard) -> Programme:
    return Programme.of(protect(whole.dataset, guard, rounding_secret()))
