"""Frame engines: measures are written once, in Narwhals, and run on any of these unchanged."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import narwhals as nw
import pandas as pd

from community_policing.core.settings import settings

Frame: TypeAlias = "nw.LazyFrame[Any]"
Tables: TypeAlias = Mapping[str, Frame]


def _pandas(frame: pd.DataFrame) -> Frame:
    return nw.from_native(frame).lazy()


def _polars(frame: pd.DataFrame) -> Frame:
    import polars  # only where it is chosen: the shipped data is too small to need it

    return nw.from_native(polars.from_pandas(frame).lazy())


def _spark(frame: pd.DataFrame) -> Frame:
    from community_policing.core import spark  # an optional extra

    return spark.frame(frame)


ENGINES: Mapping[str, Callable[[pd.DataFrame], Frame]] = {"pandas": _pandas, "polars": _polars, "spark": _spark}
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

    def __init__(self, makers: Mapping[str, Callable[[], Frame]]) -> None:
        self._makers = makers
        self._made: dict[str, Frame] = {}

    def __getitem__(self, name: str) -> Frame:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def tables(
    frames: Mapping[str, pd.DataFrame], engine: str = "pandas", scans: Mapping[str, Callable[[], Frame]] | None = None
) -> Tables:
    """The same tables, read lazily by that engine; KeyError where there is none of that name.

    `scans` make the frames of tables that stay in their file, in the engine's own kind.
    """
    to_engine = ENGINES[engine]
    return _Lazy({name: lambda frame=frame: to_engine(frame) for name, frame in frames.items()} | dict(scans or {}))
