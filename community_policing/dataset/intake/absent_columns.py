"""Columns that the current release holds and the file lacks: each is asked about by name, then kept or cleared."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from community_policing.core.i18n import listed, n, t
from community_policing.core.labels import field_label, table_label
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES, Column, Table
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.issues import IssueLog
from community_policing.dataset.typed_frames import DEFAULTS

KEEP, CLEAR = "keep", "clear"
_NOT_HERE, _UNCLEAR = -1, -2


@dataclass(frozen=True)
class Asker:
    """Asks for the columns of one table that a file lacks, where it replaces the table."""

    table: Table
    questions: Questions
    log: IssueLog

    def of_frame(self, frame: pd.DataFrame, base: pd.DataFrame, names: Collection[str]) -> None:
        """Each column that the file's frame lacks is kept in it by the rows' key, unless the answer is to clear it.

        A row that the base has not stays empty.  Until somebody answers, the file is judged as if all were kept."""
        lacking = [column for column in self.table.columns if column.required != "yes" and column.name not in names]
        places = _places(frame, base, [key for key in self.table.key if key in names])
        for column in lacking:
            filled = _filled(base, self.table, column)
            remaining = np.array([place >= 0 and filled[place] for place in places], dtype=bool)
            unclear = bool(filled.any()) and _UNCLEAR in places
            if remaining.any() or unclear:
                answer = self._ask(column.name, int(remaining.sum()) or int(filled.sum()), base, filled, unclear)
                if answer != CLEAR:
                    _keep(frame, base, column.name, places, remaining)

    def of_cells(self, frame: pd.DataFrame, base: pd.DataFrame, names: Collection[str]) -> None:
        """Empty cells of rows that update others: the base's values are kept in them, unless the answer is to clear these.

        An empty cell is more often one that nobody filled in than one that somebody emptied."""
        places = _places(frame, base, [*self.table.key])
        empty: dict[str, Any] = {}
        for column in self.table.columns:
            if column.name in names and column.name not in self.table.key:
                filled = _filled(base, self.table, column)
                there = np.array([place >= 0 and filled[place] for place in places], dtype=bool)
                if (cells := there & frame[column.name].isna().to_numpy(dtype=bool)).any():
                    empty[column.name] = cells
        if empty and self._ask_cells(empty) == KEEP:
            for name, cells in empty.items():
                _keep(frame, base, name, places, cells)

    def _ask_cells(self, empty: dict[str, Any]) -> str:
        count = sum(int(cells.sum()) for cells in empty.values())
        text = n(
            "{count} cell of the file is empty where the release has a value ({columns}). What becomes of the value?",
            "{count} cells of the file are empty where the release has values ({columns}). What becomes of the values?",
            count, columns=listed(list(empty)),
        )  # fmt: skip
        choices = {KEEP: t("Keep what is there"), CLEAR: t("Clear it")}
        return self.questions.ask(Step.ABSENT, "empty cells", text, choices, KEEP, table=self.table.name, rows=count)

    def of_file(self, base: pd.DataFrame, scanned: Path | None, names: Collection[str]) -> None:
        """The same for a table too long for a frame, in the file or in the base: nothing can be kept by key there."""
        for column in self.table.columns:
            if column.required != "yes" and column.name not in names:
                current = _scanned(scanned, column.name) if scanned else base[[*self.table.key]]
                filled = _filled(current, self.table, column)
                if filled.any():
                    self._ask(column.name, int(filled.sum()), current, filled, unclear=True)

    def _ask(self, column: str, rows: int, base: pd.DataFrame, filled: Any, unclear: bool) -> str:
        first = base.loc[filled].iloc[0]
        example = first[column].date().isoformat() if isinstance(first[column], pd.Timestamp) else str(first[column])
        key = str(first[self.table.key[0]]) if self.table.key[0] in first else ""
        text = n(
            "The file lacks “{column}” of “{table}”; the current release fills it in {count} row, such as “{example}” ({key}).",
            "The file lacks “{column}” of “{table}”; the current release fills it in {count} rows, such as “{example}” ({key}).",
            rows, table=table_label(self.table.name), column=field_label(self.table.column(column)),
            example=printable(example), key=printable(key),
        )  # fmt: skip
        choices = {KEEP: t("Keep what is there"), CLEAR: t("Clear it")}
        answer = self.questions.ask(
            Step.ABSENT, column, text, choices, KEEP, table=self.table.name, column=column, rows=rows
        )
        if answer == KEEP and unclear:
            problem = t(
                "it cannot be kept: without it, rows cannot be identified. Add the column to the file, or clear it."
            )
            self.log.add("absent_column", self.table.name, None, column, problem)
        return answer


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
