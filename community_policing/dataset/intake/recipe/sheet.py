"""Worksheet as a file shows it, and the table that is made of it: columns of texts, each row with its origin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from community_policing.core.schema import Table

Remark = tuple[str, int | None, int | None, str, str]  # rule, line, position of the column, sentence, cell


@dataclass(frozen=True)
class RawSheet:
    """The rows of a sheet, text or layer that hold anything, header and titles too, as texts of equal length.

    `lines` are their row or line numbers; `widths` says how many cells each had before it was padded (empty: all are as
    wide).  `struck` are lines whose every filled cell is struck through, `merged` areas as (first line, last line, first
    position, last position).  `worksheet` says that it is one of a workbook, whose places are rows and letters.  `remarks`
    were made while it was read.
    """

    name: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    worksheet: bool = True
    struck: frozenset[int] = frozenset()
    merged: Sequence[tuple[int, int, int, int]] = ()
    widths: Sequence[int] = ()
    remarks: Sequence[Remark] = ()
    table: str = ""  # where the package says which it is
    comma: bool = False  # whether a comma may be a decimal mark: commas do not part its cells
    text: bytes = b""  # a long text as UTF-8, of which `rows` are the first: it is read by columns
    separator: str = ","
    data: Path | None = None  # a Parquet file, of which `rows` is the header
    hidden: bool = False
    summary: bool = False  # below or beside a table, and none of ours

    @cached_property
    def filled_lines(self) -> frozenset[int]:
        """The lines, to look one up."""
        return frozenset(self.lines)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row of a table stands in the file."""

    sheet: str
    line: int


@dataclass
class Shaped:
    """A table in the making: column -> one text for each row, as read so far.

    `columns` are named after the schema where they are known, else by their header.  `origins` has one entry for each row;
    several rows may come from one line, and one table from several sheets.  `positions` are the places of the columns in
    their sheet, None where the file has no such column.
    """

    table: Table
    columns: dict[str, list[str]] = field(default_factory=dict)
    origins: list[Origin] = field(default_factory=list)
    positions: dict[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """How a column is read: text -> text for `cells.read`; `notes` warn and `problems` set rows aside, as (rule, sentence)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    problems: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def parted_otherwise(cell: str, separator: str, width: int) -> bool:
    """Whether another mark than the file's parts a cell into about as many as its header has."""
    return any(2 * len(cell.split(mark)) > width > 2 for mark in ",;\t" if mark != separator)
