"""Sites and equipment: what was agreed, and what is done; kinds are never added to one another."""

from collections.abc import Callable
from datetime import timedelta

import narwhals as nw

from community_policing.core.engine import Tables
from community_policing.core.i18n import mark
from community_policing.core.indicators.indicator import Indicator, Rows, earliest_known, never
from community_policing.core.schema import SITE_KINDS

DONE = ("completed", "handed_over")
_ITEMS = ("governorate", "phase", "donor", "kind")
_STAGES = (*_ITEMS, "status")
_STATUS_NOW = mark(
    "A status is recorded as of the dataset's own date; for an earlier date only dates tell what was done."
)
_DATE_UNKNOWN = mark("What has no date on record is taken to stand from the start of its phase.")
_PLACE_UNKNOWN = mark("Items whose governorate is not on record are part of the national figure only.")


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
        "vehicles_handed_over", mark("Vehicles handed over"), mark("Vehicles"),
        mark("Vehicles handed over to the police."),
        mark("sum of the quantities of vehicles completed or handed over on or before the date"),
        (_PLACE_UNKNOWN,), "infrastructure", _works("vehicle"), mark("vehicles"), _ITEMS, ("governorate", "phase"),
        published="police_vehicles_handed_over"),
    Indicator(
        "equipment_handed_over", mark("Items of equipment handed over"), mark("Equipment"),
        mark("Technical, security and communication equipment handed over, in items. Vehicles are counted apart."),
        mark(
            "sum of the quantities of technical, security and communication equipment handed over on or before "
            "the date"
        ),
        (mark("A radio and a generator both count one: read the kinds apart."), _PLACE_UNKNOWN),
        "infrastructure", _works("technical_equipment", "security_equipment", "communication_equipment"), mark("items"),
        _ITEMS, ("governorate", "phase", "kind")),
    Indicator(
        "stations_adapted", mark("Stations adapted or built"), mark("Stations"),
        mark("Police stations adapted, and new venues built, for community policing: works completed."),
        mark("sum of the quantities of police stations adapted and new venues completed on or before the date"),
        (mark("A site that is agreed, planned or under way does not count."),),
        "infrastructure", _works("police_station_adaptation", "new_venue"), mark("sites"), _ITEMS,
        ("governorate", "phase", "kind")),
    Indicator(
        "headquarters_built", mark("Headquarters built"), mark("Headquarters"),
        mark("Headquarters of the Community Policing Department completed."),
        mark("sum of the quantities of headquarters completed on or before the date"),
        (mark("A site that is agreed, planned or under way does not count."),),
        "infrastructure", _works("headquarters"), mark("sites"), _ITEMS, ("governorate", "phase")),
    Indicator(
        "works_agreed", mark("Works agreed"), mark("Agreed"),
        mark(
            "Police stations, new venues and headquarters that were agreed, whether or not the work has begun or "
            "is done."
        ),
        mark(
            "sum of the quantities of sites agreed (or, where that is not on record, completed) on or before the "
            "date, without those cancelled"
        ),
        (mark("An agreement is not a result: works completed are counted apart."), _STATUS_NOW, _DATE_UNKNOWN),
        "infrastructure", _agreed(*SITE_KINDS), mark("sites"), _STAGES, ("governorate", "phase", "kind", "status")),
    Indicator(
        "building_works_done", mark("Building works done"), mark("Works"),
        mark("Police stations, new venues and headquarters whose works are completed."),
        mark("sum of the quantities of sites completed on or before the date"),
        (mark("A site that is agreed, planned or under way does not count."),),
        "infrastructure", _works(*SITE_KINDS), mark("sites"), _ITEMS, ("governorate", "phase", "kind")),
    Indicator(
        "works_overdue", mark("Works and deliveries overdue"), mark("Overdue"),
        mark("Sites and deliveries that were due before the date and are not done."),
        mark("number of items due before the date, without those completed or handed over by then or cancelled"),
        (mark("Each item counts one, whatever its quantity: things of different kinds are never added up."),
         mark("An item that was done on a day that is not on record is never counted as overdue."), _PLACE_UNKNOWN),
        "infrastructure", _overdue, mark("items overdue"), _ITEMS, ("governorate", "phase", "kind")),
    Indicator(
        "vehicles_agreed", mark("Vehicles agreed"), mark("Vehicles"),
        mark("Vehicles agreed, whether or not they are handed over, without those cancelled."),
        mark(
            "sum of the quantities of vehicles agreed (or, where that is not on record, completed) on or before "
            "the date"
        ),
        (_STATUS_NOW, _DATE_UNKNOWN, _PLACE_UNKNOWN), "infrastructure", _agreed("vehicle"), mark("vehicles"), _STAGES,
        ("governorate", "phase", "status")),
    Indicator(
        "technical_equipment_agreed", mark("Technical equipment agreed"), mark("Technical"),
        mark("Technical equipment agreed, whether or not it is handed over, without what was cancelled."),
        mark(
            "sum of the quantities of technical equipment agreed (or, where that is not on record, completed) on "
            "or before the date"
        ),
        (_STATUS_NOW, _DATE_UNKNOWN, _PLACE_UNKNOWN), "infrastructure", _agreed("technical_equipment"), mark("items"), _STAGES,
        ("governorate", "phase", "status")),
    Indicator(
        "security_equipment_agreed", mark("Security equipment agreed"), mark("Security"),
        mark("Security equipment agreed, whether or not it is handed over, without what was cancelled."),
        mark(
            "sum of the quantities of security equipment agreed (or, where that is not on record, completed) on "
            "or before the date"
        ),
        (_STATUS_NOW, _DATE_UNKNOWN, _PLACE_UNKNOWN), "infrastructure", _agreed("security_equipment"), mark("items"), _STAGES,
        ("governorate", "phase", "status")),
    Indicator(
        "communication_equipment_agreed", mark("Communication equipment agreed"), mark("Communication"),
        mark("Communication equipment agreed, whether or not it is handed over, without what was cancelled."),
        mark(
            "sum of the quantities of communication equipment agreed (or, where that is not on record, "
            "completed) on or before the date"
        ),
        (_STATUS_NOW, _DATE_UNKNOWN, _PLACE_UNKNOWN), "infrastructure", _agreed("communication_equipment"), mark("items"),
        _STAGES, ("governorate", "phase", "status")),
)  # fmt: skip
