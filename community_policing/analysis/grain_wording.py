"""Date wording of a protected view: periods that it knows, never a day within one."""

from datetime import date

from community_policing.core import formats
from community_policing.core.i18n import N_, t
from community_policing.core.protection_level import DAY, period_end
from community_policing.measure.programme import Programme

_ENDS = {"quarter": N_("ends of quarters"), "year": N_("ends of years")}
_KNOWN = {"quarter": N_("quarter"), "year": N_("year")}


def end(day: date, programme: Programme) -> str:
    """A date that a protected view can be looked at for: the end of a period, or the dataset's own date."""
    if day == period_end(day, programme.grain) and programme.grain != DAY:
        return t("End of {period}", period=formats.day(day, programme.grain))
    return formats.day(day)


def since(day: date, programme: Programme) -> str:
    """An earlier date as the start of what changed: the end of its period, where the view knows no days."""
    if day == period_end(day, programme.grain) and programme.grain != DAY:
        return t("Since the end of {period}", period=formats.day(day, programme.grain))
    return t("Since {day}", day=formats.day(day))


def snapped(programme: Programme) -> str:
    """That another date is shown than the one asked for, where a protected view does not know that one; else ""."""
    asked, end = programme.asked, programme.as_of
    if asked == end:
        return ""
    words = {"ends": t(_ENDS[programme.grain]), "asked": formats.day(asked), "shown": formats.day(end)}
    return t("This view has figures only for {ends}: instead of {asked} you see {shown}.", **words)


def no_pace(programme: Programme) -> str:
    """Why a protected view shows no pace and no projection; "" where they are shown."""
    if programme.grain == DAY:
        return ""
    return t(
        "Dates are known by {period} only, so a status that depends on the pace is not certain.",
        period=t(_KNOWN[programme.grain]),
    )
