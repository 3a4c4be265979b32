"""A table too large to be held: one Parquet file, checked where it lies, scanned by Polars or Spark, its rows read when asked for.

Only attendance grows like that.  Its columns are closed vocabularies and one reference, so that the checks of a million rows
are arithmetic on small integers; the rules are those of the CSV files, and what breaks one is set aside just the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.core.engine import Frame
from community_policing.core.i18n import listed, t
from community_policing.core.schema import TABLES, Kind
from community_policing.dataset.cells import COUNT_LIMIT
from community_policing.dataset.csv_file import refuse_personal
from community_policing.dataset.issues import IssueLog

if TYPE_CHECKING:
    import polars as pl

SUFFIX = ".parquet"
TABLE = TABLES["attendance"]
ROWS_LIMIT = 100_000_000
UNPACKED_LIMIT = 8 * 1024**3
TOLD = 1_000  # rows that are blamed one by one; more than these are blamed together
_WORDS = ("participant_group", "sex", "displacement")
_COMBINATIONS = prod(len(TABLE.column(name).choices) + 2 for name in _WORDS)  # with another word, and none
_PIECE = 500_000  # rows that are checked at once
_UNSAID = "not_recorded"


@dataclass(frozen=True, eq=False)
class Scan:
    """A checked file: `refused` are the positions of its rows with an error, which no reader of it sees."""

    path: Path
    rows: int
    refused: NDArray[np.integer[Any]]
    first: int = 1  # what the first row is called: its line, where the file was made from one that has a header

    def lazy(self) -> "pl.LazyFrame":
        """The sound rows: the schema's columns, `row` (`first` is the first), `row_id` and `position`."""
        import polars as pl  # only where a table is scanned

        key = [pl.col(name) for name in TABLE.key]
        rows = _read(self.path).with_columns(
            row=pl.col("position") + self.first, row_id=pl.concat_str(key, separator=" · ")
        )
        return rows.filter(~pl.col("position").is_in(self.refused)) if len(self.refused) else rows

    def on(self, engine: str) -> Callable[[], Frame]:
        """What reads the sound rows on that engine, for measures: the schema's columns and `position`."""
        return self._on_spark if engine == "spark" else lambda: nw.from_native(self.lazy())

    def _on_spark(self) -> Frame:
        from community_policing.core import spark  # an optional extra

        rows = spark.scan(self.path)
        if "displacement" not in rows.collect_schema().names():
            rows = rows.with_columns(displacement=nw.lit(None, nw.String))
        rows = rows.select(
            *(nw.col(name).cast(nw.String) for name in TABLE.key[:-1]),
            nw.col("displacement").cast(nw.String).fill_null(_UNSAID), nw.col("attendances").cast(nw.Int64), "position",
        )  # fmt: skip
        refused = pd.DataFrame({"position": self.refused})
        return rows.join(spark.frame(refused), on="position", how="anti") if len(refused) else rows

    def set_aside(self) -> pd.DataFrame:
        """The first thousand rows with an error, as text; all of them stay in the file."""
        import polars as pl

        rows = _read(self.path).filter(pl.col("position").is_in(self.refused[:TOLD]))
        texts = [pl.col(column.name).cast(pl.String).fill_null("") for column in TABLE.columns]
        return rows.select(*texts, row=pl.col("position") + self.first).collect().to_pandas().astype({"row": "int64"})

    def all(self) -> pd.DataFrame:
        """Every sound row: for exports, never for a page."""
        return _frame(self.lazy())

    def at(self, positions: NDArray[np.integer[Any]]) -> pd.DataFrame:
        """The rows at those positions, as the frames of other tables show theirs."""
        import polars as pl

        return _frame(self.lazy().filter(pl.col("position").is_in(positions.astype(np.int32))))

    def where(self, column: str, values: Sequence[str]) -> pd.DataFrame:
        """The rows whose column has one of those values."""
        import polars as pl

        return _frame(self.lazy().filter(pl.col(column).is_in(list(values))))


def scan(path: Path, trainings: pd.DataFrame, log: IssueLog, first: int = 1, faulty: Sequence[int] = ()) -> Scan | None:
    """The file, held to every rule of the table; `trainings` are the events that remain (training_id, status), and
    `faulty` the positions of rows that were blamed before.

    What is wrong becomes issues; None where the file cannot be read or its columns have other types: it is
    refused as a whole.
    """
    problem = _unreadable(path)
    if problem:
        log.add("not_parquet", TABLE.name, None, "", problem)
        return None
    import polars as pl

    try:
        rows, broken = _held_to_rules(path, trainings, np.asarray(faulty, dtype=np.int64))
    except pl.exceptions.PolarsError as error:  # a sound summary, and damage behind it
        damage = t("the file is damaged ({error}). Export it again.", error=type(error).__name__)
        log.add("not_parquet", TABLE.name, None, "", damage)
        return None
    for (rule, column), positions in broken.items():
        _tell(path, rule, column, positions, log, first)
    refused = np.concatenate([np.asarray(faulty, dtype=np.int32), *broken.values()]).astype(np.int32)
    return Scan(path, rows, np.unique(refused), first)


def _held_to_rules(
    path: Path, trainings: pd.DataFrame, faulty: NDArray[np.int64]
) -> tuple[int, dict[tuple[str, str], NDArray[np.int64]]]:
    """How many rows there are, and rule and column -> positions of the rows that break it and none before it: a piece of the
    file after the other, so that it is never held whole."""
    import polars as pl

    seen = np.zeros((len(trainings) + 1) * _COMBINATIONS, dtype=bool)  # each key that there can be
    found: dict[tuple[str, str], list[NDArray[np.int64]]] = {}
    start = 0
    ids = pl.DataFrame({"training_id": trainings["training_id"].to_list()}).with_row_index("event")
    while len(codes := _codes(path, ids, start)):
        arrays = {name: codes[name].to_numpy() for name in codes.columns}
        refused = np.zeros(len(codes), dtype=bool)
        refused[faulty[(faulty >= start) & (faulty < start + len(codes))] - start] = True
        for rule, column, flags in _broken(arrays, trainings, seen):
            found.setdefault((rule, column), []).append(np.flatnonzero(flags & ~refused) + start)
            refused |= flags
        start += len(codes)
    joined = {of: np.concatenate(positions) for of, positions in found.items()}
    return start, {of: positions for of, positions in joined.items() if len(positions)}


def _codes(path: Path, ids: "pl.DataFrame", start: int) -> "pl.DataFrame":
    """Each row of a piece as small integers: the place of its event among those that remain, of its words, and its seats."""
    import polars as pl

    words = [_code(pl.col(name), name).alias(name) for name in _WORDS]
    seats = pl.col("attendances").cast(pl.Int64, strict=False).fill_null(-1)
    rows = _read(path).slice(start, _PIECE).join(ids.lazy(), on="training_id", how="left", maintain_order="left")
    return rows.select(pl.col("event").fill_null(-1).cast(pl.Int32), *words, seats).collect()


def _unreadable(path: Path) -> str:
    """Why the file cannot be used; "" where it can.  Only the file's own summary is read, so that a bomb stays packed."""
    import pyarrow.parquet as pq

    try:
        about = pq.read_metadata(path)
        types = {field.name: str(field.type) for field in pq.read_schema(path)}
    except (OSError, ValueError) as error:
        return t("the file cannot be read as a Parquet file ({error}). Export it again.", error=type(error).__name__)
    size = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
    if about.num_rows > ROWS_LIMIT or size > UNPACKED_LIMIT:
        return t(
            "the file has more than {limit} rows, or unpacks to more than 8 GB. Split it.", limit=f"{ROWS_LIMIT:,}"
        )
    for name in types:
        refuse_personal(name, path.name)
    for column in TABLE.columns:
        kinds = ("int", "uint") if column.kind is Kind.COUNT else ("string", "large_string", "dictionary<values=string")
        if column.required == "yes" and column.name not in types:
            return t("the column “{column}” is missing. Add it.", column=column.name)
        if column.name in types and not types[column.name].startswith(kinds):
            return t("the column “{column}” holds {kind}. Store {kinds}.", column=column.name, kind=types[column.name],
                     kinds=t("whole numbers") if column.kind is Kind.COUNT else t("text"))  # fmt: skip
    return ""


def _read(path: Path) -> "pl.LazyFrame":
    import polars as pl

    rows = pl.scan_parquet(path, glob=False)
    if "displacement" not in rows.collect_schema().names():
        rows = rows.with_columns(displacement=pl.lit(None, dtype=pl.String))
    texts = [pl.col(name).cast(pl.String) for name in TABLE.key]
    return rows.select(*texts, "attendances").with_columns(pl.col("displacement").fill_null(_UNSAID)).with_row_index(
        "position"
    ).with_columns(pl.col("position").cast(pl.Int32))  # fmt: skip


def _code(column: "pl.Expr", name: str) -> "pl.Expr":
    """A word as its place in the vocabulary: -1 for another word, -2 for none."""
    import polars as pl

    words = TABLE.column(name).choices
    places = column.replace_strict(list(words), list(range(len(words))), default=-1, return_dtype=pl.Int8)
    return pl.when(column.is_null()).then(pl.lit(-2, dtype=pl.Int8)).otherwise(places)


def _broken(
    arrays: dict[str, NDArray[Any]], trainings: pd.DataFrame, seen: NDArray[np.bool_]
) -> list[tuple[str, str, NDArray[np.bool_]]]:
    """Rule, column and the rows that break it, in the order in which a row is blamed; `seen` are the keys of earlier pieces, and
    of this one afterwards."""
    event, seats = arrays["event"], arrays["attendances"]
    pending = np.append(trainings["status"].ne("completed").to_numpy(dtype=bool), False)
    key = event.astype(np.int64)
    for name in _WORDS:
        key = key * (len(TABLE.column(name).choices) + 2) + arrays[name] + 2
    repeated = seen[key]
    distinct, first = np.unique(key, return_index=True)
    within = np.ones(len(key), dtype=bool)
    within[first] = False
    repeated |= within
    seen[distinct] = True
    return [
        *(("required", name, arrays[name] == -2) for name in _WORDS),
        *(("choice", name, arrays[name] == -1) for name in _WORDS),
        ("negative", "attendances", seats < 0),
        ("not_a_count", "attendances", seats > COUNT_LIMIT),
        ("unresolved_reference", "training_id", event < 0),
        ("attendance_not_completed", "training_id", pending[event]),
        ("duplicate_key", "training_id", repeated & (event >= 0)),
    ]


def _tell(path: Path, rule: str, column: str, positions: NDArray[Any], log: IssueLog, first: int) -> None:
    """One issue for each row, and one for all beyond the first thousand."""
    import polars as pl

    reported = positions[:TOLD]
    values = _read(path).filter(pl.col("position").is_in(reported.astype(np.int32))).select(column).collect()[column]
    for position, value in zip(reported.tolist(), values.to_list(), strict=True):
        text = "" if value is None else str(value)
        log.add(rule, TABLE.name, position + first, column, _PROBLEMS[rule](text, column), text)
    if len(positions) > TOLD:
        problem = t(
            "{count} more rows have the same error ({rule}). Correct them too.",
            count=f"{len(positions) - TOLD:,}",
            rule=rule,
        )
        log.add(rule, TABLE.name, None, column, problem)


_PROBLEMS: dict[str, Callable[[str, str], str]] = {
    "required": lambda *_: t("the cell is empty. Fill it in."),
    "choice": lambda value, column: t(
        "“{value}” is not one of the choices. Write one of: {choices}.",
        value=value, choices=listed(TABLE.column(column).choices)),
    "negative": lambda value, _: t(
        "“{value}” is empty, below zero or not a whole number. Write how many seats were filled.", value=value),
    "not_a_count": lambda value, _: t("“{value}” is too large for a count. Correct it.", value=value),
    "unresolved_reference": lambda value, _: t(
        "“{id}” is not among the trainings that can be used. Add it there, or correct it here.", id=value),
    "attendance_not_completed": lambda value, _: t(
        "“{id}” is not completed; only completed events have attendance. Correct its status.", id=value),
    "duplicate_key": lambda *_: t("the row repeats the key of an earlier one. Delete one of the two, or correct its key."),
}  # fmt: skip


def _frame(rows: "pl.LazyFrame") -> pd.DataFrame:
    frame = rows.sort("position").collect().to_pandas()
    return frame.astype(dict.fromkeys(TABLE.key, "str") | {"attendances": "Int64"})
