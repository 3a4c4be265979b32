"""An indicator's events as arrays, collected from the tables once for each release: a choice and a date are masks over them.

So the frame engine runs once, and a figure that was not asked for before costs microseconds, whatever the engine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from community_policing.indicators import COLUMNS, Indicator
from community_policing.programme import Programme, known

Flags: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Split:
    """Keys of one dimension: for line i the event `event[i]` counts under `names[code[i]]` ("" = not on record).

    For donors an event has as many lines as donors; for every other dimension one.
    """

    names: tuple[str, ...]
    code: Places
    event: Places


@dataclass(frozen=True, eq=False)
class Events:
    """What may count, in the order of the table: `at` is the position of the row that a choice keeps or leaves out
    (for attendance the training's), `value` is NaN where nobody published it, `until` NaT where it never ends."""

    table: str
    ids: tuple[str, ...]
    sources: tuple[str, ...]
    at: Places
    on: NDArray[np.datetime64]
    until: NDArray[np.datetime64]
    value: NDArray[np.float64]
    whole: NDArray[np.float64]
    splits: Mapping[str, Split]

    def held(self, programme: Programme, may_be: bool = False) -> Flags:
        """Which of them are inside the programme's choice, or may be for all that the record says."""
        kept = programme.keep(f"possible {self.table}", lambda: programme.possible(self.table)) if may_be else None
        inside = np.zeros(len(programme.whole.frames[self.table]), dtype=bool)
        inside[programme.frames[self.table].index if kept is None else kept] = True
        return inside[self.at]

    def counting(self, programme: Programme, day: date, may_be: bool = False) -> Flags:
        """Which of them are, or may be, inside the choice and count on that day."""
        moment = np.datetime64(day)
        return self.held(programme, may_be) & (self.on <= moment) & (np.isnat(self.until) | (self.until > moment))


def events(indicator: Indicator, programme: Programme) -> Events:
    """The indicator's events in the whole programme, collected once."""
    whole = programme.whole
    return whole.keep(f"events {indicator.key}", lambda: _collected(indicator, whole))


def _collected(indicator: Indicator, whole: Programme) -> Events:
    table, link = ("trainings", "event") if indicator.table == "attendance" else (indicator.table, "row_id")
    dimensions = [name for name in indicator.splits if name != "donor"]
    columns = {"row_id", "value", "on", "until", "source", link} | {COLUMNS.get(name, name) for name in dimensions}
    rows = indicator.events(whole.tables).select(*sorted(columns | ({"whole"} if indicator.share else set()))).collect()
    ids = rows["row_id"].to_list()
    position = {row_id: place for place, row_id in enumerate(whole.frames[table]["row_id"])}
    at = np.array([position[row_id] for row_id in rows[link].to_list()], dtype=np.intp)
    value = _numbers(rows["value"])
    splits = {name: _split([_key(cell) for cell in rows[COLUMNS.get(name, name)].to_list()]) for name in dimensions}
    return Events(
        table, tuple(ids), tuple(_key(source) for source in rows["source"].to_list()), at, _days(rows["on"]),
        _days(rows["until"]), value, _numbers(rows["whole"]) if indicator.share else value,
        splits | ({"donor": _by_donor(at, table, whole)} if "donor" in indicator.splits else {}),
    )  # fmt: skip


def _split(keys: Sequence[str], event: Sequence[int] | None = None) -> Split:
    names = tuple(dict.fromkeys(keys))
    code = {name: place for place, name in enumerate(names)}
    lines = range(len(keys)) if event is None else event
    return Split(names, np.array([code[key] for key in keys], dtype=np.intp), np.array(lines, dtype=np.intp))


def _by_donor(at: Places, table: str, whole: Programme) -> Split:
    """One line for each event and donor; an event that no grant pays for keeps one line without a donor."""
    row_ids = whole.frames[table]["row_id"].to_list()
    links = whole.frames[f"{table}_grants"][["row_id", "donor_id"]].drop_duplicates()
    donors: dict[str, list[str]] = {}
    for row_id, donor in zip(links["row_id"], links["donor_id"], strict=True):
        donors.setdefault(row_id, []).append(donor)
    lines = [(event, donor) for event, place in enumerate(at) for donor in donors.get(row_ids[place], [""])]
    return _split([donor for _, donor in lines], [event for event, _ in lines])


def _key(cell: Any) -> str:
    return str(cell) if known(cell) else ""


def _numbers(column: "nw.Series[Any]") -> NDArray[np.float64]:
    return np.array([float(cell) if known(cell) else np.nan for cell in column.to_list()], dtype=np.float64)


def _days(column: "nw.Series[Any]") -> NDArray[np.datetime64]:
    return np.array([cell.date() if known(cell) else None for cell in column.to_list()], dtype="datetime64[D]")
