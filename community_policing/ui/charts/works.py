"""Works: the pipeline from agreed to handed over, a lane for each kind, and every item on a line of time.

In the pipeline darker is further on.  In time a full line is what has passed, a dashed one what is left until the due
date, and what has passed since then is in the off-track colour and ends in its mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from community_policing.analysis.works.items import Item, amount, lateness
from community_policing.analysis.works.pipeline import Lane
from community_policing.briefing.drawing.text_width import width
from community_policing.core import formats, labels
from community_policing.core.formats import quantity
from community_policing.core.i18n import language_in_force, listed, n, t
from community_policing.core.palette import STATUS_GLYPHS, Palette
from community_policing.core.protection_level import DAY
from community_policing.core.quantity import Quantity
from community_policing.core.schema import SITE_KINDS
from community_policing.ui.charts import as_of as as_of_date
from community_policing.ui.charts.frame import PHONE, Drawn, cut, figure, inert, note, segments

LANE = 74  # pixels for one lane of the pipeline: its name, and its cells
MIDDLE = 0.335  # of a lane: the height of its cells' middle
ROW = 42  # pixels for one item: its name, and its line
MOST = 20  # items that one figure shows
Stretch: TypeAlias = tuple[date, date, float]


def pipeline(lanes: Sequence[Lane], stages: Mapping[str, str], colours: Palette) -> Drawn:
    """Lanes from the top down, `stages` from left to right, each as a heading and as a sentence says it; every cell has its
    figure, 0 is known to be none."""
    height, many, heads = len(lanes), len(stages), _heads(list(stages))
    cells = [
        _Cell(column, height - 1 - row, stage, lane.label, cell)
        for row, lane in enumerate(lanes)
        for column, (stage, cell) in enumerate(zip(stages.values(), lane.cells, strict=True))
    ]  # fmt: skip
    return figure(
        colours, 40 + LANE * height,
        [_cells(cells, many, colours), _figures(cells, many, colours), _names(lanes, colours), _late(lanes, many, colours)],
        margin={"t": 38}, hovermode="closest",
        annotations=[note(at + 0.5, height, head, colours.quiet, yanchor="bottom") for at, head in enumerate(heads)],
        xaxis={"range": [0, many], "visible": False}, yaxis={"range": [0, height], "visible": False},
    )  # fmt: skip


@dataclass(frozen=True)
class _Cell:
    """How much of one lane is at one stage."""

    column: int
    row: int
    stage: str
    lane: str
    amount: Quantity

    @property
    def nothing(self) -> bool:
        """Whether it is known that there is none."""
        return self.amount.high == 0

    def step(self, many: int, colours: Palette) -> int:
        """How far on its stage is, as a step of the ramp."""
        return round(self.column * (len(colours.ramp) - 1) / (many - 1))

    def ground(self, many: int, colours: Palette) -> str:
        """Its colour: the further on the darker; where nothing is certain to be there, that of no data."""
        if self.amount.low == 0 and self.amount.high is not None:
            return colours.zero if self.nothing else colours.no_data
        return colours.ramp[self.step(many, colours)]

    def ink(self, many: int, colours: Palette) -> str:
        """The colour of its figure: on the darkest ground that of the page."""
        if self.nothing:
            return colours.quiet
        return colours.page if self.ground(many, colours) == colours.ramp[-1] else colours.text


def _cells(cells: Sequence[_Cell], many: int, colours: Palette) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "base": [cell.column + 0.02 for cell in cells], "x": [0.96] * len(cells),
        "y": [cell.row + MIDDLE for cell in cells], "width": 0.57,
        "marker": {
            "color": [cell.ground(many, colours) for cell in cells], "line": {"width": 1, "color": colours.line},
        },
        "hovertext": [inert(f"{cell.lane}: {cell.stage} {quantity(cell.amount)}") for cell in cells],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _figures(cells: Sequence[_Cell], many: int, colours: Palette) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "text", "x": [cell.column + 0.5 for cell in cells], "y": [cell.row + MIDDLE for cell in cells],
        "text": [quantity(cell.amount) if cell.nothing else f"<b>{quantity(cell.amount)}</b>" for cell in cells],
        "textfont": {
            "size": [15 if cell.nothing else 20 for cell in cells], "color": [cell.ink(many, colours) for cell in cells],
        },
        "hoverinfo": "skip",
    }  # fmt: skip


def _names(lanes: Sequence[Lane], colours: Palette) -> dict[str, Any]:
    """Each lane's name and all of it, above its cells."""
    names = [inert(t("{lane} · {agreed} agreed", lane=lane.label, agreed=quantity(lane.agreed))) for lane in lanes]
    return _above(0.0, "middle right", list(enumerate(reversed(names))), colours.text)


def _late(lanes: Sequence[Lane], many: int, colours: Palette) -> dict[str, Any]:
    """What is overdue, at the other end."""
    late = [
        (row, n("{figure} entry overdue", "{figure} entries overdue", int(lane.overdue.low), figure=quantity(lane.overdue)))
        for row, lane in enumerate(reversed(lanes)) if lane.overdue.high != 0
    ]  # fmt: skip
    return _above(
        many, "middle left", [(row, f"<b>{STATUS_GLYPHS['off_track']} {words}</b>") for row, words in late], colours.bad
    )


def _above(x: float, side: str, texts: Sequence[tuple[int, str]], colour: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "text", "x": [x] * len(texts), "y": [row + 0.78 for row, _ in texts],
        "text": [text for _, text in texts], "textposition": side, "textfont": {"size": 14, "color": colour},
        "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _heads(stages: Sequence[str]) -> list[str]:
    """The stages' names above their columns, in lines of about a phone's column.  Where a word may be longer than that (right to
    left) all begin on one line, so that it stands below its neighbours and not between them."""
    arrowed = [stage if at == 0 else f"→ {stage}" for at, stage in enumerate(stages)]
    heads = [_in_lines(inert(stage), 1.1 * PHONE / len(stages)) for stage in arrowed]
    if language_in_force().right_to_left:
        deepest = max(map(len, heads))
        heads = [head + ["\u00a0"] * (deepest - len(head)) for head in heads]
    return ["<br>".join(head) for head in heads]


def _in_lines(text: str, room: float) -> list[str]:
    lines: list[str] = []
    for word in text.replace("→ ", "→\u00a0").split(" "):
        if lines and width(longer := f"{lines[-1]} {word}", 13) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line.replace("\u00a0", " ") for line in lines]


def works_timeline(items: Sequence[Item], as_of: date, colours: Palette, grain: str = DAY, wide: int = PHONE) -> Drawn:
    """The items that have a date, in their order from the top down, at most MOST of them, named in as many pixels as the chart
    is `wide`."""
    listed = [item for item in items if item.agreed or item.due or item.completed][:MOST]
    rows = {item.item_id: float(len(listed) - place - 1) for place, item in enumerate(listed)}
    days = [day for item in listed for day in (item.agreed, item.due, item.completed) if day] + [as_of]
    span = max((max(days) - min(days)).days, 30)
    window = (min(days) - timedelta(days=span // 40), max(days) + timedelta(days=span // 40))
    labels = [_label(item, rows[item.item_id], wide, colours) for item in listed]
    return figure(
        colours, as_of_date.ROOM + ROW * len(listed),
        [*_lines(listed, rows, as_of, colours), *_marks(listed, rows, as_of, colours)],
        "time", hovermode="closest", margin={"t": 22}, annotations=[*labels, as_of_date.label(as_of, *window, colours)],
        shapes=[as_of_date.line(as_of, colours)],
        xaxis=as_of_date.axis(*window, grain),
        yaxis={"visible": False, "range": [-0.5, len(listed)]},
    )  # fmt: skip


def _lines(listed: Sequence[Item], rows: dict[str, float], as_of: date, colours: Palette) -> list[dict[str, Any]]:
    done: list[Stretch] = []
    passed: list[Stretch] = []
    left: list[Stretch] = []
    late: list[Stretch] = []
    for item in listed:
        row = rows[item.item_id]
        if item.completed:
            done += [(item.agreed, item.completed, row)] if item.agreed else []
            continue
        started = item.agreed or item.due
        if item.overdue and item.due:
            late.append((item.due, as_of, row))
        if started and started < as_of and item.agreed:
            passed.append((started, min(as_of, item.due or as_of), row))
        if item.due and item.due > as_of and item.agreed:
            left.append((max(as_of, item.agreed), item.due, row))
    return [
        segments(done, {"color": colours.good, "width": 6}),
        segments(passed, {"color": colours.iom, "width": 6}),
        segments(left, {"color": colours.planned, "width": 2, "dash": "dot"}),
        segments(late, {"color": colours.bad, "width": 6}),
    ]


def _marks(listed: Sequence[Item], rows: dict[str, float], as_of: date, colours: Palette) -> list[dict[str, Any]]:
    """Agreed a small dot, done a full circle, due a hollow one, overdue the off-track mark."""
    agreed = [(item, item.agreed) for item in listed if item.agreed]
    done = [(item, item.completed) for item in listed if item.completed]
    due = [(item, item.due) for item in listed if item.due]
    late = [(item, as_of) for item in listed if item.overdue]
    return [
        _dots(agreed, rows, {"symbol": "circle", "size": 7, "color": colours.quiet}),
        _dots(due, rows, {"symbol": "circle-open", "size": 12, "color": colours.planned, "line": {"width": 2}}),
        _dots(done, rows, {"symbol": "circle", "size": 13, "color": colours.good}),
        _dots(late, rows, {"symbol": "diamond", "size": 14, "color": colours.bad}),
    ]


def _dots(
    dated_items: Sequence[tuple[Item, date | None]], rows: dict[str, float], marker: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "x": [day.isoformat() for _, day in dated_items if day],
        "y": [rows[item.item_id] for item, _ in dated_items],
        "marker": marker, "hovertext": [inert(_hover(item)) for item, _ in dated_items], "cliponaxis": False,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _hover(item: Item) -> str:
    lines = (
        t("agreed {day}", day=item.when_agreed) if item.agreed else "",
        t("due {day}", day=formats.day(item.due)) if item.due else "",
        t("done {day}", day=item.when_completed) if item.completed else "",
    )
    what = f"{listed((labels.label(item.kind), amount(item)))} · {labels.label(item.stage)}"
    return "\n".join(
        line for line in (item.name, what, item.where, " · ".join(filter(None, lines)), lateness(item)) if line
    )


def _label(item: Item, row: float, wide: int, colours: Palette) -> dict[str, Any]:
    """The item above its line: what, how many where it is not one site, and where; an overdue one with its mark and days."""
    what = item.name if item.kind in SITE_KINDS and item.quantity == 1 else f"{item.name} ({amount(item)})"
    parts = [what, item.where]
    if item.overdue:
        days = n("{days} day late", "{days} days late", item.late, days=formats.number(item.late))
        parts = [f"{STATUS_GLYPHS['off_track']} {what}", item.where, days]
    return note(
        0, row, inert(cut(" · ".join(parts), wide)), colours.bad if item.overdue else colours.text,
        xref="paper", xanchor="left", yanchor="bottom", yshift=7, bgcolor=colours.page, borderpad=1,
    )  # fmt: skip
