"""Frame engines: measures are written once, in Narwhals, and run on any of these unchanged."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import narwhals as nw
import pandas as pd

Tables: TypeAlias = Mapping[str, "nw.LazyFrame[Any]"]


def _pandas(frame: pd.DataFrame) -> nw.LazyFrame[Any]:
    return nw.from_native(frame).lazy()


def _polars(frame: pd.DataFrame) -> nw.LazyFrame[Any]:
    import polars  # only where it is chosen: the shipped data is too small to need it

    return nw.from_native(polars.from_pandas(frame).lazy())


ENGINES: Mapping[str, Callable[[pd.DataFrame], nw.LazyFrame[Any]]] = {"pandas": _pandas, "polars": _polars}


NO_SCANS: Mapping[str, Any] = MappingProxyType({})
LARGE = 200_000  # rows of a dataset from which it is read by Polars


def by_size(rows: int) -> str:
    """The engine for so many rows."""
    return "polars" if rows >= LARGE else "pandas"


def tables(frames: Mapping[str, pd.DataFrame], engine: str = "pandas", scans: Mapping[str, Any] = NO_SCANS) -> Tables:
    """The same tables, read lazily by that engine; KeyError where there is none of that name.

    `scans` are Polars' own lazy frames of tables that stay in their file; they ask for the engine "polars".
    """
    frames_held = {name: ENGINES[engine](frame) for name, frame in frames.items()}
    return frames_held | {name: nw.from_native(lazy) for name, lazy in scans.items()}
