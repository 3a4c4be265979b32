"""Frame engines: measures are written once, in Narwhals, and run on any of these unchanged."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import narwhals as nw
import pandas as pd

from community_policing.core.settings import settings

Frame: TypeAlias = "nw.LazyFrame[Any]"
Tables: TypeAlias = Mapping[str, Frame]
Scans: TypeAlias = Mapping[str, Callable[[], Frame]]


def _pandas(frame: pd.DataFrame) -> Frame:
    return nw.from_native(frame).lazy()


def _polars(frame: pd.DataFrame) -> Frame:
    import polars  # only where it is chosen: the shipped data is too small to need it
    import pyarrow as pa

    held = pa.Table.from_pandas(frame, preserve_index=False)  # half the memory that polars.from_pandas takes meanwhile
    return nw.from_native(polars.DataFrame(held).lazy())


def _spark(frame: pd.DataFrame) -> Frame:
    from community_policing.core import spark  # an optional extra

    return spark.frame(frame)


ENGINES: Mapping[str, Callable[[pd.DataFrame], Frame]] = {"pandas": _pandas, "polars": _polars, "spark": _spark}
NO_SCANS: Scans = MappingProxyType({})
LARGE = 200_000  # rows of a dataset from which it is read by Polars


def by_size(rows: int) -> str:
    """The engine for so many rows."""
    return "polars" if rows >= LARGE else "pandas"


def chosen(rows: int, scanned: bool) -> str:
    """The engine that CPF_ENGINE names, or the one for so many rows; tables that stay in their file are never pandas'."""
    asked = settings().engine
    engine = by_size(rows) if asked == "auto" else asked
    return "polars" if scanned and engine == "pandas" else engine


class _Lazy(Mapping[str, Frame]):
    """Tables that an engine is handed when the first measure asks for them."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], hand: Callable[[pd.DataFrame], Frame], scans: Scans) -> None:
        self._frames, self._hand, self._scans = frames, hand, scans
        self._made: dict[str, Frame] = {}

    def __getitem__(self, name: str) -> Frame:
        if name not in self._made:
            scan = self._scans.get(name)
            self._made[name] = scan() if scan else self._hand(self._frames[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


def tables(frames: Mapping[str, pd.DataFrame], engine: str = "pandas", scans: Scans = NO_SCANS) -> Tables:
    """The same tables, read lazily by that engine; KeyError where there is none of that name.

    `scans` make the frames of tables that stay in their file, in the engine's own kind.
    """
    return _Lazy(frames, ENGINES[engine], scans)


def collected(rows: Frame) -> "nw.DataFrame[Any]":
    """Run what was asked and bring the answer back; Polars goes over its rows in pieces, since they may be many."""
    return rows.collect("polars", engine="streaming") if rows.implementation.is_polars() else rows.collect()
