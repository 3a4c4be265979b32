"""Issues of a dataset: every rule it must keep, and one Issue for each time a rule is broken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable


class Severity(StrEnum):
    """An error sets its row aside and keeps a release from being published; a warning is shown beside the figures."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Issue:
    """One broken rule.  `row` is the line of the file (the header is line 1), None where the whole table is meant;
    `value` is the cell as the file shows it, shortened and without hidden characters; `message` says what, where and
    what to do."""

    severity: Severity
    table: str
    row: int | None
    column: str
    rule: str
    value: str
    message: str


_ERRORS = (
    # the package and its files
    "package_value", "duplicate_table", "missing_file", "too_large", "too_many_rows", "not_utf8", "nul_character",
    "no_header", "too_many_columns", "not_comma_separated", "not_parquet", "missing_column", "duplicate_column",
    # one row or cell
    "ragged_row", "unclosed_quote", "stray_quote", "long_cell", "not_a_count", "not_a_number", "not_a_date", "month_first",
    "unknown_governorate", "unknown_district", "required", "choice", "negative", "out_of_range", "duplicate_key", "currency_code",
    # a row against itself
    "established_without_date", "planned_without_date", "planned_but_established", "closed_without_date",
    "resolved_without_month", "open_but_resolved", "not_a_percentage", "estimate_says_nothing", "half_an_interval",
    "outside_interval", "percent_without_n", "survey_target", "not_a_quarter", "budget_says_nothing", "spent_ahead",
    "look_alike", "ends_too_early", "before_2003", "after_as_of", "currency_missing", "half_a_point", "outside_iraq",
    "district_elsewhere",
    # a row against other tables
    "unresolved_reference", "attendance_not_completed", "unknown_wave", "meeting_outside_life", "meeting_of_planned",
    "budget_currency",
)  # fmt: skip
_WARNINGS = (
    "unknown_table", "missing_table", "unknown_column", "hidden_characters", "matched_inexactly", "other_governorate",
    "other_district", "target_is_baseline", "unknown_indicator", "completed_without_date", "cohort_differs", "raised_before_forum",
    "budget_outside_grant", "budget_above_amount",
)  # fmt: skip

RULES: Mapping[str, Severity] = MappingProxyType(
    dict.fromkeys(_ERRORS, Severity.ERROR) | dict.fromkeys(_WARNINGS, Severity.WARNING)
)
"""Every rule a dataset is held to, with what breaking it means."""

_OUTSIDE_ERRORS = (
    "empty_file", "unknown_format", "password_protected", "macros", "damaged", "nested_archive", "unsafe_path",
    "duplicate_entry", "unpacks_too_large", "too_many_files", "too_demanding", "crashed", "unclear_encoding", "unclear_separator",
    "no_table", "misnamed_table", "personal_data", "merged_cells", "formula_without_value", "formula_error",
    "garbled_text", "ambiguous_number", "date_as_id", "number_as_id", "absent_column", "empty_marker", "stray_row", "no_rows",
    "hijri_date", "grid_reference", "unknown_key", "taken_key", "currency_differs",
)  # fmt: skip
_OUTSIDE_WARNINGS = (
    "unnamed_column",
    "hidden_rows",
    "hidden_columns",
    "hidden_sheet",
    "rows_above_header",
    "header_row",
    "columns_left_out",
    "rows_left_out",
    "total_differs",
    "reference_not_checked",
    "already_there",
    "not_a_point",
    "not_a_district",
    "two_digit_year",
    "no_value",
    "share_among_percents",
    "correction_lost",
    "several_tables",
)

OUTSIDE: Mapping[str, Severity] = MappingProxyType(
    dict.fromkeys(_OUTSIDE_ERRORS, Severity.ERROR) | dict.fromkeys(_OUTSIDE_WARNINGS, Severity.WARNING)
)
"""The rules that only a file from outside can break, before its tables are read or while they are (intake/)."""

_SEVERITIES = {**RULES, **OUTSIDE}
PACKAGE = "datapackage"  # stands for the table where an issue is about datapackage.json itself
VALUE_WIDTH = 200


def place(file: str, row: int | None = None, column: str = "") -> str:
    """Where something is, in words: the file, and the line and column where they are known."""
    if row is None:
        return t("{file}, column {column}", file=file, column=printable(column)) if column else file
    if not column:
        return t("{file}, line {line}", file=file, line=row)
    return t("{file}, line {line}, column {column}", file=file, line=row, column=printable(column))


class IssueLog:
    """Collects issues while a dataset is read.  A cell is blamed once: errors after its first are dropped.

    `files` are the tables' files as messages name them, `raw` shows a cell (table, row, column) as its file does, `where`
    puts a place into words, and of one rule in one column at most `limit` cells are told one by one.  `line` is the line of the
    file that a row (table, row) goes by in a sentence."""

    def __init__(
        self,
        files: Mapping[str, str],
        raw: Callable[[str, int, str], str] = lambda *_: "",
        where: Callable[[str, int | None, str], str] | None = None,
        limit: int | None = None,
        line: Callable[[str, int], int] = lambda _table, row: row,
    ) -> None:
        self._files = files
        self._raw = raw
        self._where = where or (lambda table, row, column: place(files.get(table, table), row, column))
        self._told = limit
        self.line = line
        self._counts: dict[tuple[str, str, str], int] = {}
        self._issues: list[Issue] = []
        self._blamed: set[tuple[str, int | None, str]] = set()
        self._rows: dict[str, set[int]] = {}

    def add(self, rule: str, table: str, row: int | None, column: str, problem: str, value: str | None = None) -> None:
        """Record a broken rule; `problem` is the sentence after the place, `value` the raw cell if not given."""
        severity, cell = _SEVERITIES[rule], (table, row, column)
        if severity is Severity.ERROR:
            if cell in self._blamed:
                return
            self._blamed.add(cell)
            if row is not None:
                self._rows.setdefault(table, set()).add(row)
        if row is not None and self._told is not None:
            kind = (rule, table, column)
            self._counts[kind] = self._counts.get(kind, 0) + 1
            if self._counts[kind] > self._told:
                return
        if value is None:
            value = self._raw(table, row, column) if row is not None else ""
        message = t("{place}: {problem}", place=self._where(table, row, column), problem=problem)
        self._issues.append(Issue(severity, table, row, column, rule, printable(value, VALUE_WIDTH), message))

    def raw(self, table: str, row: int, column: str) -> str:
        """The cell as the file shows it, made safe to read in a sentence."""
        return printable(self._raw(table, row, column))

    def file(self, table: str) -> str:
        """The file a table comes from, as messages name it."""
        return self._files.get(table, table)

    def rows(self, table: str) -> frozenset[int]:
        """The rows of a table that have an error so far."""
        return frozenset(self._rows.get(table, ()))

    def blames(self, table: str, row: int, column: str) -> bool:
        """Whether that cell has an error."""
        return (table, row, column) in self._blamed

    def sorted(self) -> tuple[Issue, ...]:
        """All issues: errors first, then by table, row, column and rule."""
        return tuple(
            sorted(
                [*self._issues, *self._untold()],
                key=lambda i: (i.severity is not Severity.ERROR, i.table, i.row or 0, i.column, i.rule),
            )
        )

    def _untold(self) -> list[Issue]:
        """One issue for each rule and column that is broken more often than is told."""
        more = []
        for (rule, table, column), count in self._counts.items():
            if self._told is not None and count > self._told:
                where, left = self._where(table, None, column), f"{count - self._told:,}"
                problem = t("{count} more rows have the same error ({rule}). Correct them too.", count=left, rule=rule)
                message = t("{place}: {problem}", place=where, problem=problem)
                more.append(Issue(_SEVERITIES[rule], table, None, column, rule, "", message))
        return more
