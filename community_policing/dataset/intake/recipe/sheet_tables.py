"""Sheet matching: which table a sheet is, by its name, by its headers, or by a person's answer."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from community_policing.core.i18n import t
from community_policing.core.labels import table_label
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES, Table
from community_policing.dataset.intake.recipe.headers import header_dictionary as dictionary
from community_policing.dataset.intake.recipe.headers.count_headers import counts
from community_policing.dataset.intake.recipe.headers.header_match import (
    BOTH,
    CODE,
    by_tag,
    entries,
    is_exactly,
    is_in,
    is_serial,
    meaning,
    tokens,
)
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.periods import period_of
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.tool_exports import export_of

LEAVE = "leave_out"
# What no header of an office says, and one value for all may
MADE_OR_GIVEN = frozenset({"record", "scope", "displacement"})


REPEATS = "_parent_index | PARENT_KEY | _submission__id"  # columns of a repeat group: its rows belong to a row of another sheet


# What columns of periods bring: the same sheet may hold targets, or what was reached.
_PERIODIC = {"targets": {"target", "period_starts_on", "due_on"}, "facts": {"value", "as_of"}}


@dataclass(frozen=True)
class Fit:
    """How well a header fits a table: headers that are its columns, and required columns that lack."""

    table: str
    explained: int
    lacking: tuple[str, ...]

    @property
    def score(self) -> int:
        """What is explained less what lacks: the table of the highest score is the likeliest."""
        return self.explained - len(self.lacking)


def by_name(name: str) -> str:
    """The table that a sheet or file is named after; months, numbers and words like "list" or "final" are forgiven."""
    stem = re.sub(r"\.(csv|tsv|txt|tab|xlsx|xls|ods|xlsb|parquet|geojson|kml|gpkg|zip)$", "", name, flags=re.IGNORECASE)
    words = [word for word in tokens(stem) if not any(letter.isdigit() for letter in word) and word not in _around()]
    wanted = {"".join(words), "".join(words).removesuffix("s")} - _no_names()  # a form's own sheet is called survey
    found = {table for table in TABLES if wanted & _names(table)} if words else set()
    return found.pop() if len(found) == 1 else ""


def is_named(name: str, table: str) -> bool:
    """Whether a sheet or file bears a table's own name, and no more."""
    return name.partition(".")[0].strip().casefold() == table


@cache
def _around() -> frozenset[str]:
    return frozenset(word for entry in entries(dictionary.AROUND_A_NAME) for word in tokens(entry))


@cache
def _no_names() -> frozenset[str]:
    return frozenset("".join(tokens(entry)) for entry in entries(dictionary.NO_TABLE))


def _names(table: str) -> set[str]:
    called = {table, table_label(table), *entries(dictionary.SHEETS.get(table, ""))}
    plain = {"".join(word for word in tokens(name) if word not in _around()) for name in called}
    return (plain | {name.removesuffix("s") for name in plain}) - {""}


def is_no_table(name: str) -> bool:
    """Whether a sheet is named as those that hold no table: Summary, Lists, Notes."""
    words = [word for word in tokens(name) if not word.isdigit()]
    return any(tokens(entry) == tuple(words) for entry in entries(dictionary.NO_TABLE))


def fits(header: Header) -> list[Fit]:
    """How well the header fits each table, best first."""
    names = _own(header.names)
    found = [_fit(names, header, table) for table in TABLES.values()]
    return sorted((fit for fit in found if fit.explained > 1), key=lambda fit: (-fit.score, len(fit.lacking)))


def _own(names: Sequence[str]) -> list[str]:
    """The headers without those that a tool made, and without their groups."""
    export = export_of(names, lambda _at: ())
    left_out = export.own | export.options
    return [
        "" if at in left_out else export.points.get(at) or export.cut.get(at) or name for at, name in enumerate(names)
    ]


def _fit(names: Sequence[str], header: Header, table: Table) -> Fit:
    columns: set[str] = set()
    tags = header.tags
    explained = 0
    wide = counts(names) if table.name in ("trainings", "attendance") else {}
    for at, name in enumerate(names):
        found = meaning(name, table) if name else None
        column = found.column if found and found.sure else by_tag(tags[at], table) if at < len(tags) else ""
        if at not in wide and column and column not in columns:
            columns.add(column)
            explained += 1
    explained += sum(1 for each in wide.values() if not each.total)
    if any(is_exactly(name, REPEATS) for name in header.names):
        columns |= {column.name for column in table.columns if column.refers_to}
    if table.name == "attendance" and wide:
        columns |= {"participant_group", "sex", "attendances"}
    if table.name in _PERIODIC and "indicator" in columns and (months := _periods(names)) > 1:
        columns |= _PERIODIC[table.name]
        explained += months
    return Fit(table.name, explained, lacking(table, columns))


def _periods(names: Sequence[str]) -> int:
    """How many headers are months, quarters or years."""
    return sum(1 for name in names if period_of(name))


def lacking(table: Table, columns: Collection[str]) -> tuple[str, ...]:
    """Required columns that no header brings, but those that can be made or given for all rows."""
    brought = {part.removesuffix(CODE) for column in columns for part in column.split(BOTH)}
    makeable = MADE_OR_GIVEN | ({table.key[0]} if len(table.key) == 1 else set())
    return tuple(c.name for c in table.columns if c.required == "yes" and c.name not in brought | makeable)


def table_of(name: str, header: Header, questions: Questions, *, alone: bool, given: str = "") -> str:
    """The table of a sheet, "" where it is none.

    Parameters
    ----------
    name
        What the sheet or file is called.
    alone
        Whether it is all of the file: then a sheet that seems to be no table is asked about, not left out.
    given
        A table that was named beforehand.
    """
    if given:
        return given
    proposed, certain = _proposed(name, header, alone)
    choices = {table: table_label(table) for table in TABLES} | {LEAVE: t("None: leave it out")}
    text = t("Which table is “{sheet}”?", sheet=printable(name))
    shape = _shape(header)
    answer = questions.ask(
        Step.SHEET, shape, text, choices, proposed, certain=certain, quiet=is_named(name, proposed),
        remembered=questions.remembered(Step.SHEET, lambda key: _alike(key, shape)),
    )  # fmt: skip
    return "" if answer == LEAVE else answer


def _shape(header: Header) -> str:
    """The sheet's id: its headers, which stay when file and sheet bear another month's name; periods are no headers."""
    return " | ".join(name for name in header.names if name and not period_of(name))


def _alike(one: str, other: str) -> bool:
    """Whether two sheets have most of their headers in common, in any order."""
    first, second = ({" ".join(tokens(each)) for each in key.split(" | ")} for key in (one, other))
    return 2 * len(first & second) > max(len(first), len(second))


def _proposed(name: str, header: Header, alone: bool) -> tuple[str, bool]:
    """The likeliest table, LEAVE for none, and whether that is certain."""
    named, wide = by_name(name), _periods(header.names) > 1
    ranked = [fit for fit in fits(header) if fit.table != "meetings" or named == "meetings" or _says_meeting(header)]
    filled = [
        each for each in _own(header.names) if each and not is_serial(each) and not is_in(each, dictionary.NONE_OF_OURS)
    ]
    best = ranked[0] if ranked and (2 * ranked[0].explained >= len(filled) or not ranked[0].lacking) else None
    whole = [fit for fit in ranked if fit.explained == len(filled) and _has_key(fit.table, header)]
    if len(whole) == 1 and not named and (best is None or best.lacking):
        return whole[0].table, True  # rows that update others
    if is_no_table(name) and (best is None or best.lacking):
        return LEAVE, not alone
    if named:
        own = next((fit for fit in ranked if fit.table == named), Fit(named, 0, ()))
        if best is None or own.score >= best.score or (wide and {named, best.table} == set(_PERIODIC)):
            return named, own.explained > 0 or best is None
        return (named if own.explained and not own.lacking else best.table), False
    if best is None:
        return LEAVE, not alone
    clear = all((best.score, -len(best.lacking)) > (fit.score, -len(fit.lacking)) for fit in ranked[1:])
    either = wide and {fit.table for fit in ranked[:2]} == set(_PERIODIC)
    return best.table, clear and not best.lacking and not either


def _says_meeting(header: Header) -> bool:
    """Whether a header names the day of a meeting, and not any day: a forum and a date may be an event as well."""
    days = (name for name in header.names if (own := meaning(name, TABLES["meetings"])) and own.column == "met_on")
    return any(meaning(name, TABLES["trainings"]) is None for name in days)


def _has_key(table: str, header: Header) -> bool:
    found = {each.column for name in _own(header.names) if name and (each := meaning(name, TABLES[table]))}
    return set(TABLES[table].key) <= found
