"""INDICATORS: every indicator of the programme, declared once.

One entry gives card, target, chart, map, table, export, method text and tests.  To add one: write its `events` (what
happened, when, and how much it counts) in Narwhals' portable subset, add the entry, add its translations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import narwhals as nw

from community_policing.engine import Tables
from community_policing.schema import SITE_KINDS
from community_policing.text import mark

Rows: TypeAlias = "nw.LazyFrame[Any]"
DONE = ("completed", "handed_over")


@dataclass(frozen=True)
class Indicator:
    """What is counted, how, and what the count may be compared with or added over.

    `events(tables)` gives one row for each thing that may count, with `row_id`, `value`, `on` (the day from which it
    counts), `until` (the day from which it no longer does, or null) and the dimensions named in `splits`.  A share also
    has `whole`, its denominator.  `published` names the published facts that state the same figure.
    """

    key: str
    label: str
    short: str
    definition: str
    formula: str
    caveats: tuple[str, ...]
    table: str
    events: Callable[[Tables], Rows]
    unit: str
    splits: tuple[str, ...]
    adds_over: tuple[str, ...]
    direction: str = "up"
    share: bool = False
    published: str = ""
    as_published: str = ""  # what the published figure counts, where that is not quite the same


def _fora(tables: Tables) -> Rows:
    """Fora that were set up: each counts one from its first day until it closes."""
    fora = tables["fora"].filter(~nw.col("established_on").is_null())
    return fora.with_columns(
        nw.lit(1).alias("value"), nw.col("established_on").alias("on"), nw.col("closed_on").alias("until")
    )


def _fora_by(who: str) -> Callable[[Tables], Rows]:
    return lambda tables: _fora(tables).filter(nw.col("established_by") == who)


def _plans(tables: Tables) -> Rows:
    """Fora planned: each counts one from the start of its phase until it is set up."""
    ahead = nw.col("established_on").is_null() | (nw.col("established_on") > nw.col("plan_from"))
    fora = tables["fora"].filter(~nw.col("planned_for").is_null(), ahead)
    return fora.with_columns(
        nw.lit(1).alias("value"), nw.col("plan_from").alias("on"), nw.col("established_on").alias("until")
    )


def _members(tables: Tables) -> Rows:
    """Women and all members of the fora whose members are known by sex."""
    known = _fora(tables).filter(~nw.col("members_women").is_null() & ~nw.col("members_men").is_null())
    return known.with_columns(
        nw.col("members_women").alias("value"), (nw.col("members_women") + nw.col("members_men")).alias("whole")
    )


def _held(*kinds: str) -> Callable[[Tables], Rows]:
    """Completed events of those kinds by IOM: each counts one from its last day."""

    def events(tables: Tables) -> Rows:
        held = tables["trainings"].filter(
            nw.col("status") == "completed", nw.col("scope") == "iom", nw.col("kind").is_in(kinds)
        )
        return held.with_columns(nw.lit(1).alias("value"), nw.col("ends_on").alias("on"), _never("ends_on"))

    return events


def _never(like: str) -> nw.Expr:
    """An `until` that never comes, of the same type as the date column `like`."""
    return nw.when(nw.col(like).is_null()).then(nw.col(like)).otherwise(None).alias("until")


def _attendances(tables: Tables) -> Rows:
    """Seats filled at events completed by IOM, from the event's last day."""
    held = tables["trainings"].filter(nw.col("status") == "completed", nw.col("scope") == "iom")
    about = held.select(
        "training_id", "governorate", "phase_id", "kind", "ends_on", "source", nw.col("row_id").alias("event")
    )
    seats = tables["attendance"].join(about, on="training_id", how="inner")
    return seats.with_columns(nw.col("attendances").alias("value"), nw.col("ends_on").alias("on"), _never("ends_on"))


def _community(tables: Tables) -> Rows:
    return _attendances(tables).filter(nw.col("participant_group") == "community")


def _works(*kinds: str) -> Callable[[Tables], Rows]:
    """Items of those kinds that IOM completed or handed over, from that day."""

    def events(tables: Tables) -> Rows:
        done = tables["infrastructure"].filter(
            nw.col("status").is_in(DONE), nw.col("kind").is_in(kinds), nw.col("scope") == "iom"
        )
        return done.with_columns(
            nw.col("quantity").alias("value"), nw.col("completed_on").alias("on"), _never("completed_on")
        )

    return events


def _agreed(tables: Tables) -> Rows:
    """Sites that IOM agreed to adapt or build, whether or not the work has begun, from the day of the agreement."""
    sites = tables["infrastructure"].filter(
        nw.col("status") != "cancelled", nw.col("kind").is_in(SITE_KINDS), nw.col("scope") == "iom"
    )
    return sites.with_columns(nw.col("quantity").alias("value"), nw.col("agreed_on").alias("on"), _never("agreed_on"))


_FORA = ("governorate", "phase", "donor", "established_by")
_EVENTS = ("governorate", "phase", "donor", "kind")
_SEATS = ("governorate", "phase", "donor", "kind", "participant_group", "sex", "displacement")
_ITEMS = ("governorate", "phase", "donor", "kind")
_NOT_DONORS = mark("A forum that two donors pay for counts under each of them, and once in the total.")
_SEATS_NOT_PEOPLE = mark(
    "Attendances are seats filled. A person who came to two events counts twice, so this is not a number of people."
)
_PEOPLE = mark("The published figure is of people reached; whether it counts seats or different people is not stated.")
_PLACE_UNKNOWN = mark("Items whose governorate is not on record are part of the national figure only.")

_INDICATORS = (
    Indicator(
        "fora_established", mark("Fora established"), mark("All"),
        mark("Community policing fora set up by IOM or by local police on their own, and not closed."),
        mark("number of fora with established_on on or before the date, and not closed by then"),
        (mark("IOM's own fora and those of the local police are different results: read them apart."), _NOT_DONORS),
        "fora", _fora, mark("fora"), _FORA, ("governorate", "phase", "established_by"), published="cpf_total_all_actors"),
    Indicator(
        "fora_established_iom", mark("Fora established by IOM"), mark("IOM"),
        mark("Community policing fora set up by the programme since 2012, and not closed."),
        mark("number of fora with established_by = iom and established_on on or before the date, and not closed by then"),
        (_NOT_DONORS,), mark("fora"), _fora_by("iom"), mark("fora"), _FORA, ("governorate", "phase"),
        published="cpf_established_by_iom_cumulative"),
    Indicator(
        "fora_established_police", mark("Fora established by local police"), mark("Police"),
        mark("Fora that local police set up on their own, building on the programme's model."),
        mark("number of fora with established_by = police and established_on on or before the date, and not closed by then"),
        (mark("Not a result of the programme itself: never added to IOM's own without saying so."),),
        "fora", _fora_by("police"), mark("fora"), _FORA, ("governorate", "phase"), published="cpf_established_by_local_police"),
    Indicator(
        "fora_planned", mark("Fora planned"), mark("Planned"),
        mark("Fora that are planned and not yet set up. They are never counted as established."),
        mark("number of fora with planned_for and without established_on by the date"),
        (mark("When a plan was made is not recorded: it is taken to stand from the start of its phase."),),
        "fora", _plans, mark("fora"), _FORA, ("governorate", "phase", "established_by"), published="cpf_planned_by_end_of_period"),
    Indicator(
        "women_share_of_members", mark("Women's share of forum members"), mark("Women"),
        mark("Women among the members of established fora whose members are known by sex."),
        mark("sum of members_women / sum of (members_women + members_men) x 100"),
        (mark("Fora whose members are not known by sex are left out of both sums. Shares are never averaged."),),
        "fora", _members, mark("percent"), _FORA, (), share=True),
    Indicator(
        "trainings_and_campaigns_held", mark("Trainings and campaigns held"), mark("Trainings"),
        mark("Trainings and awareness campaigns completed. They were published as one number."),
        mark("number of trainings with kind = training or awareness_campaign, status = completed, ended by the date"),
        (), "trainings", _held("training", "awareness_campaign"), mark("events"), _EVENTS, ("governorate", "phase", "kind"),
        published="trainings_and_awareness_campaigns_cumulative"),
    Indicator(
        "workshops_held", mark("Workshops held"), mark("Workshops"),
        mark("Workshops completed; published apart from trainings and campaigns."),
        mark("number of trainings with kind = workshop, status = completed and ends_on on or before the date"),
        (), "trainings", _held("workshop"), mark("events"), _EVENTS, ("governorate", "phase", "kind"),
        published="workshops_cumulative"),
    Indicator(
        "attendances", mark("Attendances"), mark("All"),
        mark("Seats filled at completed trainings, awareness campaigns and workshops, all participant groups."),
        mark("sum of attendances at completed events with ends_on on or before the date"),
        (_SEATS_NOT_PEOPLE,), "attendance", _attendances, mark("attendances"), _SEATS,
        ("governorate", "phase", "kind", "participant_group", "sex", "displacement"),
        published="people_reached_cumulative", as_published=_PEOPLE),
    Indicator(
        "community_attendances", mark("Community members' attendances"), mark("Community"),
        mark("Seats filled by community members: displaced people, returnees and host communities."),
        mark("sum of attendances with participant_group = community at completed events with ends_on on or before the date"),
        (_SEATS_NOT_PEOPLE, mark("They are part of all attendances: never add the two.")),
        "attendance", _community, mark("attendances"), _SEATS, ("governorate", "phase", "kind", "sex", "displacement"),
        published="community_members_trained_cumulative", as_published=_PEOPLE),
    Indicator(
        "vehicles_handed_over", mark("Vehicles handed over"), mark("Vehicles"),
        mark("Vehicles handed over to the police."),
        mark("sum of quantity with kind = vehicle and completed_on on or before the date"),
        (_PLACE_UNKNOWN,), "infrastructure", _works("vehicle"), mark("vehicles"), _ITEMS, ("governorate", "phase"),
        published="police_vehicles_handed_over"),
    Indicator(
        "equipment_handed_over", mark("Items of equipment handed over"), mark("Equipment"),
        mark("Technical, security and communication equipment handed over, in items. Vehicles are counted apart."),
        mark("sum of quantity with kind = technical, security or communication equipment and completed_on on or before the date"),
        (mark("A radio and a generator both count one: read the kinds apart."), _PLACE_UNKNOWN),
        "infrastructure", _works("technical_equipment", "security_equipment", "communication_equipment"), mark("items"),
        _ITEMS, ("governorate", "phase", "kind")),
    Indicator(
        "stations_adapted", mark("Stations adapted or built"), mark("Stations"),
        mark("Police stations adapted, and new venues built, for community policing: works completed."),
        mark("sum of quantity with kind = police_station_adaptation or new_venue and completed_on on or before the date"),
        (mark("A site that is agreed, planned or under way does not count."),),
        "infrastructure", _works("police_station_adaptation", "new_venue"), mark("sites"), _ITEMS,
        ("governorate", "phase", "kind")),
    Indicator(
        "headquarters_built", mark("Headquarters built"), mark("Headquarters"),
        mark("Headquarters of the Community Policing Department completed."),
        mark("sum of quantity with kind = headquarters and completed_on on or before the date"),
        (mark("A site that is agreed, planned or under way does not count."),),
        "infrastructure", _works("headquarters"), mark("sites"), _ITEMS, ("governorate", "phase")),
    Indicator(
        "works_agreed", mark("Works agreed"), mark("Agreed"),
        mark("Police stations, new venues and headquarters that were agreed, whether or not the work has begun or is done."),
        mark("sum of quantity of sites with agreed_on on or before the date, without those cancelled"),
        (mark("An agreement is not a result: works completed are counted apart."),),
        "infrastructure", _agreed, mark("sites"), _ITEMS, ("governorate", "phase", "kind")),
)  # fmt: skip

INDICATORS: Mapping[str, Indicator] = MappingProxyType({indicator.key: indicator for indicator in _INDICATORS})

# Columns behind the dimensions' names, where they differ.  Donor is no column: it is reached through the grants.
COLUMNS: Mapping[str, str] = MappingProxyType({"phase": "phase_id"})
