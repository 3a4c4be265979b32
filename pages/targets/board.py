"""Targets of a choice, made once for all readers: the rows with the finding over them and the table under them."""

from dataclasses import dataclass

import pandas as pd

from community_policing.analysis.targets import rows as standing, wording
from community_policing.analysis.targets.rows import TargetRow
from community_policing.core.indicators import INDICATORS
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.components.working import show_working
from community_policing.ui.shell.session import places, result, scoped


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
    with_target = {row.indicator for row in programme.targets}  # no other indicator can have a row
    keys = [key for key in INDICATORS if key in with_target and not programme.scope.governorates]
    local = [own for key, pcodes in standing.places_with_targets(programme).items()
             for own in _local(key, programme, pcodes)]  # fmt: skip
    rows = standing.with_targets((*(result(key, programme) for key in keys), *local))
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


def _local(key: str, programme: Programme, pcodes: tuple[str, ...]) -> list[Result]:
    """The figure of each of those governorates; one that nobody knows there has a target all the same."""
    results, scope = places(key, programme, pcodes), programme.scope
    return [results.get(pcode) or result(key, scoped(programme.whole, scope.at((pcode,)))) for pcode in pcodes]
