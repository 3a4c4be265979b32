"""Table cells as the screen, CSV and a workbook each write them.

A cell is a Quantity, a date, a number (a rate, say), a text, or None for what nobody knows.  On the screen it is a text as
a person reads it; in a file it is a number or a date that can be reckoned with.  A quantity that is not exact stays the
text that says so ("≥ 30"), and two more columns hold its bounds as numbers: in a sum of its column it would be lost
without a word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any, TypeAlias

import pandas as pd

from community_policing.core import formats
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import in_line, t
from community_policing.core.quantity import Quantity, Share, Suppressed
from community_policing.measure.programme import has_value

Cell: TypeAlias = str | int | float | date | None


class Percent(float):
    """A number in percent, alone in its column or among others: each file writes it its way."""


class About(float):
    """A number that the recorded one lies near, alone in its column or among others: each file writes it its way."""


class Vague(str):
    """A date of which a month, quarter or year is known, as its reader says it; `source` in the words of every CSV, so that rows
    are the same bytes in any language."""

    __slots__ = ("source",)
    source: str


@dataclass(frozen=True)
class Column:
    """A column of a file: name and cells, and whether all its numbers are percent or approximate, as its name says."""

    name: str
    cells: tuple[Cell, ...]
    percent: bool = False
    about: bool = False

    @property
    def plain(self) -> tuple[Cell, ...]:
        """The cells where no format can say what is percent: a text among other numbers, a number in a column of its own."""
        return tuple(self._bare(cell) if isinstance(cell, Percent | About | Vague) else cell for cell in self.cells)

    def _bare(self, cell: Percent | About | Vague) -> Cell:
        if isinstance(cell, Vague):
            return cell.source
        if isinstance(cell, About):
            return as_number(cell) if self.about else without_marks(formats.quantity(Quantity(cell, cell, about=True)))
        return as_number(cell) if self.percent else without_marks(formats.quantity(Share.exactly(cell)))


def columns(frame: pd.DataFrame) -> tuple[Column, ...]:
    """The columns of the file; a column with bounds that differ is followed by those bounds."""
    return tuple(column for place in range(frame.shape[1]) for column in _columns(frame.iloc[:, place]))


def on_screen(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with quantities, dates and texts as a person reads them, a dash for what nobody knows; columns that hold
    numbers or texts alone as they are."""
    object_columns = [name for name in frame if frame[name].dtype == object]
    return (
        frame.assign(**{str(name): _read(frame[name].tolist()) for name in object_columns}) if object_columns else frame
    )


def figures(frame: pd.DataFrame) -> tuple[str, ...]:
    """The columns of objects that hold quantities or numbers."""
    return tuple(str(name) for name in frame if frame[name].dtype == object and _any(frame[name], Quantity, int, float))


def _any(cells: Iterable[Any], *kinds: type) -> bool:
    return any(isinstance(cell, kinds) and has_value(cell) for cell in cells)


def _read(cells: list[Any]) -> list[Any]:
    if _any(cells, Quantity, int, float):
        return [_figure(cell) for cell in cells]
    if _any(cells, date):
        return [formats.day(cell) if has_value(cell) and isinstance(cell, date) else _text(cell) for cell in cells]
    return [cell if has_value(cell) else formats.quantity(None) for cell in cells]


def _figure(cell: Any) -> str:
    if not has_value(cell):
        return formats.quantity(None)
    if isinstance(cell, float) and 0 < abs(cell) < 0.05:
        return t("under 0.1")  # a small rate is not none
    if isinstance(cell, int | float):
        said = formats.number(cell, 0 if float(cell).is_integer() or abs(cell) >= 10 else 1)
        return in_line(said.replace("-", "−"))  # in the words beside it, too
    return formats.quantity(cell) if isinstance(cell, Quantity) else str(cell)


def _text(cell: Any) -> str:
    return str(cell) if has_value(cell) else formats.quantity(None)


def _columns(series: "pd.Series[Any]") -> tuple[Column, ...]:
    name, cells = without_marks(str(series.name)), series.tolist()
    if isinstance(series.dtype, pd.StringDtype):
        return (Column(name, tuple(series.astype(object).where(series.notna(), None))),)
    quantities = [cell for cell in cells if isinstance(cell, Quantity)] if series.dtype == object else []
    percent = bool(quantities) and all(isinstance(cell, Share) for cell in quantities)
    about = _all_about(quantities)
    name = f"{name} (%)" if percent else name
    name = t("{column}, about", column=name) if about else name
    whole = Column(name, tuple(_cell(cell, about) for cell in cells), percent, about)
    if all(cell.exact for cell in quantities):
        return (whole,)
    low = tuple(_bound(cell, cell.low) if isinstance(cell, Quantity) else None for cell in cells)
    high = tuple(_bound(cell, cell.high) if isinstance(cell, Quantity) else None for cell in cells)
    at_least, at_most = t("{column}: at least", column=name), t("{column}: at most", column=name)
    return whole, Column(at_least, low, percent, about), Column(at_most, high, percent, about)


def _all_about(quantities: Sequence[Quantity]) -> bool:
    """Whether every figure of a column is about so many, but for those that say themselves that they are small, or none."""
    not_zero = [cell for cell in quantities if cell.high != 0 and not isinstance(cell, Suppressed)]
    return bool(not_zero) and all(cell.about for cell in not_zero)


def _cell(cell: Any, about: bool) -> Cell:
    """`about`: the column's name says that its numbers are; a share among others that are exact says so as a text."""
    if isinstance(cell, Quantity):
        plain = cell.exact and (about or not (cell.about and isinstance(cell, Share)))
        return _bound(cell, cell.low) if plain else without_marks(formats.quantity(cell))
    if not has_value(cell):
        return None
    if isinstance(cell, datetime):
        return cell.date() if cell == datetime.combine(cell.date(), datetime.min.time()) else cell.isoformat(" ")
    if isinstance(cell, str):
        return cell if isinstance(cell, Vague) else without_marks(cell)
    if isinstance(cell, date):
        return cell
    return as_number(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell)


def _bound(cell: Quantity, bound: float | None) -> Cell:
    if isinstance(cell, Share) and bound is not None:
        return Percent(bound)
    number = as_number(bound)
    return About(number) if cell.about and number is not None else number


def as_number(value: float | None) -> int | float | None:
    """A whole number as one, so that no file says 30.0; what is no number at all is unknown."""
    if value is None or not isfinite(value):
        return None
    return int(value) if float(value).is_integer() else float(value)
