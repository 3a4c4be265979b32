"""Wording of a release diff: one line of rows, and each figure before and after with what the rows contribute."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from community_policing.analysis.changes.model import (
    AIM,
    CORRECTION,
    DATE,
    FIGURE,
    LATE,
    NEW,
    PLACES,
    PROGRESS,
    RECODED,
    TARGET,
    FigureChange,
    ReleaseDiff,
    TableChange,
)  # fmt: skip
from community_policing.core import formats
from community_policing.core.i18n import N_, n, t
from community_policing.core.indicators import INDICATORS

CAUSE_LABELS: Mapping[str, str] = {
    NEW: N_("New"),
    LATE: N_("Late report"),
    CORRECTION: N_("Corrected"),
    RECODED: N_("Re-coded"),
    TARGET: N_("Target revised"),
    DATE: N_("Date of the data"),
}
FIFTH = Fraction(1, 5)  # of a table's rows lost, or of a figure moved by rows, has to be confirmed


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
    said, unknown = t("No headline figure moves."), len(_unknown(diff.figures))
    if unknown:
        one = N_("No headline figure moves that is known; {count} is known neither before nor after.")
        many = N_("No headline figure moves that is known; {count} are known neither before nor after.")
        said = n(one, many, unknown)
    return (*row_sentences(diff), said)


def row_sentences(diff: ReleaseDiff) -> tuple[str, ...]:
    """Return the dates where they differ, and how many rows of each table do."""
    if diff.before is None:
        rows = sum(table.after for table in diff.tables.values())
        return (
            n("The first release: {rows} row.", "The first release: {rows} rows.", rows, rows=formats.number(rows)),
        )
    if diff.nothing:
        return (t("Nothing changes: every row and every figure is what it was."),)
    days = (diff.before[0], diff.after[0])
    dates = t("As of {last}; before, as of {first}.", first=formats.day(days[0]), last=formats.day(days[1]))
    counts = [_table(name, table) for name, table in diff.tables.items() if table.touched]
    return (*([dates] if days[0] != days[1] else []), *(counts or [t("No row was added, changed or removed.")]))


def _table(name: str, table: TableChange) -> str:
    """Fora: 2 rows added, 1 row changed; 47 before, 49 after."""
    counts = (
        (table.added, N_("{figure} row added"), N_("{figure} rows added")),
        (table.changed, N_("{figure} row changed"), N_("{figure} rows changed")),
        (table.removed, N_("{figure} row removed"), N_("{figure} rows removed")),
    )
    said = ", ".join(n(one, many, count, figure=formats.number(count)) for count, one, many in counts if count)
    return t(
        "{table}: {told}; {before} before, {after} after.",
        table=table_name(name), told=said, before=formats.number(table.before), after=formats.number(table.after),
    )  # fmt: skip


def sentence(figure: FigureChange) -> str:
    """Return a figure before and after: "Fora established: 43 → 45 (new +3, corrected −1)"."""
    before, after = _two(figure)
    went = t("{name}: {before} → {after}", name=title(figure), before=before, after=after)
    parts = [
        t("{cause} {amount}", cause=t(CAUSE_LABELS[part.cause]).lower(), amount=amount(part.low, part.high))
        for part in figure.contributions
    ]
    return t("{went} ({parts})", went=went, parts=", ".join(parts)) if parts else went


def in_short(moved: Sequence[FigureChange], figures: Sequence[FigureChange], most: int) -> tuple[str, ...]:
    """Return at most so many of the figures that moved; those of `figures` that nobody knows are said to be unknown."""
    said = [sentence(figure) for figure in moved[:most]]
    if len(moved) > most:
        said.append(t("{count} more", count=len(moved) - most))
    if unknown := _unknown(figures):
        said.append(t("{label}: difference not known", label=", ".join(map(title, unknown))))
    return tuple(said) or (t("No headline figure moved."),)


def _unknown(figures: Sequence[FigureChange]) -> list[FigureChange]:
    """Return the figures that are known on neither side."""
    return [each for each in figures if each.kind == FIGURE and each.before is None and each.after is None]


def _two(figure: FigureChange) -> tuple[str, str]:
    """Return before and after as they are read; percentages that would read the same, with decimals."""
    values = (figure.before, figure.after)
    before, after = (formats.quantity(value, figure.unit) for value in values)
    if before != after or values[0] == values[1]:
        return before, after
    for decimals in (1, 2, 3):
        finer = [formats.number(value.low, decimals) + " %" if value and value.exact else before for value in values]
        if finer[0] != finer[1]:
            break
    return finer[0], finer[1]


def amount(low: float, high: float | None, unit: str = "") -> str:
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
        return ("≈ " if value else "±") + formats.number(0)
    return ("+" if value > 0 else "−") + formats.number(size, 0 if float(size).is_integer() else 1)


def title(figure: FigureChange) -> str:
    """Return the name of a headline figure."""
    label = t(INDICATORS[figure.key].label)
    return {
        FIGURE: label,
        PLACES: t("Governorates with a forum"),
        AIM: t("Target in force: {label}", label=label),
        PROGRESS: t("Progress towards what is due: {label}", label=label),
    }[figure.kind]


def table_name(name: str) -> str:
    """Return the name of a table."""
    return t(_TABLES[name])


_TABLES: Mapping[str, str] = {
    "sources": N_("Sources"),
    "donors": N_("Donors"),
    "phases": N_("Phases"),
    "grants": N_("Grants"),
    "fora": N_("Fora"),
    "trainings": N_("Trainings, campaigns and workshops"),
    "attendance": N_("Attendance"),
    "infrastructure": N_("Infrastructure and equipment"),
    "targets": N_("Targets"),
    "facts": N_("Published figures"),
    "places": N_("Places"),
}


def confirmations(diff: ReleaseDiff) -> tuple[tuple[str, str], ...]:
    """Return a key and a sentence for each table that loses, and each figure that moves by, more than a fifth.

    What the date of the data alone does to a figure that adds up needs no confirmation, nor does a first release.
    """
    if diff.before is None:
        return ()
    lost = [
        (f"table:{name}", _loses(name, table))
        for name, table in diff.tables.items()
        if table.removed > FIFTH * table.before
    ]
    figures = [figure for figure in diff.figures if figure.kind in (FIGURE, PLACES) and _far(figure)]
    return (*lost, *((f"{figure.kind}:{figure.key}", _moves(figure)) for figure in figures))


def _far(figure: FigureChange) -> bool:
    if figure.before is None or figure.after is None:
        return figure.before != figure.after
    dated = next((part for part in figure.contributions if part.cause == DATE), None)
    by_date = (dated.low, dated.high or 0) if dated else (0, 0)
    return any(
        moved is not None and limit is not None and abs(moved - part) > FIFTH * abs(Fraction(limit))
        for moved, part, limit in zip(figure.difference, by_date, (figure.before.low, figure.before.high), strict=True)
    )


def _loses(name: str, table: TableChange) -> str:
    return n(
        "{table}: {removed} of {before} row is taken out, more than a fifth.",
        "{table}: {removed} of {before} rows are taken out, more than a fifth.",
        table.before, table=table_name(name), removed=formats.number(table.removed), before=formats.number(table.before),
    )  # fmt: skip


def _moves(figure: FigureChange) -> str:
    before, after = _two(figure)
    text = N_("{name} goes from {before} to {after}, by more than a fifth.")
    if figure.before is None or figure.after is None:
        text = N_("{name} goes from {before} to {after}: on one side it is not known.")
    return t(text, name=title(figure), before=before, after=after)
