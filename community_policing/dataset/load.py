"""Loader: files -> checked tables and issues.  Rows with an error are set aside: never counted, never lost."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from community_policing.core.i18n import t
from community_policing.core.protection_level import ConcernLevel, ProtectionLevel
from community_policing.core.schema import TABLES
from community_policing.dataset.column_checks import check_table
from community_policing.dataset.csv_file import BYTES_LIMIT, Sheet, read_sheet
from community_policing.dataset.datapackage import FILE, Description, Package, read_package, release_of
from community_policing.dataset.issues import PACKAGE, RULES, Issue, IssueLog, Severity
from community_policing.dataset.parquet import SUFFIX, Scan, scan
from community_policing.dataset.row_rules import check_rules, remaining
from community_policing.dataset.similar_ids import check_ids
from community_policing.dataset.typed_frames import empty_frame, typed_frame

SCANNED = "attendance"  # the one table that outgrows memory: it may be a Parquet file
__all__ = ["RULES", "Dataset", "Issue", "Severity", "load"]


@dataclass(frozen=True)
class Dataset(Description):
    """A loaded dataset.

    `tables` has every table of the schema: its columns, `<date>_precision` for each date, and `row`, the line in the
    file.  `set_aside` has the rows with an error, as text, as the file shows them, and `row`.  Together they hold every
    row of the file.  `release` names the content of the files.
    `scans` are tables that stay in their file because they are large: their frame in `tables` is empty.  `guard` says what
    was protected before a reader got it (None: nothing).  `concern_cells` stand in place of the rows of concerns for a reader
    who may not see these, and `concern_level` says how they were protected (both None: the rows are there)."""

    release: str
    tables: Mapping[str, pd.DataFrame]
    set_aside: Mapping[str, pd.DataFrame]
    issues: tuple[Issue, ...]
    scans: Mapping[str, Scan] = field(default_factory=lambda: MappingProxyType({}))
    guard: ProtectionLevel | None = None
    concern_cells: pd.DataFrame | None = None
    concern_level: ConcernLevel | None = None

    @property
    def rows(self) -> int:
        """How many rows there are to count, in all tables."""
        return sum(map(len, self.tables.values())) + sum(large.rows for large in self.scans.values())


def load(folder: Path) -> Dataset:
    """The dataset in a folder: datapackage.json and the CSV files it names.

    What is wrong with rows, cells or tables becomes issues.  ProgrammeError only when nothing can be shown: no readable
    datapackage.json with an `as_of`, a path out of the folder, or a column that would hold details of people."""
    package = read_package(folder)
    sheets: dict[str, Sheet] = {}
    log = IssueLog({**package.files, PACKAGE: FILE}, lambda table, row, column: sheets[table].raw(row, column))
    for rule, name, column, problem in package.remarks:
        log.add(rule, name or PACKAGE, None, column, problem)
    contents = {name: _bytes(folder, name, package.files[name], log) for name in package.files}
    large = [name for name, path in package.files.items() if name == SCANNED and path.endswith(SUFFIX)]
    for name, data in contents.items():
        content = None if name in large else data
        sheets[name] = Sheet(TABLES[name]) if content is None else read_sheet(content, TABLES[name], log)
    frames = {name: typed_frame(sheets[name], log) if name in sheets else empty_frame(TABLES[name]) for name in TABLES}
    hold(frames, frames, package.as_of, log)
    read = {package.files[name]: data for name, data in contents.items() if data is not None}
    events = remaining(frames, "trainings", log)
    large_tables = {
        name: scan(folder / package.files[name], events, log) for name in large if contents[name] is not None
    }
    scans = {name: table for name, table in large_tables.items() if table}
    whole = _dataset(package, release_of({FILE: package.content, **read}), frames, sheets, log)
    aside = {name: large.set_aside() for name, large in scans.items() if len(large.refused)}
    return replace(
        whole,
        scans=MappingProxyType(scans),
        set_aside=MappingProxyType({**whole.set_aside, **aside}),
        issues=log.sorted(),
    )


def hold(
    frames: Mapping[str, pd.DataFrame],
    new: Iterable[str],
    as_of: date,
    log: IssueLog,
    absent: Collection[str] = (),
    before: Mapping[str, pd.DataFrame] = MappingProxyType({}),
) -> None:
    """Hold typed frames (every table, indexed by line) to every rule; tables that are not `new` were held to those of
    their own columns before, and references into `absent` ones cannot be checked.
    Ids of the new tables are compared with those of `before`, the release that they replace.
    `rules.remaining` then has the rows without an error."""
    for name in new:
        check_table(frames[name], TABLES[name], log)
    check_ids(frames, new, log, before)
    check_rules(frames, as_of, log, absent)


def _bytes(folder: Path, name: str, path: str, log: IssueLog) -> bytes | None:
    """The bytes of a table's file; None, with an issue, when it cannot be read or is too large."""
    try:
        if (folder / path).stat().st_size > BYTES_LIMIT:
            problem = t("the file is larger than {limit} MB. Split the dataset.", limit=BYTES_LIMIT // 1024**2)
            log.add("too_large", name, None, "", problem)
            return None
        if (folder / path).is_file():
            return (folder / path).read_bytes()
    except OSError:
        pass  # told below, like a file that is not there
    log.add("missing_file", name, None, "", t("{file} names the file, but it cannot be read. Put it there.", file=FILE))
    return None


def _dataset(
    package: Package, release: str, frames: Mapping[str, pd.DataFrame], sheets: Mapping[str, Sheet], log: IssueLog
) -> Dataset:
    tables = {name: remaining(frames, name, log).reset_index(drop=True) for name in TABLES}
    set_aside = {name: _set_aside(sheets.get(name, Sheet(TABLES[name])), log) for name in TABLES}
    return Dataset(
        **package.described,
        release=release,
        tables=MappingProxyType(tables),
        set_aside=MappingProxyType(set_aside),
        issues=log.sorted(),
    )


def _set_aside(sheet: Sheet, log: IssueLog) -> pd.DataFrame:
    """The rows of a sheet that cannot be counted: all of them where its header cannot be used."""
    return sheet.set_aside(log.rows(sheet.table.name) if sheet.usable else frozenset(sheet.lines))
