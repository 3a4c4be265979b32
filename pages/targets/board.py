"""Targets of a choice, made once for all readers: the rows with the finding over them and the table under them."""

from dataclasses import dataclass

import pandas as pd

from community_policing.analysis.targets import wording
from community_policing.analysis.targets.rows import TargetRow, target_rows
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.components.working import show_working
from community_policing.ui.shell.session import result, scoped


@dataclass(frozen=True)
class Board:
    """Everything that the page is made of."""

    rows: tuple[TargetRow, ...]
    title: str
    nothing: str  # what to say in place of rows
    without: str  # which indicators no row is about


@cached_on_programme
def board(programme: Programme) -> Board:
    """Measure the rows of a choice, most at risk first, and say what they come to."""
    rows = target_rows(programme)
    title, nothing = (wording.headline(rows), "") if rows else wording.no_rows(programme)
    return Board(rows, title, nothing, wording.without_target(rows, programme))


@cached_on_programme
def table(programme: Programme, keys: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of those keys as a table, in that order."""
    rows = {row.key: row for row in board(programme).rows}
    return wording.table([rows[key] for key in keys])


def open_row(key: str, programme: Programme) -> None:
    """Open the working of one row, which is of its own place."""
    row = next(row for row in board(programme).rows if row.key == key)
    there = scoped(programme.whole, row.result.scope)
    show_working((result(row.result.indicator.key, there),), there)
