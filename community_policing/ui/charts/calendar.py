"""The calendar: time from left to right, one lane for each governorate, one mark for each event.

Filled is held, hollow is planned, hollow with a question mark is planned and not reported; the shape tells the kind, the
size the seats.  Where there are too many to tell apart, event_heat draws their numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from math import sqrt
from typing import Any

from community_policing.analysis.training.calendar import (
    CANCELLED,
    HELD,
    PLANNED,
    UNREPORTED,
    TrainingEvent,
    state_label,
)
from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name, governorate_order
from community_policing.core.i18n import n, t
from community_policing.core.palette import Palette
from community_policing.core.protection_level import DAY, MONTHS
from community_policing.ui.charts import as_of as as_of_date
from community_policing.ui.charts.frame import Drawn, figure, inert, segments

LANE = 34  # pixels for one governorate
LEAST = 3  # lanes of height: in less, plotly cuts off the date above and the year below
SYMBOLS: Mapping[str, str] = {"training": "circle", "workshop": "square", "awareness_campaign": "triangle-down"}
SMALLEST, LARGEST, UNKNOWN = 8.0, 24.0, 9.0
MOST = 120  # marks that can still be told apart
APART = 0.022  # of the whole time shown: marks nearer than that are set one above the other
STEPS = (0.0, 0.24, -0.24)


@dataclass(frozen=True)
class _Mark:
    """One event as it is drawn."""

    lane: str
    kind: str
    state: str
    first: date
    last: date
    seats: int | None
    hover: str
    height: float = 0.0

    @property
    def middle(self) -> date:
        """Where it stands on the line of time."""
        return self.first + (self.last - self.first) / 2


def calendar(events: Sequence[TrainingEvent], start: date, as_of: date, colours: Palette, grain: str = DAY) -> Drawn:
    """Draw events from `start` on in a lane for each governorate, the as-of date as a line; cancelled ones have no mark."""
    shown = [_beside(event, as_of) for event in events if event.state != CANCELLED]
    marks = [_Mark(e.pcode, e.kind, e.state, e.first, e.last, e.seats, _hover(e)) for e in shown]
    lanes = sorted({mark.lane for mark in marks}, key=lambda pcode: (not pcode, governorate_order(pcode)), reverse=True)
    end = max([as_of, *(mark.last for mark in marks)])
    span = (end - start).days or 1
    window = (start - timedelta(days=span // 40), end + timedelta(days=max(span // 25, 10)))
    placed = sorted(_placed(marks, lanes, span), key=_look)
    most = max((mark.seats for mark in marks if mark.seats), default=0)
    traces = [_spans(placed, span, colours)] if marks else []
    traces += [_trace(list(alike), state, kind, most, colours) for (state, kind), alike in groupby(placed, key=_look)]
    return figure(
        colours, as_of_date.ROOM + LANE * max(len(lanes), LEAST), traces, "time", hovermode="closest", margin={"t": 22},
        shapes=[as_of_date.ahead(as_of, window[1], colours), as_of_date.line(as_of, colours)],
        annotations=[as_of_date.label(as_of, *window, colours)],
        xaxis=as_of_date.axis(*window, grain, middle=True),
        yaxis={
            "tickvals": list(range(len(lanes))), "ticktext": [inert(governorate_name(pcode)) for pcode in lanes],
            "range": [-0.6, len(lanes) - 0.4], "tickfont": {"color": colours.text, "size": 13},
        },
    )  # fmt: skip


def _beside(event: TrainingEvent, as_of: date) -> TrainingEvent:
    """An event of which only the quarter or year is known, on its side of the as-of date: what is planned lies after it."""
    if event.begins[1] not in MONTHS:
        return event
    if event.state == PLANNED:
        return replace(event, first=max(event.first, as_of))
    return replace(event, last=min(event.last, as_of))


def _look(mark: _Mark) -> tuple[str, str]:
    return mark.state, mark.kind


def _hover(event: TrainingEvent) -> str:
    seats = n("{figure} seat filled", "{figure} seats filled", event.seats, figure=formats.quantity(event.filled)) if (
        event.seats is not None
    ) else t("no attendance recorded") if event.state == HELD and not event.withheld else ""  # fmt: skip
    lines = (event.title, f"{labels.label(event.kind)} · {state_label(event.state)}", event.when, event.where, seats)
    return "\n".join(line for line in lines if line)


def _placed(marks: Sequence[_Mark], lanes: Sequence[str], span: int) -> list[_Mark]:
    """The marks at the height of their lane, or a little above or below where another one is too near."""
    placed = []
    for place, lane in enumerate(lanes):
        before, step = None, 0
        for mark in sorted((mark for mark in marks if mark.lane == lane), key=lambda mark: mark.middle):
            near = before is not None and (mark.middle - before).days < APART * span
            step = (step + 1) % len(STEPS) if near else 0
            placed.append(replace(mark, height=place + STEPS[step]))
            before = mark.middle
    return placed


def _spans(marks: Sequence[_Mark], span: int, colours: Palette) -> dict[str, Any]:
    """A thin line from the first to the last day that an event's dates can mean, where it would show beside the mark."""
    ends = [(mark.first, mark.last, mark.height) for mark in marks if (mark.last - mark.first).days > APART * span]
    return segments(ends, {"color": colours.quiet, "width": 1.5})


def _trace(marks: list[_Mark], state: str, kind: str, most: int, colours: Palette) -> dict[str, Any]:
    solid = state == HELD
    colour = colours.iom if solid else colours.warn if state == UNREPORTED else colours.planned
    return {
        "type": "scatter", "mode": "markers+text" if state == UNREPORTED else "markers",
        "x": [mark.middle.isoformat() for mark in marks], "y": [mark.height for mark in marks],
        "text": "?" if state == UNREPORTED else "",
        "textfont": {"size": 12, "color": colour}, "hovertext": [inert(mark.hover) for mark in marks],
        "hovertemplate": "%{hovertext}<extra></extra>", "cliponaxis": False,
        "marker": {
            "symbol": SYMBOLS[kind] if solid else f"{SYMBOLS[kind]}-open", "color": colour, "opacity": 0.85 if solid else 1,
            "size": [_size(mark, most) for mark in marks],
            "line": {"width": 1, "color": colours.page} if solid else {"width": 2.2},
        },
    }  # fmt: skip


def _size(mark: _Mark, most: int) -> float:
    """The mark's area grows with the seats; where they are not on record, it is small; plans have one size."""
    if mark.state != HELD:
        return 15.0
    if not mark.seats:
        return UNKNOWN
    return round(SMALLEST + (LARGEST - SMALLEST) * sqrt(mark.seats / most), 1)
