"""Trainings, awareness campaigns and workshops: events held, planned, and planned but not reported, whoever came."""

from collections.abc import Callable

import narwhals as nw

from community_policing.core.engine import Tables
from community_policing.core.i18n import N_
from community_policing.core.indicators.indicator import Indicator, Rows, earliest_known, never
from community_policing.core.schema import TRAINING_KINDS

_EVENTS = ("governorate", "district", "phase", "donor", "kind")
_PLAN_DATE = N_(
    "The date when a plan was made is not recorded: the plan is assumed to exist from the start of its phase."
)


def _held(*kinds: str) -> Callable[[Tables], Rows]:
    """Completed events of those kinds by IOM: each counts one from its last day."""

    def events(tables: Tables) -> Rows:
        events_held = tables["trainings"].filter(
            nw.col("status") == "completed", nw.col("scope") == "iom", nw.col("kind").is_in(kinds)
        )
        return events_held.with_columns(nw.lit(1).alias("value"), nw.col("ends_on").alias("on"), never("ends_on"))

    return events


def _plans(tables: Tables) -> Rows:
    """Events that IOM planned and nobody reported as held or cancelled, with their plan's first day as `on`."""
    planned = tables["trainings"].filter(nw.col("status") == "planned", nw.col("scope") == "iom")
    return earliest_known(tables, planned).with_columns(nw.lit(1).alias("value"))


def _ahead(tables: Tables) -> Rows:
    """Each counts one from the start of its phase until the day it is to begin."""
    return _plans(tables).with_columns(nw.col("starts_on").alias("until"))


def _unreported(tables: Tables) -> Rows:
    """Each counts one from the day it was to begin."""
    return _plans(tables).with_columns(nw.col("starts_on").alias("on"), never("starts_on"))


TRAINING = (
    Indicator(
        "trainings_and_campaigns_held", N_("Trainings and campaigns held"),
        N_("Trainings and awareness campaigns completed. They were published as one number."),
        N_("number of completed trainings and awareness campaigns that ended by the date"),
        (), "trainings", _held("training", "awareness_campaign"), N_("events"), _EVENTS,
        ("governorate", "district", "phase", "kind"),
        published="trainings_and_awareness_campaigns_cumulative"),
    Indicator(
        "workshops_held", N_("Workshops held"),
        N_("Workshops completed; published apart from trainings and campaigns."),
        N_("number of completed workshops that ended by the date"),
        (), "trainings", _held("workshop"), N_("events"), _EVENTS, ("governorate", "district", "phase", "kind"),
        published="workshops_cumulative"),
    Indicator(
        "events_held", N_("Events held"),
        N_("Trainings, awareness campaigns and workshops completed, all kinds together."),
        N_("number of completed events that ended by the date"),
        (N_("Trainings with campaigns, and workshops, were published as two numbers: compare those, not this one."),),
        "trainings", _held(*TRAINING_KINDS), N_("events"), _EVENTS, ("governorate", "district", "phase", "kind")),
    Indicator(
        "events_planned", N_("Events planned"),
        N_("Trainings, awareness campaigns and workshops that are planned and not begun. They are never counted as held."),
        N_("number of planned events that start after the date"),
        (_PLAN_DATE,), "trainings", _ahead, N_("events"), _EVENTS, ("governorate", "district", "phase", "kind")),
    Indicator(
        "events_unreported", N_("Events planned, not reported as held"),
        N_("Events that were planned to begin by the date and are recorded neither as held nor as cancelled."),
        N_("number of events still “planned” that were to start on or before the date"),
        (N_("Whether they took place is not recorded, so they count neither as held nor as planned."),),
        "trainings", _unreported, N_("events"), _EVENTS, ("governorate", "district", "phase", "kind")),
)  # fmt: skip
