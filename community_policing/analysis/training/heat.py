"""Heat table of events: how many were held and are planned, by governorate and month, quarter or year.

Events are counted exactly where the calendar lists them; what is planned never stands in a cell of what was held.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from community_policing.analysis.training.calendar import HELD, PLANNED, UNREPORTED, TrainingEvent
from community_policing.core import formats
from community_policing.core.geography import governorate_name, governorate_order
from community_policing.core.i18n import t
from community_policing.core.periods import period_start, period_starts
from community_policing.core.protection_level import MONTHS
from community_policing.core.quantity import Quantity

COLUMNS = 18  # periods that stand beside each other
_WORDS = {1: "month", 3: "quarter", 12: "year"}
Cells = Mapping[tuple[str, date], int]  # P-code ("" = none on record) and the first day of a period -> events


@dataclass(frozen=True)
class Heat:
    """Events held and planned in periods of so many months; `unreported` plans stand in neither."""

    months: int
    lanes: tuple[str, ...]
    past: tuple[date, ...]
    ahead: tuple[date, ...]
    held: Cells
    planned: Cells
    unreported: int

    def name(self, start: date) -> str:
        """A period in words: "Nov 2016", "Q4 2016", "2016"."""
        return formats.day(start, _WORDS[self.months])


def heat(events: Sequence[TrainingEvent], start: date, as_of: date, grain: str) -> Heat:
    """Those events by governorate in the shortest periods, no finer than the view knows, of which there is room for all."""
    end = max((event.first for event in events if event.state == PLANNED), default=as_of)
    sizes = [months for months in (1, 3, 12) if months >= MONTHS.get(grain, 1)]
    months = next((size for size in sizes if len(period_starts(start, end, size)) <= COLUMNS), 12)
    held, planned = (_count(events, state, months) for state in (HELD, PLANNED))
    lanes = sorted({pcode for pcode, _ in (*held, *planned)}, key=lambda pcode: (not pcode, governorate_order(pcode)))
    ahead = sorted({day for _, day in planned})
    return Heat(
        months, tuple(lanes), period_starts(start, as_of, months),
        period_starts(ahead[0], ahead[-1], months) if ahead else (),
        held, planned, sum(event.state == UNREPORTED for event in events),
    )  # fmt: skip


def _count(events: Iterable[TrainingEvent], state: str, months: int) -> Counter[tuple[str, date]]:
    return Counter((event.pcode, period_start(event.begins[0], months)) for event in events if event.state == state)


def rows(table: Heat) -> pd.DataFrame:
    """The heat table as a table: a line for each governorate, a column for each period held, then for each planned."""
    columns: dict[str, list[object]] = {t("Governorate"): [governorate_name(pcode) for pcode in table.lanes]}
    for cells, days in ((table.held, table.past), (table.planned, table.ahead)):
        for day in days:
            name = table.name(day)
            head = t("{period}, planned", period=name) if cells is table.planned else name
            columns[head] = [Quantity.exactly(cells.get((pcode, day), 0)) for pcode in table.lanes]
    return pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in columns.items()})
