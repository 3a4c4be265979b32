"""Forum lives: a line for each forum from when it was set up, a tick for each meeting, and where it did not meet for long."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from community_policing.analysis.fora import months_with_meeting, silent
from community_policing.core import formats
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import t
from community_policing.core.palette import STATUS_GLYPHS, Palette
from community_policing.measure.forum_lives import ForumLife, State
from community_policing.ui.charts import as_of as as_of_date
from community_policing.ui.charts.frame import PHONE, Drawn, cut, figure, inert, note, segments

ROW = 40  # pixels for one forum: its name, and its line
MOST = 20  # fora that one figure shows
SHOWN = timedelta(days=730)
SILENT = (State.DORMANT, State.NEVER_MET)


def forum_lives(lives: Sequence[ForumLife], as_of: date, colours: Palette, wide: int = PHONE) -> Drawn:
    """The first `MOST` of the fora, in their order from the top down, over the last two years, named in as many pixels as the
    chart is `wide`."""
    listed = lives[:MOST]
    rows = {life.forum_id: float(len(listed) - place - 1) for place, life in enumerate(listed)}
    start = max(as_of - SHOWN, min(life.set_up for life in listed))
    window = (start - SHOWN / 60, as_of + SHOWN / 60)
    return figure(
        colours, as_of_date.ROOM + ROW * len(listed),
        [*_lines(listed, rows, start, colours), _meetings(listed, rows, start, colours), _ends(listed, rows, start, colours)],
        "time", hovermode="closest", margin={"t": 22},
        annotations=[*(_label(life, rows[life.forum_id], wide, colours) for life in listed),
                     as_of_date.label(as_of, *window, colours)],
        shapes=[as_of_date.line(as_of, colours)], xaxis=as_of_date.axis(*window),
        yaxis={"visible": False, "range": [-0.5, len(listed)]},
    )  # fmt: skip


def _lines(listed: Sequence[ForumLife], rows: dict[str, float], start: date, colours: Palette) -> list[dict[str, Any]]:
    """Their lives, IOM's and the police's apart, and over them the times without a meeting."""

    def lives(who: str) -> list[tuple[date, date, float]]:
        own = (life for life in listed if life.established_by == who)
        spans = ((life.set_up, life.closed or life.as_of, rows[life.forum_id]) for life in own)
        return [(max(begin, start), end, row) for begin, end, row in spans if end > start]

    gaps = [(max(a, start), b, rows[life.forum_id]) for life in listed for a, b in life.gaps if b > start]
    return [
        segments(lives("iom"), {"color": colours.iom, "width": 3}),
        segments(lives("police"), {"color": colours.police, "width": 3, "dash": "dash"}),
        segments(gaps, {"color": colours.page, "width": 6}),
        segments(gaps, {"color": colours.bad, "width": 2, "dash": "dot"}),
    ]


def _meetings(listed: Sequence[ForumLife], rows: dict[str, float], start: date, colours: Palette) -> dict[str, Any]:
    """A tick for each meeting."""
    shown = [(life, day) for life in listed for day in life.meetings if day >= start]
    return _marks(
        [day for _, day in shown], [rows[life.forum_id] for life, _ in shown],
        ["\n".join((life.name, t("met on {day}", day=formats.day(day)))) for life, day in shown],
        {"symbol": "line-ns", "size": 11, "line": {"width": 2, "color": colours.text}},
    )  # fmt: skip


def _ends(listed: Sequence[ForumLife], rows: dict[str, float], start: date, colours: Palette) -> dict[str, Any]:
    """How each stands, at the end of its line: silent the off-track mark, active a full circle, closed a hollow one."""
    symbols = {State.ACTIVE: "circle", State.DORMANT: "diamond", State.NEVER_MET: "diamond"}
    tints = {State.ACTIVE: colours.good, State.DORMANT: colours.bad, State.NEVER_MET: colours.bad}
    return _marks(
        [max(life.closed or life.as_of, start) for life in listed], [rows[life.forum_id] for life in listed],
        [_hover(life) for life in listed],
        {"symbol": [symbols.get(life.state, "circle-open") for life in listed], "size": 12,
         "color": [tints.get(life.state, colours.planned) for life in listed]},
    )  # fmt: skip


def _marks(days: list[date], heights: list[float], texts: list[str], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "x": [day.isoformat() for day in days], "y": heights, "marker": marker,
        "hovertext": list(map(inert, texts)), "hovertemplate": "%{hovertext}<extra></extra>", "cliponaxis": False,
    }  # fmt: skip


def _hover(life: ForumLife) -> str:
    lines = (
        life.name,
        governorate_name(life.pcode),
        t("set up on {day}", day=formats.day(life.set_up)),
        t("closed on {day}", day=formats.day(life.closed)) if life.closed else "",
        months_with_meeting(life),
        silent(life),
    )
    return "\n".join(filter(None, lines))


def _label(life: ForumLife, row: float, wide: int, colours: Palette) -> dict[str, Any]:
    """The forum above its line: its name, where it is if there is room, and how long it has not met."""
    bad = life.state in SILENT
    name = f"{STATUS_GLYPHS['off_track']} {life.name}" if bad else life.name
    whole, short = (" · ".join(filter(None, parts)) for parts in (
        (name, governorate_name(life.pcode), silent(life)), (name, silent(life)),
    ))  # fmt: skip
    return note(
        0, row, inert(whole if cut(whole, wide) == whole else cut(short, wide)), colours.bad if bad else colours.text,
        xref="paper", xanchor="left", yanchor="bottom", yshift=6, bgcolor=colours.page, borderpad=1,
    )  # fmt: skip
