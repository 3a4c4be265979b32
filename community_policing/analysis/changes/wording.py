"""An effect in plain words: the rows of each table, and each figure before and after with its causes."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from community_policing.analysis.changes.model import (
    AIM,
    BASIS,
    CORRECTION,
    DATE,
    FIGURE,
    LATE,
    NEW,
    PLACES,
    PROGRESS,
    RECODED,
    TARGET,
    Headline,
    Part,
    TableEffect,
)
from community_policing.core import formats
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import N_, n, t
from community_policing.core.indicators import INDICATORS

TOLD_FIRST = (NEW, LATE, CORRECTION, RECODED, TARGET, DATE, BASIS)  # what the reader asks for first stands first
LABELS: Mapping[str, str] = {
    NEW: N_("New activity"),
    LATE: N_("Late report"),
    CORRECTION: N_("Correction"),
    RECODED: N_("Place re-coded"),
    TARGET: N_("Target revised"),
    DATE: N_("The date moved on"),
    BASIS: N_("Counted in another way"),
}
LABELS_BACK: Mapping[str, str] = {  # the same where an earlier release is restored
    NEW: N_("New activity taken back"),
    LATE: N_("Late report taken back"),
    CORRECTION: N_("Correction taken back"),
    RECODED: N_("Re-coded place taken back"),
    TARGET: N_("Revised target taken back"),
    DATE: N_("The date moved back"),
    BASIS: N_("Counted in another way"),
}
_NAMED = 3  # rows that a sentence names
_ROWS = ("fora", "trainings", "attendance", "infrastructure", "targets", "facts")  # tables of which figures are made


def restores(number: int, earlier: int, tables: Mapping[str, TableEffect]) -> str:
    """Return that a release restores an earlier one, and what becomes of its rows: "Release 3 restores release 1: CPF-044 is
    no longer in the data."; where both are the same release, that it is gone back to."""
    own = [tables[name] for name in _ROWS]
    rows = (
        (sum(table.removed for table in own), [row for table in own for row in table.removed_ids],
         N_("{rows} is no longer in the data"), N_("{rows} are no longer in the data")),
        (sum(table.added for table in own), [row for table in own for row in table.added_ids],
         N_("{rows} is in the data again"), N_("{rows} are in the data again")),
        (sum(table.changed for table in own), [row.row_id for table in own for row in table.changed_rows],
         N_("{rows} is as it was then"), N_("{rows} are as they were then")),
    )  # fmt: skip
    said = "; ".join(n(one, many, count, rows=_listed(count, ids)) for count, ids, one, many in rows if count)
    words = {"number": number, "earlier": earlier, "rows": said or t("the same rows")}
    if number == earlier:
        return t("Back to release {number}: {rows}.", **words)
    return t("Release {number} restores release {earlier}: {rows}.", **words)


def went_back(number: int, earlier: int) -> str:
    """Return that a release restores an earlier one, for readers who are not told of rows."""
    if number == earlier:
        return t("Back to release {number}", number=number)
    return t("Release {number} restores release {earlier}", number=number, earlier=earlier)


def _listed(count: int, ids: Sequence[str]) -> str:
    """Return the first ids, and how many more there are."""
    shown, more = ", ".join(ids[:_NAMED]), count - len(ids[:_NAMED])
    return n("{rows} and {count} more", "{rows} and {count} more", more, rows=shown) if more else shown


def sentences(
    dates: tuple[date | None, date], tables: Sequence[TableEffect], headlines: Sequence[Headline], nothing: bool
) -> tuple[str, ...]:
    """The effect in plain words: rows first, then every figure that moved, then the governorates of the fora that moved."""
    if nothing:
        return (t("Nothing changes: every row and every figure is what it was."),)
    first, last = dates
    if first is None:
        rows = sum(table.after for table in tables)
        return (
            n("The first release: {rows} row.", "The first release: {rows} rows.", rows, rows=formats.number(rows)),
        )
    said = [] if first == last else [_dates(first, last)]
    said += [_table(table) for table in tables if table.touched]
    if not any(table.touched for table in tables):
        said.append(t("No row was added, changed or removed."))
    moved = [headline for headline in headlines if headline.moved]
    for headline in moved:
        said.append(sentence(headline))
        said += [
            sentence(place, t("{figure}, {place}", figure=title(headline), place=governorate_name(place.key)))
            for place in headline.places
        ]
    return tuple(said) if moved else (*said, _none_moves(len(_unknown(headlines))))


def _none_moves(unknown: int) -> str:
    """Return that no figure moves, and how many are known on neither side, of which nobody can say that."""
    if not unknown:
        return t("No headline figure moves.")
    return n(
        "No headline figure moves that is known; {count} is known neither before nor after.",
        "No headline figure moves that is known; {count} are known neither before nor after.", unknown,
    )  # fmt: skip


def _dates(first: date, last: date) -> str:
    return t("As of {last}; before, as of {first}.", first=formats.day(first), last=formats.day(last))


def _table(table: TableEffect) -> str:
    """Fora: 2 rows added, 1 row changed; 47 before, 49 after."""
    counts = [
        (table.added, "{figure} row added", "{figure} rows added"),
        (table.changed, "{figure} row changed", "{figure} rows changed"),
        (table.removed, "{figure} row removed", "{figure} rows removed"),
    ]
    told = ", ".join(n(one, many, count, figure=formats.number(count)) for count, one, many in counts if count)
    return t(
        "{table}: {told}; {before} before, {after} after.",
        table=table_name(table.table), told=told, before=formats.number(table.before), after=formats.number(table.after),
    )  # fmt: skip


def sentence(headline: Headline, place: str = "") -> str:
    """One figure before and after, and why: "Fora established: 43 → 45: 2 new activities"; of one governorate with its name."""
    name, why = place or title(headline), reasons(headline)
    before, after = _two(headline)
    if headline.before == headline.after:
        return t("{name}: {figure} as before: {reasons}", name=name, figure=after, reasons=why)
    went = t("{name}: {before} → {after}", name=name, before=before, after=after)
    return t("{went}: {reasons}", went=went, reasons=why) if why else went


def in_short(moved: Sequence[Headline], headlines: Sequence[Headline], most: int) -> tuple[str, ...]:
    """Return the figures that moved and why, at most so many; `headlines` that nobody knows are said to be unknown."""
    said = [sentence(headline) for headline in moved[:most]]
    if len(moved) > most:
        said.append(t("{count} more", count=len(moved) - most))
    if unknown := _unknown(headlines):
        said.append(t("{label}: difference not known", label=", ".join(map(title, unknown))))
    return tuple(said) or (t("No headline figure moved."),)


def _unknown(headlines: Sequence[Headline]) -> list[Headline]:
    """Return the figures that are known on neither side."""
    return [each for each in headlines if each.kind == FIGURE and each.before is None and each.after is None]


def _two(headline: Headline) -> tuple[str, str]:
    """Before and after as they may be read; percentages that would read the same, with decimals."""
    values = (headline.before, headline.after)
    before, after = (formats.quantity(value, headline.unit) for value in values)
    if before != after or values[0] == values[1]:
        return before, after
    for decimals in (1, 2, 3):
        finer = [formats.number(value.low, decimals) + " %" if value and value.exact else before for value in values]
        if finer[0] != finer[1]:
            break
    return finer[0], finer[1]


def reasons(headline: Headline) -> str:
    """The parts of the difference in words, in the order in which a reader asks for them."""
    parts = sorted(headline.parts, key=lambda part: TOLD_FIRST.index(part.cause))
    return t(", ").join(_reason(part, headline.unit) for part in parts)


def _reason(part: Part, unit: str) -> str:
    """Where each row brought one, the rows alone say it."""
    whose = (
        _rows(part)
        if part.rows and part.cause in _COUNTED
        else t((LABELS_BACK if part.back else LABELS)[part.cause]).lower()
    )
    if part.low is None:
        return t("{cause} (not comparable)", cause=whose)
    if part.cause in (NEW, LATE) and part.low == part.high == part.rows:
        return whose
    amount = by_how_much(part, unit)
    return (
        t("{amount} from {rows}", amount=amount, rows=whose)
        if part.rows and part.cause in _COUNTED
        else t("{amount} ({cause})", amount=amount, cause=whose)
    )


def _rows(part: Part) -> str:
    one, many = (_COUNTED_BACK if part.back else _COUNTED)[part.cause]
    return n(one, many, part.rows, figure=formats.number(part.rows))


_COUNTED: Mapping[str, tuple[str, str]] = {
    NEW: (N_("{figure} new activity"), N_("{figure} new activities")),
    LATE: (N_("{figure} late report"), N_("{figure} late reports")),
    CORRECTION: (N_("{figure} correction"), N_("{figure} corrections")),
    RECODED: (N_("{figure} place re-coded"), N_("{figure} places re-coded")),
    TARGET: (N_("{figure} target revised"), N_("{figure} targets revised")),
}
_COUNTED_BACK: Mapping[str, tuple[str, str]] = {
    NEW: (N_("{figure} new activity taken back"), N_("{figure} new activities taken back")),
    LATE: (N_("{figure} late report taken back"), N_("{figure} late reports taken back")),
    CORRECTION: (N_("{figure} correction taken back"), N_("{figure} corrections taken back")),
    RECODED: (N_("{figure} re-coded place taken back"), N_("{figure} re-coded places taken back")),
    TARGET: (N_("{figure} revised target taken back"), N_("{figure} revised targets taken back")),
}


def by_how_much(part: Part, unit: str) -> str:
    """A difference with its sign; both bounds where they moved apart; in points where it is of percent."""
    if part.low is None:
        return t("not comparable")
    low, high = _signed(part.low, unit), "" if part.high is None else _signed(part.high, unit)
    if part.high == part.low:
        amount = low
    elif part.high is None or not part.high:
        amount = t("lower bound {low}", low=low)
    elif not part.low:
        amount = t("upper bound {high}", high=high)
    else:
        amount = t("lower bound {low}, upper bound {high}", low=low, high=high)
    return t("{amount} points", amount=amount) if unit == "percent" else amount


def _signed(value: Fraction, unit: str) -> str:
    size = round(abs(float(value)), 1 if unit == "percent" else 0)
    if not size:
        return ("≈ " if value else "±") + formats.number(0)
    return ("+" if value > 0 else "−") + formats.number(size, 0 if float(size).is_integer() else 1)


def title(headline: Headline) -> str:
    """What a headline is of."""
    label = t(INDICATORS[headline.key].label)
    return {
        FIGURE: label,
        PLACES: t("Governorates with a forum"),
        AIM: t("Target in force: {label}", label=label),
        PROGRESS: t("Progress towards what is due: {label}", label=label),
    }[headline.kind]


def table_name(name: str) -> str:
    """A table as a person calls it."""
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


def loses(table: TableEffect) -> str:
    """What has to be confirmed of a table."""
    return n(
        "{table}: {removed} of {before} row is taken out, more than a fifth.",
        "{table}: {removed} of {before} rows are taken out, more than a fifth.",
        table.before, table=table_name(table.table), removed=formats.number(table.removed), before=formats.number(table.before),
    )  # fmt: skip


def moves(headline: Headline) -> str:
    """What has to be confirmed of a figure."""
    before, after = _two(headline)
    if headline.before is None or headline.after is None:
        text = N_("{name} goes from {before} to {after}: on one side it is not known.")
    else:
        text = N_("{name} goes from {before} to {after}, by more than a fifth.")
    return t(text, name=title(headline), before=before, after=after)
