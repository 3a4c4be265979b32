"""Which frame engine reads the tables: measures are written once, in Narwhals, and run on any of these unchanged."""

from collections.abc import Callable, Mapping
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


def tables(frames: Mapping[str, pd.DataFrame], engine: str = "pandas") -> Tables:
    """The same tables, read lazily by that engine; KeyError where there is none of that name."""
    return {name: ENGINES[engine](frame) for name, frame in frames.items()}
