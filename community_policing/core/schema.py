"""Tables, columns, types and closed vocabularies: the one source of the data dictionary (data/README.md is made from it)."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from community_policing.core.i18n import N_


class Kind(StrEnum):
    """What a cell holds.  A date may be a day, a month or a year; its precision is kept in `<column>_precision`."""

    TEXT = "text"
    COUNT = "count"  # whole, not negative
    NUMBER = "number"
    AMOUNT = "amount"  # money, not negative
    DATE = "date"  # what happened: a month counts from its last day, when it is certain to have happened
    START = "start"  # where a period begins: a month counts from its first day
    MONTH = "month"  # a month and no more: a day in it is not kept, since a day can point to a person
    QUARTER = "quarter"  # a quarter of a year by its key, 2016-Q3; its first day and "Q3 2016" are read as that
    PCODE = "pcode"  # any spelling of a governorate in the file, its P-code once loaded
    DISTRICT = "district"  # any spelling of a district in the file, its P-code once loaded
    GRANTS = "grants"  # one or more grant ids, ";" between them


DATES = (Kind.DATE, Kind.START, Kind.MONTH)


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

    def as_filled(self, filled: Container[str]) -> "Table":
        """The table as a file of ours has it: of the names in other languages only those that some row has, which are `filled`."""
        return replace(self, columns=tuple(c for c in self.columns if c.name not in TRANSLATED or c.name in filled))

    @property
    def dates(self) -> tuple[str, ...]:
        """Names of the date columns, each of which carries a `_precision` companion once loaded."""
        return tuple(c.name for c in self.columns if c.kind in DATES)


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
SURVEY_QUESTIONS = (
    "very_safe", "violence_to_increase", "family_security_improved", "police_positive_impact", "trust_in_police", "police_fair",
    "would_report_crime", "safe_after_dark", "victims_who_reported", "dispute_resolved",
)  # fmt: skip
SURVEY_TARGET = "survey:"  # begins the key of a target for answers to a question: survey:trust_in_police
SURVEYED = ("programme", "comparison")
RESPONDENT_SEXES = ("women", "men")
RESPONDENT_GROUPS = ("displaced", "returnee", "host", "police")
DIRECTIONS = ("increased", "decreased", "unchanged")
CONCERN_TOPICS = (
    "housing_land_property", "water_electricity", "documents", "harassment", "domestic_violence", "child_protection",
    "trafficking", "drugs", "civil_unrest", "other",
)  # fmt: skip
REFERRED_TO = (
    "police", "court", "local_authority", "government_service", "humanitarian_agency", "community_leaders", "other",
)  # fmt: skip
CONCERN_STATUSES = ("raised", "referred", "resolved", "withdrawn")
PLACE_KINDS = ("forum", "forum_group", "programme_site", "comparison_site")

# Tables that came with schema version 2.  A dataset need not have them: without rows they say nothing, not even in its hash.
ADDED = frozenset({"surveys", "estimates", "meetings", "concerns", "budgets"})
# Tables of what people do and say at fora: no column holds a text of its own, and a column that is none of theirs is
# neither read nor quoted.
WITHOUT_TEXT = frozenset({"meetings", "concerns"})

# Languages that fora, events, sites, donors, phases and grants may be named in besides the one that they are recorded in.
# A dataset need not have such columns: empty, they say nothing, not even in its hash.
NAMED_IN = ("ar", "ckb")
_NAMES = ("name", "short_name", "title")


def in_languages(column: str) -> tuple[str, ...]:
    """The columns that hold the name of that column in other languages."""
    return tuple(f"{column}_{code}" for code in NAMED_IN)


TRANSLATED = frozenset(name for column in _NAMES for name in in_languages(column))

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


_RECORD = _c("record", Kind.TEXT, N_("how the row is known"), "yes", RECORDS)
_SOURCE = _c("source", Kind.TEXT, N_("source id"), to="sources")
_GRANTS = _c("grants", Kind.GRANTS, N_("grants that pay for it, `;` between them"), to="grants")
_PHASE = _c("phase_id", Kind.TEXT, N_("phase of the programme"), to="phases")
_PCODE = _c("governorate", Kind.PCODE, N_("P-code or any spelling in geo/governorates.csv"))
_DISTRICT = _c("district", Kind.DISTRICT, N_("P-code or any spelling in geo/districts.csv, in the row's governorate"))
_PLACE = _c("place", Kind.TEXT, N_("town or district; never a street or a station"))
_LATITUDE = _c("latitude", Kind.NUMBER, N_("degrees north, WGS 84"))
_LONGITUDE = _c("longitude", Kind.NUMBER, N_("degrees east, WGS 84"))
_SCOPE = _c(
    "scope",
    Kind.TEXT,
    N_("whose work: `iom` (taken when empty), `parallel` = another agency's, `other`"),
    choices=SCOPES,
)
_NOTE = _c("note", Kind.TEXT, N_("what a reader must know"))

_NAME_IN = (
    _c("name_ar", Kind.TEXT, N_("its name in Arabic, where it has one")),
    _c("name_ckb", Kind.TEXT, N_("its name in Sorani, where it has one")),
)
_SHORT_NAME_IN = (
    _c("short_name_ar", Kind.TEXT, N_("its name for charts in Arabic, where it has one")),
    _c("short_name_ckb", Kind.TEXT, N_("its name for charts in Sorani, where it has one")),
)
_TITLE_IN = (
    _c("title_ar", Kind.TEXT, N_("its title in Arabic, where it has one")),
    _c("title_ckb", Kind.TEXT, N_("its title in Sorani, where it has one")),
)


def _needed(column: Column, required: str = "yes") -> Column:
    return Column(column.name, column.kind, column.meaning, required, column.choices, column.refers_to)


_TABLES = (
    Table("sources", N_("where figures come from"), ("source_id",), (
        _c("source_id", Kind.TEXT, N_("key"), "yes"),
        _c("title", Kind.TEXT, N_("title of the page or document"), "yes"),
        _c("publisher", Kind.TEXT, N_("who published it")),
        _c("published_on", Kind.DATE, N_("when it was published")),
        _c("url", Kind.TEXT, N_("address")),
        _NOTE,
    )),
    Table("donors", N_("who pays"), ("donor_id",), (
        _c("donor_id", Kind.TEXT, N_("key"), "yes"),
        _c("name", Kind.TEXT, N_("full name"), "yes"),
        _c("short_name", Kind.TEXT, N_("name for charts"), "yes"),
        *_NAME_IN,
        *_SHORT_NAME_IN,
    )),
    Table("phases", N_("phases of the programme"), ("phase_id",), (
        _c("phase_id", Kind.TEXT, N_("key"), "yes"),
        _c("name", Kind.TEXT, N_("name"), "yes"),
        *_NAME_IN,
        _c("starts_on", Kind.START, N_("first day, or the month or year published")),
        _c("ends_on", Kind.DATE, N_("last day, or the month or year published")),
        _SOURCE,
        _NOTE,
    )),
    Table("grants", N_("one donor's money for one phase through one implementer"), ("grant_id",), (
        _c("grant_id", Kind.TEXT, N_("key"), "yes"),
        _c("donor_id", Kind.TEXT, N_("donor"), "yes", to="donors"),
        _needed(_PHASE, "unpublished"),
        _c("implementer", Kind.TEXT, N_("agency that carries it out"), "yes"),
        _c("title", Kind.TEXT, N_("title of the project")),
        *_TITLE_IN,
        _c("starts_on", Kind.START, N_("start as published")),
        _c("ends_on", Kind.DATE, N_("end as published")),
        _c("amount", Kind.AMOUNT, N_("committed amount")),
        _c("currency", Kind.TEXT, N_("ISO 4217 code of the amount")),
        _SOURCE,
        _RECORD,
        _SCOPE,
        _NOTE,
    )),
    Table("fora", N_("community policing fora"), ("forum_id",), (
        _c("forum_id", Kind.TEXT, N_("key"), "yes"),
        _c("name", Kind.TEXT, N_("name of the forum"), "yes"),
        *_NAME_IN,
        _needed(_PCODE),
        _DISTRICT,
        _PLACE,
        _LATITUDE,
        _LONGITUDE,
        _c("established_by", Kind.TEXT, N_("who set it up"), "yes", ESTABLISHED_BY),
        _c("status", Kind.TEXT, N_("status at the dataset's as-of date"), "yes", FORUM_STATUSES),
        _c("established_on", Kind.DATE, N_("when it was set up")),
        _c("planned_for", Kind.DATE, N_("when it is, or was, planned to open")),
        _c("closed_on", Kind.DATE, N_("when it was closed")),
        _PHASE,
        _GRANTS,
        _c("members_women", Kind.COUNT, N_("women among its members")),
        _c("members_men", Kind.COUNT, N_("men among its members")),
        _c("last_met_on", Kind.DATE, N_("latest meeting known")),
        _RECORD,
        _SOURCE,
    )),
    Table("trainings", N_("trainings, awareness campaigns and workshops"), ("training_id",), (
        _c("training_id", Kind.TEXT, N_("key"), "yes"),
        _c("title", Kind.TEXT, N_("title of the event"), "yes"),
        *_TITLE_IN,
        _c("kind", Kind.TEXT, N_("kind of event"), "yes", TRAINING_KINDS),
        _c("status", Kind.TEXT, N_("status at the dataset's as-of date"), "yes", TRAINING_STATUSES),
        _c("starts_on", Kind.DATE, N_("first day"), "yes"),
        _c("ends_on", Kind.DATE, N_("last day; the first when empty")),
        _needed(_PCODE, "unpublished"),
        _DISTRICT,
        _PLACE,
        _c("forum_id", Kind.TEXT, N_("forum it was held with"), to="fora"),
        _c("cohort", Kind.TEXT, N_("events of one cohort are attended by the same people")),
        _needed(_PHASE, "unpublished"),
        _GRANTS,
        _RECORD,
        _SOURCE,
        _SCOPE,
        _NOTE,
    )),
    Table("attendance", N_("seats filled at completed events"),
          ("training_id", "participant_group", "sex", "displacement"), (
        _c("training_id", Kind.TEXT, N_("event"), "yes", to="trainings"),
        _c("participant_group", Kind.TEXT, N_("who took part"), "yes", PARTICIPANT_GROUPS),
        _c("sex", Kind.TEXT, N_("women, men or not recorded"), "yes", SEXES),
        _c("displacement", Kind.TEXT, N_("displaced, returnee, host or not recorded"), choices=DISPLACEMENTS),
        _c("attendances", Kind.COUNT, N_("seats filled; one person at two events counts twice"), "yes"),
    )),
    Table("infrastructure", N_("sites built or adapted, vehicles and equipment"), ("item_id",), (
        _c("item_id", Kind.TEXT, N_("key"), "yes"),
        _c("name", Kind.TEXT, N_("what it is"), "yes"),
        *_NAME_IN,
        _c("kind", Kind.TEXT, N_("kind of item; quantities add within one kind only"), "yes", SITE_KINDS + EQUIPMENT_KINDS),
        _c("status", Kind.TEXT, N_("status at the dataset's as-of date"), "yes", WORK_STATUSES),
        _PCODE,
        _DISTRICT,
        _PLACE,
        _LATITUDE,
        _LONGITUDE,
        _c("quantity", Kind.COUNT, N_("number of items of this kind"), "unpublished"),
        _c("agreed_on", Kind.DATE, N_("when it was agreed")),
        _c("due_on", Kind.DATE, N_("when it is due")),
        _c("completed_on", Kind.DATE, N_("when it was completed or handed over")),
        _PHASE,
        _GRANTS,
        _c("cost", Kind.AMOUNT, N_("cost")),
        _c("currency", Kind.TEXT, N_("ISO 4217 code of the cost")),
        _RECORD,
        _SOURCE,
        _SCOPE,
        _NOTE,
    )),
    Table("surveys", N_("surveys of what people say, a row a wave"), ("survey_id", "wave"), (
        _c("survey_id", Kind.TEXT, N_("id of the survey, the same in all its waves"), "yes"),
        _c("wave", Kind.TEXT, N_("name of the wave, such as `baseline`"), "yes"),
        _c("title", Kind.TEXT, N_("title of the survey"), "yes"),
        _c("fieldwork_from", Kind.START, N_("first day of asking, or the month or year published")),
        _c("fieldwork_to", Kind.DATE, N_("last day of asking, or the month or year published"), "yes"),
        _c("method", Kind.TEXT, N_("how people were asked, such as face to face at home")),
        _c("population", Kind.TEXT, N_("whom the answers speak for, such as adults of five communities")),
        _c("sampling", Kind.TEXT, N_("how people were chosen")),
        _c("carried_out_by", Kind.TEXT, N_("agency that asked")),
        _c("respondents", Kind.COUNT, N_("people asked in this wave, as published")),
        _RECORD,
        _SOURCE,
        _NOTE,
    )),
    Table("estimates", N_("one answer of one wave in one place: a percentage, or only the direction of its change"),
          ("survey_id", "wave", "question", "governorate", "community", "sex", "respondent_group", "source"), (
        _c("survey_id", Kind.TEXT, N_("survey"), "yes", to="surveys"),
        _c("wave", Kind.TEXT, N_("wave of that survey"), "yes"),
        _c("question", Kind.TEXT, N_("what was asked about"), "yes", SURVEY_QUESTIONS),
        _c("wording", Kind.TEXT, N_("question as it was put")),
        _c("answer", Kind.TEXT, N_("answer that is counted, such as `very safe`")),
        _PCODE,
        _DISTRICT,
        _c("community", Kind.TEXT, N_("community or town; never a street")),
        _c("surveyed", Kind.TEXT, N_("place with the programme, or one without to compare it with"), "yes", SURVEYED),
        _c("sex", Kind.TEXT, N_("women or men; empty = both"), choices=RESPONDENT_SEXES),
        _c("respondent_group", Kind.TEXT, N_("group of those asked; empty = all"), choices=RESPONDENT_GROUPS),
        _c("percent", Kind.NUMBER, N_("percentage of n that gave the answer; empty where only a direction is published")),
        _c("n", Kind.COUNT, N_("people whose answers the percentage is of")),
        _c("interval_low", Kind.NUMBER, N_("lower end of the 95 % interval as published; never computed")),
        _c("interval_high", Kind.NUMBER, N_("upper end of the 95 % interval as published; never computed")),
        _c("weighted", Kind.TEXT, N_("whether the percentage is weighted; empty = not stated"), choices=("yes", "no")),
        _c("direction", Kind.TEXT, N_("change since the wave before as the source words it, without a number"), choices=DIRECTIONS),
        _RECORD,
        _SOURCE,
        _NOTE,
    )),
    Table("meetings", N_("meetings of fora"), ("forum_id", "met_on"), (
        _c("forum_id", Kind.TEXT, N_("forum that met"), "yes", to="fora"),
        _c("met_on", Kind.DATE, N_("day of the meeting, or the month where only that is known"), "yes"),
        _c("community_women", Kind.COUNT, N_("women of the community at the table")),
        _c("community_men", Kind.COUNT, N_("men of the community at the table")),
        _c("police_women", Kind.COUNT, N_("women of the police at the table")),
        _c("police_men", Kind.COUNT, N_("men of the police at the table")),
        _c("others_women", Kind.COUNT, N_("other women at the table")),
        _c("others_men", Kind.COUNT, N_("other men at the table")),
        _RECORD,
        _SOURCE,
    )),
    Table("concerns", N_("concerns raised at fora: a topic and its stage, never who, where or what happened"), ("concern_id",), (
        _c("concern_id", Kind.TEXT, N_("key"), "yes"),
        _c("forum_id", Kind.TEXT, N_("forum it was raised at"), "yes", to="fora"),
        _c("raised_in", Kind.MONTH, N_("month it was raised in"), "yes"),
        _c("topic", Kind.TEXT, N_("what it is about"), "yes", CONCERN_TOPICS),
        _c("referred_to", Kind.TEXT, N_("kind of body it was passed to"), choices=REFERRED_TO),
        _c("status", Kind.TEXT, N_("status at the dataset's as-of date"), "yes", CONCERN_STATUSES),
        _c("resolved_in", Kind.MONTH, N_("month it was resolved in")),
        _RECORD,
        _SOURCE,
    )),
    Table("budgets", N_("money of a grant in one quarter: planned, and spent once the quarter is over; never divided by results"),
          ("grant_id", "quarter"), (
        _c("grant_id", Kind.TEXT, N_("grant whose money it is"), "yes", to="grants"),
        _c("quarter", Kind.QUARTER, N_("quarter of a year, such as 2016-Q3"), "yes"),
        _c("planned", Kind.AMOUNT, N_("amount to be spent in the quarter")),
        _c("spent", Kind.AMOUNT, N_("amount spent in the quarter; empty where it is not over, or not reported yet")),
        _c("currency", Kind.TEXT, N_("ISO 4217 code of both, that of the grant")),
        _RECORD,
        _SOURCE,
        _NOTE,
    )),
    Table("targets", N_("what an indicator should reach, where and by when"),
          ("indicator", "governorate", "phase_id", "due_on", "revision"), (
        _c("indicator", Kind.TEXT, N_("key in INDICATORS; for a percentage of answers `survey:` and the question"), "yes"),
        _c("governorate", Kind.PCODE, N_("empty = the whole country")),
        _PHASE,
        _c("period_starts_on", Kind.START, N_("first day of the period"), "yes"),
        _c("due_on", Kind.DATE, N_("last day of the period"), "yes"),
        _c("baseline", Kind.NUMBER, N_("value at the start of the period"), "yes"),
        _c("target", Kind.NUMBER, N_("value to reach by due_on"), "yes"),
        _c("revision", Kind.COUNT, N_("0 or empty = first; the highest is in force")),
        _RECORD,
        _SOURCE,
    )),
    Table("facts", N_("figures as they were published"), ("fact_id",), (
        _c("fact_id", Kind.TEXT, N_("key"), "yes"),
        _c("as_of", Kind.DATE, N_("day, month or year the figure speaks of")),
        _c("published_on", Kind.DATE, N_("when it was published")),
        _c("indicator", Kind.TEXT, N_("what was counted, in the publisher's sense"), "yes"),
        _c("value", Kind.TEXT, N_("the figure as printed: a number, a date or a word"), "yes"),
        _c("qualifier", Kind.TEXT, N_("exact, at least, about; empty where the source states a direction only"),
           choices=QUALIFIERS),
        _c("unit", Kind.TEXT, N_("unit")),
        _c("governorate", Kind.TEXT, N_("governorates as the source names them")),
        _PLACE,
        _c("phase_id", Kind.TEXT, N_("phase"), to="phases"),
        _c("donor_id", Kind.TEXT, N_("donor"), to="donors"),
        _c("scope", Kind.TEXT, N_("whose work it counts"), "yes", SCOPES),
        _SOURCE,
        _NOTE,
    )),
    Table("places", N_("places named in the record, and what the source says of them; never counted"), ("place_id",), (
        _c("place_id", Kind.TEXT, N_("key"), "yes"),
        _c("name", Kind.TEXT, N_("place as published"), "yes"),
        _PCODE,
        _c("kind", Kind.TEXT, N_("forum, group of fora, programme site, or comparison site without a programme"), "yes",
           PLACE_KINDS),
        _c("evidence", Kind.TEXT, N_("how strong the source's evidence is"), "yes"),
        _c("spoken_of", Kind.TEXT, N_("date as the source words it")),
        _SOURCE,
        _NOTE,
    )),
)  # fmt: skip

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _TABLES})
