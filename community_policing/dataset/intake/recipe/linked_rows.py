"""Linked rows: rows that belong to a row of another table, as counts beside an event do, or the repeat groups of a form."""

from collections.abc import Mapping, Sequence

from community_policing.core.i18n import t
from community_policing.core.schema import Column, Table
from community_policing.dataset.intake.recipe.headers.header_match import BOTH, CODE, column_of, is_exactly
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.sheet import Origin, RawSheet, Shaped
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE, REPEATS

PARENT = "parent"
Parents = list[Origin | None]  # one for each row of a table: the row that it belongs to
# Column of a repeat group -> column of the form, the surest last: many an office deletes the indices, and keeps the ids.
_MARKS = {"_submission__id": "_id", "_parent_index": "_index", "PARENT_KEY": "KEY"}


def links(table: Table) -> list[Column]:
    """The columns of a table that a row gets from the row it belongs to."""
    return [column for column in table.columns if column.refers_to in ("trainings", "fora")]


def is_repeat(names: Sequence[str]) -> bool:
    """Whether a sheet with these headers is a repeat group of a form."""
    return any(is_exactly(name, REPEATS) for name in names)


def parents_of(names: Sequence[str], sheet: RawSheet, forms: Mapping[str, Mapping[str, Origin]]) -> dict[int, Origin]:
    """Return line -> row of the form for rows of a repeat group; `forms`: for `_index` and `KEY`, rows by what they say."""
    found: dict[int, Origin] = {}
    for own, mark in _MARKS.items():
        if own in names and mark in forms:
            at = names.index(own)
            by_index = forms[mark]
            rows = zip(sheet.lines, sheet.rows, strict=True)
            found |= {line: by_index[row[at]] for line, row in rows if row[at] in by_index}
    return found


def rows_by_mark(names: Sequence[str], sheet: RawSheet, rows: Sequence[int]) -> dict[str, dict[str, Origin]]:
    """The rows of a form by what they say in `_index` and `KEY`."""
    return {
        mark: {sheet.rows[row][names.index(mark)]: Origin(sheet.name, sheet.lines[row]) for row in rows}
        for mark in _MARKS.values()
        if mark in names
    }


def give_places(shaped: Shaped, parents: Parents, tables: Mapping[str, Shaped], questions: Questions) -> None:
    """Write where the rows that a table's rows belong to lie, into those of a table that says no governorate of its own."""
    own = {part for name in shaped.columns for part in name.removesuffix(CODE).split(BOTH)}
    if "governorate" in own or column_of("governorate", shaped.table) is None:
        return
    of_parents = {
        origin: {
            name: parent.columns[name][at] for name in ("governorate", "district", "place") if name in parent.columns
        }
        for column in links(shaped.table)
        if (parent := tables.get(column.refers_to)) and parent is not shaped
        for at, origin in enumerate(parent.origins)
    }
    given = [of_parents.get(origin, {}) if origin else {} for origin in parents]
    if not all(each.get("governorate", "").strip() for each in given):
        return
    text = t("Rows of a group have no governorate of their own. Do they have that of the row they belong to?")
    choices = {PARENT: t("Yes, with its place"), LEAVE: t("No: I add the column")}
    answer = questions.ask(Step.VALUE, "governorate of group", text, choices, PARENT, certain=True, table=shaped.table.name,
                           column="governorate", rows=len(given))  # fmt: skip
    if answer == PARENT:
        for name in ("governorate", "district", "place"):
            if name not in own:
                shaped.columns[name] = [each.get(name, "") for each in given]
                shaped.positions.setdefault(name, None)


def give_ids(shaped: Shaped, parents: Parents, tables: Mapping[str, Shaped]) -> None:
    """Write the ids of the rows that a table's rows belong to; a row that belongs to none keeps what it has."""
    for column in links(shaped.table):
        parent = tables.get(column.refers_to)
        key = parent.table.key[0] if parent else ""
        if parent is None or key not in parent.columns or parent is shaped:
            continue
        ids = dict(zip(parent.origins, parent.columns[key], strict=True))
        own = shaped.columns.get(column.name, [""] * len(shaped.origins))
        given = [ids.get(origin, "") if origin else "" for origin in parents]
        if any(given):
            shaped.columns[column.name] = [new or cell for new, cell in zip(given, own, strict=True)]
            shaped.positions.setdefault(column.name, None)
