"""Remarks of reading a file: what its sheets, rows and columns show beside their values, as issues at their place."""

from community_policing.core.i18n import t
from community_policing.core.schema import WITHOUT_TEXT
from community_policing.dataset.csv_file import letter, too_few, too_many
from community_policing.dataset.intake.places import SHEET, FilePlaces
from community_policing.dataset.intake.recipe.build_tables import Read
from community_policing.dataset.intake.recipe.sheet import Remark, parted_otherwise
from community_policing.dataset.issues import OUTSIDE, RULES, IssueLog, Severity

_OF_THE_SHEET = frozenset({"hidden_rows", "hidden_sheet", "unclosed_quote", "stray_quote"})


def add_remark(sheet: str, remark: Remark, places: FilePlaces, log: IssueLog) -> None:
    """Tell what was noticed; a fault of what is left out is none."""
    rule, line, position, problem, value = remark
    read = places.reads.get(sheet)
    error = {**RULES, **OUTSIDE}.get(rule) is Severity.ERROR
    if read is None:
        if not error:
            log.add(rule, SHEET + sheet, line, "", problem, value)
        return
    used = position in {*read.columns.targets, *read.wide.counts, *read.wide.periods}
    if line is None and position is None and sum(each.table is read.table for each in places.reads.values()) > 1:
        log.add(rule, SHEET + sheet, None, "", problem, value)
        return
    if read.table.name in WITHOUT_TEXT and not used:
        value = ""
    number = places.number(read, line)
    shows_nothing_else = line and not number and line not in read.sheet.filled_lines
    if error and used and position is not None and shows_nothing_else:
        log.add(rule, SHEET + sheet, line, read.header.names[position], problem, value)
        return
    left_out = (position is not None and not used) or (line and not number)
    if error and rule not in _OF_THE_SHEET and left_out:
        return
    if line and not number:  # a row above the table, or one that was left out
        log.add(rule, SHEET + sheet, line, "", problem, value)
        return
    log.add(rule, read.table.name, number, _column(read, position), problem, value)


def _column(read: Read, position: int | None) -> str:
    """The column of the table at a position; for one that is left out its letter, in brackets."""
    if position is None:
        return ""
    return read.columns.targets.get(position) or f"({letter(position)})"


def add_widths(read: Read, places: FilePlaces, log: IssueLog) -> None:
    """Tell rows of a text with more or fewer cells than its header."""
    if read.sheet.worksheet or not read.sheet.widths:
        return
    width = read.sheet.widths[max(read.header.body - 1, 0)]
    for at in read.rows:
        row, line, found = read.sheet.rows[at], read.sheet.lines[at], read.sheet.widths[at]
        beyond = next((place for place in range(width, len(row)) if row[place].strip()), None)
        if beyond is not None:
            problem = too_many(found, width, letter(beyond))
        elif found < width and parted_otherwise(row[0], read.sheet.separator, width):
            problem = t("its cells are not separated as those of the header are. Use one separator in the whole file.")
        elif found < width:
            problem = too_few(found, width)
        else:
            continue
        add_remark(read.sheet.name, ("ragged_row", line, None, problem, ",".join(row)), places, log)
