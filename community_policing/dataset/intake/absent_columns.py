"""Columns that the current release holds and the file lacks: each is asked about by name, then kept or cleared."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from community_policing.core.i18n import n, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES, Column, Table
from community_policing.dataset.intake.report import AbsentColumn
from community_policing.dataset.issues import IssueLog
from community_policing.dataset.typed_frames import DEFAULTS

KEEP, CLEAR = "keep", "clear"
Answers = Mapping[str, Mapping[str, str]]  # table -> column -> answer; "" stands for every table, and for every column
_NOT_HERE, _UNCLEAR = -1, -2


def answer_to(answers: Answers, table: str, column: str) -> str:
    """What was answered for that column; "" where nothing was."""
    own, for_all = answers.get(table, {}), answers.get("", {})
    return own.get(column) or for_all.get(column) or for_all.get("", "")


@dataclass(frozen=True)
class Asker:
    """Asks for the columns of one table that a file lacks; `answers` are those that were given."""

    table: Table
    answers: Answers
    log: IssueLog

    def of_frame(self, frame: pd.DataFrame, base: pd.DataFrame, names: Collection[str]) -> Iterator[AbsentColumn]:
        """Each column that the file's frame lacks, kept in the frame by the rows' key unless the answer is to clear it.

        A row that the base has not stays empty.  Until somebody answers, the file is judged as if all were kept."""
        lacking = [column for column in self.table.columns if column.required != "yes" and column.name not in names]
        places = _places(frame, base, [key for key in self.table.key if key in names])
        for column in lacking:
            filled = _filled(base, self.table, column)
            remaining = np.array([place >= 0 and filled[place] for place in places], dtype=bool)
            unclear = bool(filled.any()) and _UNCLEAR in places
            if remaining.any() or unclear:
                absent = self._asked(column.name, int(remaining.sum()) or int(filled.sum()), base, filled, unclear)
                if absent.answer != CLEAR:
                    _keep(frame, base, column.name, places, remaining)
                yield absent

    def of_file(self, base: pd.DataFrame, scanned: Path | None, names: Collection[str]) -> Iterator[AbsentColumn]:
        """The same for a table too long for a frame, in the file or in the base: nothing can be kept by key there."""
        for column in self.table.columns:
            if column.required != "yes" and column.name not in names:
                current = _scanned(scanned, column.name) if scanned else base[[*self.table.key]]
                filled = _filled(current, self.table, column)
                if filled.any():
                    yield self._asked(column.name, int(filled.sum()), current, filled, unclear=True)

    def _asked(self, column: str, rows: int, base: pd.DataFrame, filled: Any, unclear: bool) -> AbsentColumn:
        first = base.loc[filled].iloc[0]
        answer = answer_to(self.answers, self.table.name, column)
        example = first[column].date().isoformat() if isinstance(first[column], pd.Timestamp) else str(first[column])
        key = str(first[self.table.key[0]]) if self.table.key[0] in first else ""
        absent = AbsentColumn(self.table.name, column, rows, printable(example), printable(key), answer)
        if not answer:
            self.log.add("absent_column", self.table.name, None, column, question(absent))
        elif answer == KEEP and unclear:
            problem = t(
                "it cannot be kept: without it, rows cannot be identified. Add the column to the file, or clear it."
            )
            self.log.add("absent_column", self.table.name, None, column, problem)
        return absent


def question(absent: AbsentColumn) -> str:
    """What is asked about a column, in one sentence and two choices."""
    return n(
        "the file lacks the column, and the current release fills it in {count} row, such as “{example}” ({key}). "
        "Keep what is there, or clear it.",
        "the file lacks the column, and the current release fills it in {count} rows, such as “{example}” ({key}). "
        "Keep what is there, or clear it.",
        absent.rows, example=absent.example, key=absent.key,
    )  # fmt: skip


def _filled(base: pd.DataFrame, table: Table, column: Column) -> Any:
    """The rows of the base whose cell says more than an empty cell would."""
    cells = base[column.name]
    filled = cells.notna()
    if column.name in DEFAULTS and column.required == "no":
        filled &= cells.ne(DEFAULTS[column.name]).fillna(value=False)
    if (table.name, column.name) == ("trainings", "ends_on"):
        filled &= cells.ne(base["starts_on"]) | base["ends_on_precision"].ne(base["starts_on_precision"])
    return filled.to_numpy(dtype=bool)


def _places(frame: pd.DataFrame, base: pd.DataFrame, key: list[str]) -> list[int]:
    """For each row of the frame the place of the base's row with that key."""
    there: dict[tuple[Any, ...], int] = {}
    for place, cells in enumerate(_cells(base, key)):
        there[cells] = _UNCLEAR if cells in there else place
    return [there.get(cells, _NOT_HERE) for cells in _cells(frame, key)]


def _cells(frame: pd.DataFrame, key: list[str]) -> list[tuple[Any, ...]]:
    keys_of = frame[key].astype(object)
    return list(keys_of.where(keys_of.notna(), None).itertuples(index=False, name=None))


def _keep(frame: pd.DataFrame, base: pd.DataFrame, column: str, places: list[int], values: Any) -> None:
    """Writes the base's cells into the frame's rows, a date with its precision."""
    rows = [place for place, keeps in zip(places, values, strict=True) if keeps]
    for name in (column, f"{column}_precision"):
        if name in frame:
            frame.loc[values, name] = base[name].to_numpy()[rows]


def _scanned(path: Path, column: str) -> pd.DataFrame:
    """The key and one column of a scanned table."""
    import pyarrow.parquet as pq

    names = [name for name in dict.fromkeys((*TABLES["attendance"].key, column)) if name in pq.read_schema(path).names]
    frame: pd.DataFrame = pq.read_table(path, columns=names).to_pandas()
    return frame if column in frame else frame.assign(**{column: None})
