"""Sites and equipment: what was agreed, and what is done; kinds are never added to one another."""

from collections.abc import Callable
from datetime import timedelta

import narwhals as nw

from community_policing.core.engine import Tables
from community_policing.core.i18n import N_
from community_policing.core.indicators.indicator import Indicator, Rows, earliest_known, never
from community_policing.core.schema import SITE_KINDS

DONE = ("completed", "handed_over")
_ITEMS = ("governorate", "district", "phase", "donor", "kind")
_STAGES = (*_ITEMS, "status")
_STATUS_NOW = N_(
    "A status is recorded for the date of the dataset; for an earlier date, only dates show what was done."
)
_DATE_UNKNOWN = N_("An item without a recorded date is assumed to exist from the start of its phase.")
_PLACE_UNKNOWN = N_("Items without a recorded governorate are part of the national figure only.")


def _works(*kinds: str) -> Callable[[Tables], Rows]:
    """Items of those kinds that IOM completed or handed over, from that day."""

    def events(tables: Tables) -> Rows:
        done = tables["infrastructure"].filter(
            nw.col("status").is_in(DONE), nw.col("kind").is_in(kinds), nw.col("scope") == "iom"
        )
        return done.with_columns(
            nw.col("quantity").alias("value"), nw.col("completed_on").alias("on"), never("completed_on")
        )

    return events


def _agreed(*kinds: str) -> Callable[[Tables], Rows]:
    """Items of those kinds that IOM agreed, whether or not they are begun or done, from the day of the agreement."""

    def events(tables: Tables) -> Rows:
        items = tables["infrastructure"].filter(
            nw.col("status") != "cancelled", nw.col("kind").is_in(kinds), nw.col("scope") == "iom"
        )
        agreed = earliest_known(tables, items, "agreed_on", "completed_on")
        return agreed.with_columns(nw.col("quantity").alias("value"), never("on"))

    return events


def _overdue(tables: Tables) -> Rows:
    """Items of IOM past their date: each counts one, whatever its quantity, from the day after until it is done; what was
    done on a day that is not on record never does, since nobody knows whether it was late."""
    due = tables["infrastructure"].filter(
        nw.col("status") != "cancelled", nw.col("scope") == "iom", ~nw.col("due_on").is_null(),
        ~(nw.col("status").is_in(DONE) & nw.col("completed_on").is_null()),
    )  # fmt: skip
    return due.with_columns(
        nw.lit(1).alias("value"),
        (nw.col("due_on") + nw.lit(timedelta(days=1))).alias("on"),
        nw.col("completed_on").alias("until"),
    )


INFRASTRUCTURE = (
    Indicator(
        "vehicles_handed_over", N_("Vehicles handed over"),
        N_("Vehicles handed over to the police."),
        N_("sum of the quantities of vehicles completed or handed over on or before the date"),
        (_PLACE_UNKNOWN,), "infrastructure", _works("vehicle"), N_("vehicles"), _ITEMS, ("governorate", "district", "phase"),
        published="police_vehicles_handed_over"),
    Indicator(
        "equipment_handed_over", N_("Items of equipment handed over"),
        N_("Technical, security and communication equipment handed over, in items. Vehicles are counted apart."),
        N_(
            "sum of the quantities of technical, security and communication equipment handed over on or before "
            "the date"
        ),
        (N_("A radio and a generator both count one: read the kinds apart."), _PLACE_UNKNOWN),
        "infrastructure", _works("technical_equipment", "security_equipment", "communication_equipment"), N_("items"),
        _ITEMS, ("governorate", "district", "phase", "kind")),
    Indicator(
        "stations_adapted", N_("Stations adapted or built"),
        N_("Police stations adapted, and new venues built, for community policing: works completed."),
        N_("sum of the quantities of police stations adapted and new venues completed on or before the date"),
        (N_("A site that is agreed, planned or under way does not count."),),
        "infrastructure", _works("police_station_adaptation", "new_venue"), N_("sites"), _ITEMS,
        ("governorate", "district", "phase", "kind")),
    Indicator(
        "headquarters_built", N_("Headquarters built"),
        N_("Headquarters of the Community Policing Department completed."),
        N_("sum of the quantities of headquarters completed on or before the date"),
        (N_("A site that is agreed, planned or under way does not count."),),
        "infrastructure", _works("headquarters"), N_("sites"), _ITEMS, ("governorate", "district", "phase")),
    Indicator(
        "works_agreed", N_("Works agreed"),
        N_(
            "Police stations, new venues and headquarters that were agreed, whether or not the work has begun or "
            "is done."
        ),
        N_(
            "sum of the quantities of sites agreed (or, where that is not recorded, completed) on or before the date, without "
            "those cancelled"
        ),
        (N_("An agreement is not a result: works completed are counted apart."), _STATUS_NOW, _DATE_UNKNOWN),
        "infrastructure", _agreed(*SITE_KINDS), N_("sites"), _STAGES, ("governorate", "district", "phase", "kind", "status")),
    Indicator(
        "building_works_done", N_("Building works done"),
        N_("Police stations, new venues and headquarters whose works are completed."),
        N_("sum of the quantities of sites completed on or before the date"),
        (N_("A site that is agreed, planned or under way does not count."),),
        "infrastructure", _works(*SITE_KINDS), N_("sites"), _ITEMS, ("governorate", "district", "phase", "kind")),
    Indicator(
        "works_overdue", N_("Works and deliveries overdue"),
        N_("Sites and deliveries that were due before the date and are not done."),
        N_("number of items due before the date, without those completed or handed over by then or cancelled"),
        (N_("Each item counts one, whatever its quantity: things of different kinds are never added up."),
         N_("An item that was done on an unrecorded day is never counted as overdue."), _PLACE_UNKNOWN),
        "infrastructure", _overdue, N_("items overdue"), _ITEMS, ("governorate", "district", "phase", "kind")),
    Indicator(
        "vehicles_agreed", N_("Vehicles agreed"),
        N_("Vehicles agreed, whether or not they are handed over, without those cancelled."),
        N_(
            "sum of the quantities of vehicles agreed (or, where that is not recorded, completed) on or before the date"
        ),
        (_STATUS_NOW, _DATE_UNKNOWN, _PLACE_UNKNOWN), "infrastructure", _agreed("vehicle"), N_("vehicles"), _STAGES,
        ("governorate", "district", "phase", "status")),
    Indicator(
        "technical_equipment_agreed", N_("Technical equipment agreed"),
        N_("Technical equipment agreed, whether or not it is handed over, without what was cancelled."),
        N_(
            "sum of the quantities of technical equipment agreed (or, where that is not recorded, completed) on or before the "
            "date"
        ),
        (_STATUS_NOW, _DATE_UNKNOWN, _PLACE_UNKNOWN), "infrastructure", _agreed("technical_equipment"), N_("items"), _STAGES,
        ("governorate", "district", "phase", "status")),
    Indicator(
        "security_equipment_agreed", N_("Security equipment agreed"),
        N_("Security equipment agreed, whether or not it is handed over, without what was cancelled."),
        N_(
            "sum of the quantities of security equipment agreed (or, where that is not recorded, completed) on or before the "
            "date"
        ),
        (_STATUS_NOW, _DATE_UNKNOWN, _PLACE_UNKNOWN), "infrastructure", _agreed("security_equipment"), N_("items"), _STAGES,
        ("governorate", "district", "phase", "status")),
    Indicator(
        "communication_equipment_agreed", N_("Communication equipment agreed"),
        N_("Communication equipment agreed, whether or not it is handed over, without what was cancelled."),
        N_(
            "sum of the quantities of communication equipment agreed (or, where that is not recorded, completed) on or before "
            "the date"
        ),
        (_STATUS_NOW, _DATE_UNKNOWN, _PLACE_UNKNOWN), "infrastructure", _agreed("communication_equipment"), N_("items"),
        _STAGES, ("governorate", "district", "phase", "status")),
)  # fmt: skip
