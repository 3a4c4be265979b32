"""Reach indicators: seats filled, different people as bounds, and events that report neither."""

import narwhals as nw

from community_policing.core.engine import Tables
from community_policing.core.i18n import N_
from community_policing.core.indicators.indicator import Indicator, Rows, never

_SEATS = ("governorate", "district", "phase", "donor", "kind", "participant_group", "sex", "displacement")
_SEATS_NOT_PEOPLE = N_(
    "Attendances are seats filled. A person who came to two events counts twice, so this is not a number of people."
)
_BOUNDS = N_(
    "Between the largest single event or cohort, if everybody else came to it too, and the sum of all events and cohorts, "
    "if nobody came to two. Events of one cohort are attended by the same people and count once, with the largest of them."
)
_ONE_EVENT = N_("Within one event, one seat is one person. Events without recorded attendance are not included.")
_PEOPLE = N_("The published figure is of people reached; whether it counts seats or different people is not stated.")


def _attendances(tables: Tables) -> Rows:
    """Seats filled at events completed by IOM, from the event's last day."""
    events_held = tables["trainings"].filter(nw.col("status") == "completed", nw.col("scope") == "iom")
    about = events_held.select(
        "training_id", "governorate", "district", "phase_id", "kind", "ends_on", nw.col("position").alias("parent")
    )
    seats = tables["attendance"].join(about, on="training_id", how="inner")
    return seats.with_columns(nw.col("attendances").alias("value"), nw.col("ends_on").alias("on"), never("ends_on"))


def _community(tables: Tables) -> Rows:
    return _attendances(tables).filter(nw.col("participant_group") == "community")


def _silent(tables: Tables) -> Rows:
    """Completed events of which nobody recorded who came: each counts one from its last day."""
    held = tables["trainings"].filter(nw.col("status") == "completed", nw.col("scope") == "iom")
    reported = tables["attendance"].select("training_id").unique()
    silent = held.join(reported, on="training_id", how="anti").sort("position")
    return silent.with_columns(nw.lit(1).alias("value"), nw.col("ends_on").alias("on"), never("ends_on"))


REACH = (
    Indicator(
        "attendances", N_("Attendances"),
        N_("Seats filled at completed trainings, awareness campaigns and workshops, all participant groups."),
        N_("sum of attendances at completed events that ended on or before the date"),
        (_SEATS_NOT_PEOPLE,), "attendance", _attendances, N_("attendances"), _SEATS,
        ("governorate", "district", "phase", "kind", "participant_group", "sex", "displacement"),
        persons=True, published="people_reached_cumulative", as_published=_PEOPLE,
        published_label=N_("People reached")),
    Indicator(
        "community_attendances", N_("Community members' attendances"),
        N_("Seats filled by community members: displaced people, returnees and host communities."),
        N_("sum of attendances of the group “community” at completed events that ended on or before the date"),
        (_SEATS_NOT_PEOPLE, N_("They are part of all attendances: never add the two.")),
        "attendance", _community, N_("attendances"), _SEATS, ("governorate", "district", "phase", "kind", "sex", "displacement"),
        persons=True, published="community_members_trained_cumulative", as_published=_PEOPLE,
        published_label=N_("Community members reached")),
    Indicator(
        "people_reached", N_("People reached"),
        N_("Different people at completed trainings, awareness campaigns and workshops, as bounds because names are not "
           "recorded."),
        N_("at least the largest event or cohort; at most the sum of all, each cohort with its largest event"),
        (_BOUNDS, _ONE_EVENT), "attendance", _attendances, N_("people"), _SEATS, (), people=True, persons=True),
    Indicator(
        "events_without_attendance", N_("Events without recorded attendance"),
        N_("Completed trainings, awareness campaigns and workshops without recorded attendance."),
        N_("number of completed events that ended by the date and have no row of attendance"),
        (N_("They reached people too, who are in no figure of attendances or people."),),
        "trainings", _silent, N_("events"), ("governorate", "district", "phase", "donor", "kind"),
        ("governorate", "district", "phase", "kind")),
)  # fmt: skip
