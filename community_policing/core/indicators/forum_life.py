"""The life of a forum: whether it meets, who sits at its table, and the concerns it takes up."""

from collections.abc import Callable
from datetime import timedelta
from functools import reduce
from operator import add

import narwhals as nw

from community_policing.core.engine import Tables
from community_policing.core.i18n import N_
from community_policing.core.indicators.indicator import Indicator, Rows, never

REPORTING_PERIOD = timedelta(days=92)  # a quarter: what met within it is active
LONG_OPEN = timedelta(days=90)

STATES_OF_FORA = ("fora_active", "fora_dormant", "fora_never_met")
_AT_THE_TABLE = ("community", "police", "others")
_MEETINGS = ("governorate", "district", "phase", "donor", "established_by")
_CONCERNS = ("governorate", "district", "phase", "donor", "established_by", "topic")
_CONCERNS_ADD_OVER = ("governorate", "district", "phase", "established_by", "topic")
_ON_RECORD = N_(
    "Only meetings on record count: a forum whose meetings nobody records looks like one that does not meet."
)
_NO_DETAILS = N_("Of a concern the forum, month, topic and stage are recorded; never who, where or what happened.")
_WITHDRAWN = N_(
    "In which month a concern was withdrawn is not recorded: one that was withdrawn is never counted as open."
)


def _meetings(tables: Tables) -> Rows:
    """Meetings of fora, each from its day."""
    return tables["meetings"].with_columns(nw.lit(1).alias("value"), nw.col("met_on").alias("on"), never("met_on"))


def _earliest(*columns: str) -> nw.Expr:
    """The earliest of those dates that are known, as `until`."""
    return nw.min_horizontal(*columns).alias("until")


def _active(tables: Tables) -> Rows:
    """A forum counts one from a meeting until the next, until the reporting period is over, or until it closes."""
    met = tables["meetings"].with_columns((nw.col("met_on") + nw.lit(REPORTING_PERIOD)).alias("stale_on"))
    return met.with_columns(
        nw.lit(1).alias("value"), nw.col("met_on").alias("on"), _earliest("stale_on", "next_met_on", "closed_on")
    )


def _dormant(tables: Tables) -> Rows:
    """A forum counts one from the end of the reporting period after a meeting until it meets again or closes."""
    met = tables["meetings"].with_columns((nw.col("met_on") + nw.lit(REPORTING_PERIOD)).alias("on"))
    return _lasting(met.with_columns(nw.lit(1).alias("value"), _earliest("next_met_on", "closed_on")))


def _never_met(tables: Tables) -> Rows:
    """A forum counts one from the day it was set up until it first meets or closes."""
    fora = tables["fora"].filter(~nw.col("established_on").is_null())
    return _lasting(
        fora.with_columns(
            nw.lit(1).alias("value"), nw.col("established_on").alias("on"), _earliest("first_met_on", "closed_on")
        )
    )


def _lasting(rows: Rows) -> Rows:
    """Those that end after they begin, or not at all."""
    return rows.filter(nw.col("until").is_null() | (nw.col("until") > nw.col("on")))


def _at_the_table(tables: Tables) -> Rows:
    """Women and all people at meetings, of the groups whose women and men are both known."""
    women, everybody = [], []
    for group in _AT_THE_TABLE:
        known = ~nw.col(f"{group}_women").is_null() & ~nw.col(f"{group}_men").is_null()
        women.append(nw.when(known).then(nw.col(f"{group}_women")).otherwise(0))
        everybody.append(nw.when(known).then(nw.col(f"{group}_women") + nw.col(f"{group}_men")).otherwise(0))
    counted = _meetings(tables).with_columns(reduce(add, women).alias("value"), reduce(add, everybody).alias("whole"))
    return counted.filter(nw.col("whole") > 0)


def _concerns(tables: Tables) -> Rows:
    """Concerns, each from the end of the month it was raised in."""
    return tables["concerns"].with_columns(
        nw.col("concerns").alias("value"), nw.col("raised_in").alias("on"), never("raised_in")
    )


def _resolved(tables: Tables) -> Rows:
    """Concerns resolved, from the end of the month they were resolved in."""
    return _concerns(tables).filter(~nw.col("resolved_in").is_null()).with_columns(nw.col("resolved_in").alias("on"))


def _open(after: timedelta) -> Callable[[Tables], Rows]:
    """Concerns not resolved or withdrawn, each from so long after it was raised until it is resolved."""

    def events(tables: Tables) -> Rows:
        kept = _concerns(tables).filter(nw.col("status") != "withdrawn")
        return _lasting(
            kept.with_columns((nw.col("raised_in") + nw.lit(after)).alias("on"), nw.col("resolved_in").alias("until"))
        )

    return events


FORUM_LIFE = (
    Indicator(
        "fora_active", N_("Active fora"),
        N_("Fora that met within the last three months."),
        N_("number of fora with a meeting in the 92 days up to the date, and not closed by then"),
        (_ON_RECORD,), "meetings", _active, N_("fora"), _MEETINGS, ("governorate", "district", "phase", "established_by"),
        needs="meetings"),
    Indicator(
        "fora_dormant", N_("Dormant fora"),
        N_("Fora that have met before and not within the last three months."),
        N_("number of fora whose latest meeting is 92 days or more before the date, and not closed by then"),
        (_ON_RECORD,), "meetings", _dormant, N_("fora"), _MEETINGS, ("governorate", "district", "phase", "established_by"),
        needs="meetings"),
    Indicator(
        "fora_never_met", N_("Fora that have not met yet"),
        N_("Fora that were set up and of which no meeting is on record."),
        N_("number of fora set up on or before the date, without a meeting by then, and not closed"),
        (_ON_RECORD,), "fora", _never_met, N_("fora"), _MEETINGS, ("governorate", "district", "phase", "established_by"),
        needs="meetings"),
    Indicator(
        "meetings_held", N_("Meetings held"),
        N_("Meetings of fora on record."),
        N_("number of meetings on or before the date"),
        (_ON_RECORD,), "meetings", _meetings, N_("meetings"), _MEETINGS, ("governorate", "district", "phase", "established_by"),
        needs="meetings"),
    Indicator(
        "women_share_at_meetings", N_("Women's share at the table"),
        N_("Women among the people at meetings, where women and men are on record."),
        N_("women at meetings ÷ (women + men at meetings) × 100, summed before dividing"),
        (N_("A person who comes to two meetings counts twice in both sums."), _ON_RECORD),
        "meetings", _at_the_table, N_("percent"), _MEETINGS, (), share=True, persons=True, needs="meetings"),
    Indicator(
        "concerns_raised", N_("Concerns raised"),
        N_("Concerns of the community that were raised at fora."),
        N_("number of concerns raised by the end of their month on or before the date"),
        (_NO_DETAILS,), "concerns", _concerns, N_("concerns"), _CONCERNS, _CONCERNS_ADD_OVER, persons=True,
        needs="concerns"),
    Indicator(
        "concerns_resolved", N_("Concerns resolved"),
        N_("Concerns raised at fora that were resolved."),
        N_("number of concerns resolved by the end of their month on or before the date"),
        (_NO_DETAILS,), "concerns", _resolved, N_("concerns"), _CONCERNS, _CONCERNS_ADD_OVER, persons=True,
        needs="concerns"),
    Indicator(
        "concerns_open", N_("Concerns open"),
        N_("Concerns raised at fora that are neither resolved nor withdrawn."),
        N_("number of concerns raised on or before the date, without those resolved by then or withdrawn"),
        (_WITHDRAWN, _NO_DETAILS), "concerns", _open(timedelta()), N_("concerns"), _CONCERNS, _CONCERNS_ADD_OVER, persons=True,
        needs="concerns"),
    Indicator(
        "concerns_open_long", N_("Concerns open for over 90 days"),
        N_("Concerns that are open, and were raised more than 90 days ago."),
        N_("number of open concerns whose month ended 90 days or more before the date"),
        (_WITHDRAWN, _NO_DETAILS), "concerns", _open(LONG_OPEN), N_("concerns"), _CONCERNS, _CONCERNS_ADD_OVER, persons=True,
        needs="concerns"),
)  # fmt: skip
