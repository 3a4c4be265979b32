"""Tables, columns, types and closed vocabularies: the one source of the data dictionary (data/README.md is made from it)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What a cell holds.  A date may be a day, a month or a year; its precision is kept in `<column>_precision`."""

    TEXT = "text"
    COUNT = "count"  # whole, not negative
    NUMBER = "number"
    AMOUNT = "amount"  # money, not negative
    DATE = "date"  # what happened: a month counts from its last day, when it is certain to have happened
    START = "start"  # where a period begins: a month counts from its first day
    PCODE = "pcode"  # any spelling of a governorate in the file, its P-code once loaded
    GRANTS = "grants"  # one or more grant ids, ";" between them


@dataclass(frozen=True)
class Column:
    """One column.  `required` = "yes", "no", or "unpublished": a row whose record is `published` may leave it empty,
    because the source does not say; such a row is shown as "not published" and never counted by that column."""

    name: str
    kind: Kind
    meaning: str
    required: str = "no"
    choices: tuple[str, ...] = ()
    refers_to: str = ""  # table whose key this cell must match


@dataclass(frozen=True)
class Table:
    """One table: its columns in file order, and the columns that together identify a row."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def dates(self) -> tuple[str, ...]:
        """Names of the date columns, each of which carries a `_precision` companion once loaded."""
        return tuple(c.name for c in self.columns if c.kind in (Kind.DATE, Kind.START))


RECORDS = ("published", "programme", "illustrative")
SCOPES = ("iom", "parallel", "other")
QUALIFIERS = ("exact", "at_least", "about")
ESTABLISHED_BY = ("iom", "police")
FORUM_STATUSES = ("planned", "established", "closed")
TRAINING_KINDS = ("training", "awareness_campaign", "workshop")
TRAINING_STATUSES = ("planned", "completed", "cancelled")
PARTICIPANT_GROUPS = ("police", "community", "law_enforcement", "civil_society", "judiciary", "other")
SEXES = ("women", "men", "not_recorded")
DISPLACEMENTS = ("displaced", "returnee", "host", "not_recorded")
SITE_KINDS = ("police_station_adaptation", "new_venue", "headquarters")
EQUIPMENT_KINDS = ("vehicle", "technical_equipment", "security_equipment", "communication_equipment")
WORK_STATUSES = ("agreed", "planned", "under_way", "completed", "handed_over", "cancelled")
PLACE_KINDS = ("forum", "forum_group", "programme_site", "comparison_site")

# Columns that would name or locate a person.  A file that has one is refused as a whole: the data must not enter.
PERSONAL = (
    "full_name", "first_name", "last_name", "surname", "family_name", "father_name", "participant_name", "member_name",
    "phone", "telephone", "mobile", "email", "e_mail", "national_id", "id_number", "passport", "date_of_birth", "rank",
    "home_address", "photo",
)  # fmt: skip


def _c(
    name: str, kind: Kind, meaning: str, required: str = "no", choices: tuple[str, ...] = (), to: str = ""
) -> Column:
    return Column(name, kind, meaning, required, choices, to)


_RECORD = _c("record", Kind.TEXT, "how the row is known", "yes", RECORDS)
_SOURCE = _c("source", Kind.TEXT, "source id", to="sources")
_GRANTS = _c("grants", Kind.GRANTS, "grants that pay for it, `;` between them", to="grants")
_PHASE = _c("phase_id", Kind.TEXT, "phase of the programme", to="phases")
_PCODE = _c("governorate", Kind.PCODE, "P-code or any spelling in geo/governorates.csv")
_PLACE = _c("place", Kind.TEXT, "town or district; never a street or a station")
_LATITUDE = _c("latitude", Kind.NUMBER, "degrees north, WGS 84")
_LONGITUDE = _c("longitude", Kind.NUMBER, "degrees east, WGS 84")
_SCOPE = _c(
    "scope", Kind.TEXT, "whose work: `iom` (taken when empty), `parallel` = another agency's, `other`", choices=SCOPES
)
_NOTE = _c("note", Kind.TEXT, "what a reader must know")


def _needed(column: Column, required: str = "yes") -> Column:
    return Column(column.name, column.kind, column.meaning, required, column.choices, column.refers_to)


_TABLES = (
    Table("sources", "where figures come from", ("source_id",), (
        _c("source_id", Kind.TEXT, "key", "yes"),
        _c("title", Kind.TEXT, "title of the page or document", "yes"),
        _c("publisher", Kind.TEXT, "who published it"),
        _c("published_on", Kind.DATE, "when it was published"),
        _c("url", Kind.TEXT, "address"),
        _NOTE,
    )),
    Table("donors", "who pays", ("donor_id",), (
        _c("donor_id", Kind.TEXT, "key", "yes"),
        _c("name", Kind.TEXT, "full name", "yes"),
        _c("short_name", Kind.TEXT, "name for charts", "yes"),
    )),
    Table("phases", "phases of the programme", ("phase_id",), (
        _c("phase_id", Kind.TEXT, "key", "yes"),
        _c("name", Kind.TEXT, "name", "yes"),
        _c("starts_on", Kind.START, "first day, or the month or year published"),
        _c("ends_on", Kind.DATE, "last day, or the month or year published"),
        _SOURCE,
        _NOTE,
    )),
    Table("grants", "one donor's money for one phase through one implementer", ("grant_id",), (
        _c("grant_id", Kind.TEXT, "key", "yes"),
        _c("donor_id", Kind.TEXT, "donor", "yes", to="donors"),
        _needed(_PHASE, "unpublished"),
        _c("implementer", Kind.TEXT, "agency that carries it out", "yes"),
        _c("title", Kind.TEXT, "title of the project"),
        _c("starts_on", Kind.START, "start as published"),
        _c("ends_on", Kind.DATE, "end as published"),
        _c("amount", Kind.AMOUNT, "committed amount"),
        _c("currency", Kind.TEXT, "ISO 4217 code of the amount"),
        _SOURCE,
        _RECORD,
        _SCOPE,
        _NOTE,
    )),
    Table("fora", "community policing fora", ("forum_id",), (
        _c("forum_id", Kind.TEXT, "key", "yes"),
        _c("name", Kind.TEXT, "name of the forum", "yes"),
        _needed(_PCODE),
        _PLACE,
        _LATITUDE,
        _LONGITUDE,
        _c("established_by", Kind.TEXT, "who set it up", "yes", ESTABLISHED_BY),
        _c("status", Kind.TEXT, "status at the dataset's as-of date", "yes", FORUM_STATUSES),
        _c("established_on", Kind.DATE, "when it was set up"),
        _c("planned_for", Kind.DATE, "when it is, or was, planned to open"),
        _c("closed_on", Kind.DATE, "when it was closed"),
        _PHASE,
        _GRANTS,
        _c("members_women", Kind.COUNT, "women among its members"),
        _c("members_men", Kind.COUNT, "men among its members"),
        _c("last_met_on", Kind.DATE, "latest meeting known"),
        _RECORD,
        _SOURCE,
    )),
    Table("trainings", "trainings, awareness campaigns and workshops", ("training_id",), (
        _c("training_id", Kind.TEXT, "key", "yes"),
        _c("title", Kind.TEXT, "title of the event", "yes"),
        _c("kind", Kind.TEXT, "kind of event", "yes", TRAINING_KINDS),
        _c("status", Kind.TEXT, "status at the dataset's as-of date", "yes", TRAINING_STATUSES),
        _c("starts_on", Kind.DATE, "first day", "yes"),
        _c("ends_on", Kind.DATE, "last day; the first when empty"),
        _needed(_PCODE, "unpublished"),
        _PLACE,
        _c("forum_id", Kind.TEXT, "forum it was held with", to="fora"),
        _c("cohort", Kind.TEXT, "events of one cohort are attended by the same people"),
        _needed(_PHASE, "unpublished"),
        _GRANTS,
        _RECORD,
        _SOURCE,
        _SCOPE,
        _NOTE,
    )),
    Table("attendance", "seats filled at completed events",
          ("training_id", "participant_group", "sex", "displacement"), (
        _c("training_id", Kind.TEXT, "event", "yes", to="trainings"),
        _c("participant_group", Kind.TEXT, "who took part", "yes", PARTICIPANT_GROUPS),
        _c("sex", Kind.TEXT, "women, men or not recorded", "yes", SEXES),
        _c("displacement", Kind.TEXT, "displaced, returnee, host or not recorded", choices=DISPLACEMENTS),
        _c("attendances", Kind.COUNT, "seats filled; one person at two events counts twice", "yes"),
    )),
    Table("infrastructure", "sites built or adapted, vehicles and equipment", ("item_id",), (
        _c("item_id", Kind.TEXT, "key", "yes"),
        _c("name", Kind.TEXT, "what it is", "yes"),
        _c("kind", Kind.TEXT, "kind of item; quantities add within one kind only", "yes", SITE_KINDS + EQUIPMENT_KINDS),
        _c("status", Kind.TEXT, "status at the dataset's as-of date", "yes", WORK_STATUSES),
        _PCODE,
        _PLACE,
        _LATITUDE,
        _LONGITUDE,
        _c("quantity", Kind.COUNT, "number of items of this kind", "unpublished"),
        _c("agreed_on", Kind.DATE, "when it was agreed"),
        _c("due_on", Kind.DATE, "when it is due"),
        _c("completed_on", Kind.DATE, "when it was completed or handed over"),
        _PHASE,
        _GRANTS,
        _c("cost", Kind.AMOUNT, "cost"),
        _c("currency", Kind.TEXT, "ISO 4217 code of the cost"),
        _RECORD,
        _SOURCE,
        _SCOPE,
        _NOTE,
    )),
    Table("targets", "what an indicator should reach, where and by when",
          ("indicator", "governorate", "phase_id", "due_on", "revision"), (
        _c("indicator", Kind.TEXT, "key in INDICATORS", "yes"),
        _c("governorate", Kind.PCODE, "empty = the whole country"),
        _PHASE,
        _c("period_starts_on", Kind.START, "first day of the period", "yes"),
        _c("due_on", Kind.DATE, "last day of the period", "yes"),
        _c("baseline", Kind.NUMBER, "value at the start of the period", "yes"),
        _c("target", Kind.NUMBER, "value to reach by due_on", "yes"),
        _c("revision", Kind.COUNT, "0 or empty = first; the highest is in force"),
        _RECORD,
        _SOURCE,
    )),
    Table("facts", "figures as they were published", ("fact_id",), (
        _c("fact_id", Kind.TEXT, "key", "yes"),
        _c("as_of", Kind.DATE, "day, month or year the figure speaks of"),
        _c("published_on", Kind.DATE, "when it was published"),
        _c("indicator", Kind.TEXT, "what was counted, in the publisher's sense", "yes"),
        _c("value", Kind.TEXT, "the figure as printed: a number, a date or a word", "yes"),
        _c("qualifier", Kind.TEXT, "exact, at least, about; empty where the source states a direction only", choices=QUALIFIERS),
        _c("unit", Kind.TEXT, "unit"),
        _c("governorate", Kind.TEXT, "governorates as the source names them"),
        _PLACE,
        _c("phase_id", Kind.TEXT, "phase", to="phases"),
        _c("donor_id", Kind.TEXT, "donor", to="donors"),
        _c("scope", Kind.TEXT, "whose work it counts", "yes", SCOPES),
        _SOURCE,
        _NOTE,
    )),
    Table("places", "places named in the record, and what the source says of them; never counted", ("place_id",), (
        _c("place_id", Kind.TEXT, "key", "yes"),
        _c("name", Kind.TEXT, "place as published", "yes"),
        _PCODE,
        _c("kind", Kind.TEXT, "forum, group of fora, programme site, or comparison site without a programme", "yes",
           PLACE_KINDS),
        _c("evidence", Kind.TEXT, "how strong the source's evidence is", "yes"),
        _c("spoken_of", Kind.TEXT, "date as the source words it"),
        _SOURCE,
        _NOTE,
    )),
)  # fmt: skip

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _TABLES})
