"""Wording of a release diff: rows in a line, each figure before and after with what its rows contribute, and both as tables."""

from collections.abc import Mapping, Sequence

import pandas as pd

from community_policing.analysis.changes.causes import CAUSES
from community_policing.analysis.changes.diff import ReleaseDiff
from community_policing.analysis.changes.figures import FigureChange
from community_policing.analysis.changes.rows import TableChange
from community_policing.core import formats
from community_policing.core.i18n import N_, in_line, listed, n, plural, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.labels import column_label, label, value_label
from community_policing.core.quantity import in_unit

_WORDS: Mapping[str, str] = {
    "new_activity": N_("New"), "late_report": N_("Late report"), "correction": N_("Corrected"), "place_recoded": N_("Re-coded"),
    "target_revised": N_("Target revised"), "date_moved_on": N_("Date of the data"),
    "added": N_("Added"), "changed": N_("Changed"), "removed": N_("Removed"),
}  # fmt: skip

_CONTRIBUTED: Mapping[str, str] = {
    "new_activity": N_("new {amount}"), "late_report": N_("late report {amount}"), "correction": N_("corrected {amount}"),
    "place_recoded": N_("re-coded {amount}"), "target_revised": N_("target revised {amount}"),
    "date_moved_on": N_("date of the data {amount}"),
}  # fmt: skip


def went_back(number: int, earlier: int) -> str:
    """Return that a release restores an earlier one, for readers who are not told of rows."""
    if number == earlier:
        return t("Back to release {number}", number=number)
    return t("Release {number} restores release {earlier}", number=number, earlier=earlier)


def sentences(diff: ReleaseDiff) -> tuple[str, ...]:
    """Return the diff in short sentences: dates, rows of each table, then each figure that moved."""
    if diff.before is None or diff.nothing:
        return row_sentences(diff)
    if diff.moved:
        return (*row_sentences(diff), *map(sentence, diff.moved))
    said, unknown = t("No headline figure changes."), len(_unknown(diff.figures))
    if unknown:
        said = n(
            "No known headline figure changes; {count} is known neither before nor after.",
            "No known headline figure changes; {count} are known neither before nor after.",
            unknown,
        )
    return (*row_sentences(diff), said)


def row_sentences(diff: ReleaseDiff) -> tuple[str, ...]:
    """Return the dates where they differ, and how many rows of each table do."""
    if diff.before is None:
        rows = sum(table.after for table in diff.tables.values())
        first = n("The first release: {rows} row.", "The first release: {rows} rows.", rows, rows=formats.number(rows))
        return (first,)
    if diff.nothing:
        return (t("Nothing changes: every row and every figure stays the same."),)
    days = {"first": formats.day(diff.before[0]), "last": formats.day(diff.after[0])}
    dates = [t("As of {last}; before, as of {first}.", **days)] if diff.before[0] != diff.after[0] else []
    counts = [_table(name, table) for name, table in diff.tables.items() if table.touched]
    return (*dates, *(counts or [t("No row was added, changed or removed.")]))


def _table(name: str, table: TableChange) -> str:
    """Fora: 2 rows added, 1 row changed; 47 before, 49 after."""
    counts = (
        (table.added, plural("{figure} row added", "{figure} rows added")),
        (table.changed, plural("{figure} row changed", "{figure} rows changed")),
        (table.removed, plural("{figure} row removed", "{figure} rows removed")),
    )
    said = listed([n(*pair, count, figure=formats.number(count)) for count, pair in counts if count])
    return t(
        "{table}: {told}; {before} before, {after} after.",
        table=label(name, "table"), told=said, before=formats.number(table.before), after=formats.number(table.after),
    )  # fmt: skip


def sentence(figure: FigureChange) -> str:
    """Return a figure before and after: "Fora established: 43 → 45 (new +3, corrected −1)"."""
    before, after = before_and_after(figure)
    went = t("{name}: {before} → {after}", name=title(figure), before=before, after=after)
    parts = [t(_CONTRIBUTED[part.cause], amount=_amount(part.low, part.high)) for part in figure.contributions]
    return t("{went} ({parts})", went=went, parts=listed(parts)) if parts else went


def in_short(moved: Sequence[FigureChange], figures: Sequence[FigureChange], most: int) -> tuple[str, ...]:
    """Return at most so many of the figures that moved; those of `figures` that nobody knows are said to be unknown."""
    said = [sentence(figure) for figure in moved[:most]]
    if len(moved) > most:
        said.append(n("{count} more", "{count} more", len(moved) - most))
    if unknown := _unknown(figures):
        said.append(t("{label}: difference not known", label=listed([title(each) for each in unknown])))
    return tuple(said) or (t("No headline figure changed."),)


def _unknown(figures: Sequence[FigureChange]) -> list[FigureChange]:
    """Return the figures that are known on neither side."""
    return [each for each in figures if each.kind == "figure" and each.before is None and each.after is None]


def before_and_after(figure: FigureChange) -> tuple[str, str]:
    """Return both values as they are read; percentages that would read the same, with decimals."""
    values = (figure.before, figure.after)
    before, after = (formats.quantity(value, figure.unit) for value in values)
    if before != after or values[0] == values[1]:
        return before, after
    for decimals in (1, 2, 3):
        finer = [formats.number(value.low, decimals) + " %" if value and value.exact else before for value in values]
        if finer[0] != finer[1]:
            break
    return finer[0], finer[1]


def _amount(low: float, high: float | None, unit: str = "") -> str:
    """Return a difference with its sign; both bounds where they moved apart; in points where it is of percent."""
    if high == low:
        text = _signed(low, unit)
    elif not high:
        text = t("lower bound {low}", low=_signed(low, unit))
    elif not low:
        text = t("upper bound {high}", high=_signed(high, unit))
    else:
        text = t("lower bound {low}, upper bound {high}", low=_signed(low, unit), high=_signed(high, unit))
    return t("{amount} points", amount=text) if unit == "percent" else text


def _signed(value: float, unit: str) -> str:
    size = round(abs(value), 1 if unit == "percent" else 0)
    if not size:
        return in_line(("≈ " if value else "±") + formats.number(0))
    return in_line(("+" if value > 0 else "−") + formats.number(size, 0 if float(size).is_integer() else 1))


def title(figure: FigureChange) -> str:
    """Return the name of a headline figure."""
    name = t(INDICATORS[figure.key].label)
    return {
        "figure": name,
        "places": t("Governorates with a forum"),
        "target": t("Target in force: {label}", label=name),
        "progress": t("Progress towards what is due: {label}", label=name),
    }[figure.kind]


def figures_table(figures: Sequence[FigureChange]) -> pd.DataFrame:
    """Return headline figures before and after, and a column for each cause with what its rows contribute."""
    columns: dict[str, list[object]] = {
        t("Figure"): [title(figure) for figure in figures],
        t("Before"): [in_unit(figure.before, figure.unit) for figure in figures],
        t("After"): [in_unit(figure.after, figure.unit) for figure in figures],
        t("Difference"): [_cell(*figure.difference, figure.unit) for figure in figures],
    }
    for cause in CAUSES[1:]:
        parts = [next((part for part in each.contributions if part.cause == cause), None) for each in figures]
        if any(parts):
            columns[t(_WORDS[cause])] = [part and _cell(part.low, part.high, "") for part in parts]
    return pd.DataFrame({head: pd.Series(cells, dtype=object) for head, cells in columns.items()})


def cells_table(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the rows and cells that changed, a line each, in the words that a person reads."""
    columns = cells["column"].tolist()
    return pd.DataFrame(
        {
            t("Table"): [label(name, "table") for name in cells["table"]],
            t("Row"): cells["row_id"],
            t("Change"): [t(_WORDS[change]) for change in cells["change"]],
            t("Column"): [column_label(name) if name else "" for name in columns],
            t("Before"): [value_label(text, of) for text, of in zip(cells["before"], columns, strict=True)],
            t("After"): [value_label(text, of) for text, of in zip(cells["after"], columns, strict=True)],
            t("Cause"): [t(_WORDS[cause]) for cause in cells["cause"]],
        },
        dtype=object,
    )


def _cell(low: float | None, high: float | None, unit: str) -> object:
    """Return a number to reckon with where both bounds moved alike; points, and bounds that moved apart, in words."""
    if low is None:
        return None
    if low != high or unit == "percent":
        return _amount(low, high, unit)
    return int(low) if float(low).is_integer() else round(low, 1)
